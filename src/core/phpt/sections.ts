/** The sections of a phpt file, as far as the editor needs them. */

/** What a test is expected to print. */
export interface Expectation {
  /** The expectation's text in the test itself, or the name of the file beside it that holds the text. */
  readonly kind: 'inline' | 'external';
  /** Empty for one that is in the test itself. */
  readonly fileName: string;
  /** Where its text starts, from 0: a line of the test, or 0 for one in a file. */
  readonly line: number;
}

const header = /^--([_A-Z]+)--/;
const expectation = /^EXPECT(?:F|REGEX)?(_EXTERNAL)?$/;

/**
 * Where a test says what it should print: in EXPECT, EXPECTF or EXPECTREGEX, or in one of their _EXTERNAL forms.
 * run-tests.php leaves out the white space around the text, and so does this.
 * @returns `undefined` for a test that says nothing of the kind
 */
export function findExpectation(text: string): Expectation | undefined {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => expectation.test(header.exec(line)?.[1] ?? ''));
  if (at === -1) {
    return undefined;
  }
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => header.test(line));
  const body = end === -1 ? rest : rest.slice(0, end);
  if (lines[at]?.includes('_EXTERNAL--')) {
    // As run-tests.php does: nothing outside the test's own folder.
    return { kind: 'external', fileName: body.join('\n').replaceAll('..', '').trim(), line: 0 };
  }
  const blank = body.findIndex((line) => line.trim() !== '');
  return { kind: 'inline', fileName: '', line: at + 1 + Math.max(0, blank) };
}
