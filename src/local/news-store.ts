import { join } from 'node:path';
import type { NewsStore } from '../core/news/change-news.ts';
import { parseNews } from '../core/news/news-state.ts';
import { locked } from './locked.ts';
import { StateFolder } from './state-folder.ts';

/** What is known of the changes of each history, for all processes of this person. @param directory made when needed */
export function localNewsStore(directory: string): NewsStore {
  const folder = new StateFolder(directory, { name: 'news of changes', version: 1, parse: parseNews });
  return {
    read: (id) => folder.read(id),
    write: (state) => folder.write(state),
    takeTurn: (id, work) => locked(join(directory, `${id}.turn`), work),
  };
}
