import type { StorageReport } from '../../core/storage/storage-report.ts';
import { inertText } from '../foreign-text.ts';
import type { Translate } from '../translate.ts';

export interface PlaceItem {
  readonly label: string;
  readonly description: string;
  readonly path: string;
}

/** The folders of an engine, each once, the data root first. */
export function placeItems({ storage, places }: StorageReport, t: Translate): readonly PlaceItem[] {
  const root = { title: t('Everything'), path: storage.dataRoot };
  const all = [root, ...places.flatMap(({ title, paths }) => paths.map((path) => ({ title, path })))];
  const byPath = Map.groupBy(all, ({ path }) => path);
  return [...byPath].map(([path, titles]) => ({
    label: titles.map(({ title }) => title).join(', '),
    description: inertText(path),
    path,
  }));
}
