/** Which rows a person looks for. */
import type { Origin } from '../../core/resources/origin.ts';
import type { ObjectRow } from './row.ts';

/** Words with a meaning of their own; every other word has to occur in the row. */
const states: Readonly<Record<string, (row: ObjectRow) => boolean>> = {
  'is:dangling': ({ section }) => section === 'dangling',
  'is:dead': ({ section }) => section === 'dead',
  'is:unused': ({ inUse }) => !inUse,
  'is:used': ({ inUse }) => inUse,
};

const makers: Readonly<Record<string, Origin>> = {
  'by:me': 'php-source-bench',
  'by:compose': 'compose',
  'by:devcontainer': 'dev-container',
  'by:other': 'other',
};

/** What a row must have: all of the words, in its name, its description or its facts; upper and lower case are one. */
export function matcherOf(filter: string): (row: ObjectRow) => boolean {
  const tests = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(testOf);
  return (row) => tests.every((test) => test(row));
}

function testOf(word: string): (row: ObjectRow) => boolean {
  const state = Object.hasOwn(states, word) ? states[word] : undefined;
  const maker = Object.hasOwn(makers, word) ? makers[word] : undefined;
  if (maker !== undefined) {
    return ({ madeBy }) => madeBy === maker;
  }
  return state ?? ((row) => textOf(row).includes(word));
}

function textOf({ label, description, object, facts }: ObjectRow): string {
  return [label, description, object.id, ...facts.map(([, value]) => value)].join('\n').toLowerCase();
}
