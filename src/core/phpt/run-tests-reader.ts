/** Reads what run-tests.php prints, of PHP 5.3 and of everything since. */
import type { TestState } from '../model/phpt.ts';

/** A test's result as it is printed. */
export interface PrintedResult {
  /** As run-tests.php names the test: below the tree's root, or absolute. */
  readonly path: string;
  readonly title: string;
  readonly state: TestState;
  readonly reason: string;
}

/** What a line turned out to be part of. */
export interface RunTestsEvents {
  onResult(result: PrintedResult): void;
  /** How long a test took; told at the end, by newer ones. */
  onDuration(path: string, durationMs: number): void;
  /** A line for people: everything but progress, rulers and the summary. */
  onLine(line: string): void;
}

type Word = 'PASS' | 'FAIL' | 'SKIP' | 'BORK' | 'WARN' | 'LEAK' | 'XFAIL' | 'XLEAK';

/** By what weighs most where a test has several words, as in `LEAK&FAIL`. */
const states: readonly (readonly [Word, TestState])[] = [
  ['FAIL', 'failed'],
  ['BORK', 'borked'],
  ['LEAK', 'leaked'],
  ['XFAIL', 'xfailed'],
  ['XLEAK', 'xleaked'],
  ['WARN', 'warned'],
  ['SKIP', 'skipped'],
  ['PASS', 'passed'],
];

const word = '(?:PASS|FAIL|SKIP|BORK|WARN|LEAK|XFAIL|XLEAK)';
const resultStart = new RegExp(`^(${word}(?:&${word})*) `);
const nameEnd = '.phpt]';
const nameEnds = /\.phpt\](?= |$)/gm;
const durationStart = /^\(\d{1,9}(?:\.\d{1,9})? s\) /;
const duration = /^\(([\d.]+) s\) (?!SKIPIF of )/;
const summaryStart = /^Number of tests :/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal sequences start with a control character
const colour = /\u001b\[[0-9;]*m/g;

/** Titles and reasons may have several lines; what is longer than this is no result. */
const maxResultLength = 20_000;
const maxReasonLength = 2000;
const maxNameLength = 4096;
/** A name may have brackets of its own; this many of them are tried as its beginning. */
const maxBrackets = 16;

/** Takes lines; see {@link RunTestsEvents}. */
export class RunTestsReader {
  readonly #events: RunTestsEvents;
  readonly #isKnown: (path: string) => boolean;
  /** A result, or a duration, whose title has not come to its end. */
  #pending = '';
  #inSummary = false;

  /** @param isKnown whether a test was asked for: a title or a reason may have another's name in brackets */
  constructor(isKnown: (path: string) => boolean, events: RunTestsEvents) {
    this.#isKnown = isKnown;
    this.#events = events;
  }

  push(line: string): void {
    // Progress is overwritten with the help of carriage returns.
    const shown = line.replaceAll(colour, '').replace(/\r+$/, '').split('\r').at(-1) ?? '';
    if (this.#inSummary || summaryStart.test(shown)) {
      this.#inSummary = true;
      this.#takeDuration(shown);
      return;
    }
    if (/^[=\s]*$/.test(shown)) {
      return;
    }
    this.#events.onLine(shown);
    this.#collect(shown, resultStart);
    const result = this.#parse(this.#pending);
    if (result !== undefined) {
      this.#events.onResult(result);
      this.#pending = '';
    }
  }

  /** Starts anew with a line that is a start, else goes on with what has one. */
  #collect(line: string, start: RegExp): void {
    if (start.test(line)) {
      this.#pending = line;
    } else if (this.#pending !== '') {
      this.#pending += `\n${line}`;
    }
    if (this.#pending.length > maxResultLength) {
      this.#pending = '';
    }
  }

  #parse(text: string): PrintedResult | undefined {
    const words = resultStart.exec(text)?.[1]?.split('&') ?? [];
    const name = this.#nameIn(text);
    const state = states.find(([candidate]) => words.includes(candidate))?.[1];
    if (name === undefined || state === undefined) {
      return undefined;
    }
    const start = words.join('&').length + 1;
    const title = text.slice(start, Math.max(start, name.start)).trim();
    return { path: name.path, title, state, reason: reasonOf(state, title, text.slice(name.end)) };
  }

  #takeDuration(line: string): void {
    this.#collect(line, durationStart);
    const seconds = duration.exec(this.#pending)?.[1];
    if (seconds === undefined || !this.#pending.endsWith(nameEnd)) {
      return;
    }
    const { known, likely } = this.#nameUpTo(this.#pending, this.#pending.length);
    const name = known ?? likely;
    if (name !== undefined) {
      this.#events.onDuration(name.path, Number(seconds) * 1000);
      this.#pending = '';
    }
  }

  /** The first name of a test that was asked for; else the last that may be one. */
  #nameIn(text: string): PrintedName | undefined {
    let last: PrintedName | undefined;
    for (const { index } of text.matchAll(nameEnds)) {
      const { known, likely } = this.#nameUpTo(text, index + nameEnd.length);
      if (known !== undefined) {
        return known;
      }
      last = likely ?? last;
    }
    return last;
  }

  /** Of what may be a name and ends at `end`: the one that was asked for, and the one without brackets of its own. */
  #nameUpTo(text: string, end: number) {
    const names = namesUpTo(text, end);
    return { known: names.findLast(({ path }) => this.#isKnown(path)), likely: names[0] };
  }
}

/** A name in brackets: where the space before them is, and where the text goes on after them. */
interface PrintedName {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** What may be a name in brackets and ends before `end`, the shortest first. */
function namesUpTo(text: string, end: number): PrintedName[] {
  const names: PrintedName[] = [];
  let start = text.lastIndexOf(' [', end);
  while (start >= 0 && names.length < maxBrackets && end - start <= maxNameLength) {
    const path = text.slice(start + ' ['.length, end - ']'.length);
    if (path.includes('\n')) {
      break;
    }
    names.push({ path, start, end });
    start = start === 0 ? -1 : text.lastIndexOf(' [', start - 1);
  }
  return names;
}

/** `reason: no network`, `(warn: it is old)` or `XFAIL REASON: known bug`, without the words around it. */
function reasonOf(state: TestState, title: string, extra: string): string {
  const trimmed = extra.trim();
  const bare =
    /^\((?:warn|info): (.*)\)$/s.exec(trimmed)?.[1] ??
    trimmed.replace(/^(?:reason|X(?:FAIL|LEAK) REASON):/, '').trim();
  // A broken test's title is what is wrong with it.
  const parts = state === 'borked' ? [bare, title] : [bare];
  return parts
    .filter((part) => part !== '')
    .join(': ')
    .slice(0, maxReasonLength);
}
