/** What is told of new changes. */
import { percent } from '../../core/compare/words.ts';
import type { NewChange } from '../../core/news/news-state.ts';
import { causeText } from '../cause-text.ts';
import { inertText } from '../foreign-text.ts';
import type { Translate } from '../translate.ts';

const shownHash = 10;

/** For instance `2.10 % slower`. */
export function sizeText({ relative, unit }: Pick<NewChange, 'relative' | 'unit'>, t: Translate): string {
  const size = percent(Math.abs(relative)).replace('+', '');
  const isUp = relative > 0;
  switch (unit) {
    case 'ms':
      return isUp ? t('{0} slower', size) : t('{0} faster', size);
    case 'bytes':
      return isUp ? t('{0} more memory', size) : t('{0} less memory', size);
    case 'instructions':
      return isUp ? t('{0} more instructions', size) : t('{0} fewer instructions', size);
  }
}

/** What is worth a message: what PHP itself did. The machine, the harness and luck with the layout are only counted. */
export function worthMessage(changes: readonly NewChange[]): readonly NewChange[] {
  return changes.filter(({ cause }) => cause === 'code');
}

/** The message about changes: the first, and how many more. */
export function newsMessage([first, ...others]: readonly [NewChange, ...NewChange[]], t: Translate): string {
  const what = t('{0}: {1}. {2}.', first.title, whatAndWhere(first, t), causeText(first.cause, t));
  return others.length === 0 ? what : t('{0} More changes: {1}.', what, others.length);
}

/** The status bar's entry. */
export function newsStatus(count: number, t: Translate): string {
  return count === 1 ? t('1 new change') : t('{0} new changes', count);
}

/** A line of the list of new changes. */
export function newsItem(
  change: NewChange,
  locale: string,
  t: Translate,
): { readonly label: string; readonly description: string; readonly detail: string } {
  const day = new Date(change.atMs).toLocaleDateString(locale);
  return {
    label: inertText(change.title),
    description: sizeText(change, t),
    detail: inertText(
      [day, commitsText(change), causeText(change.cause, t)].filter((part) => part !== '').join(' · '),
    ),
  };
}

function whatAndWhere(change: NewChange, t: Translate): string {
  const commits = commitsText(change);
  return commits === '' ? sizeText(change, t) : t('{0} since {1}', sizeText(change, t), commits);
}

/** The commits that it lies in, as git takes them; empty for release trees. */
function commitsText({ commits }: NewChange): string {
  const [after, upTo] = [commits.after.slice(0, shownHash), commits.upTo.slice(0, shownHash)];
  return after === '' || after === upTo ? upTo : `${after}..${upTo}`;
}
