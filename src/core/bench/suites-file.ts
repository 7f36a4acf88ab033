/** Reads a suites file: JSON with comments, checked value by value, with each mistake named by its place. */
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import * as v from 'valibot';
import { errors } from '../errors.ts';
import { plainText } from '../text/format.ts';
import { builtInSuites } from './built-in-suites.ts';
import type { Suite } from './suite.ts';
import { type Mistake, type Place, suitesOf } from './suites-of.ts';
import { suitesFileSchema } from './suites-schema.ts';

/** Mistakes that one message names. */
const maxTold = 3;

/**
 * The suites that a file defines.
 * @param path of the file, for messages
 * @param folder absolute: the file's own
 * @throws `suites-file-invalid` with the line and the name of what is wrong
 */
export function parseSuitesFile(text: string, path: string, folder: string): readonly Suite[] {
  const root = parseJson(text, path);
  const fail = (mistakes: readonly Mistake[]): never => {
    const told = mistakes
      .map((mistake) => ({ mistake, offset: nearestNode(root, mistake.place).offset }))
      .sort((a, b) => a.offset - b.offset)
      .slice(0, maxTold)
      .map(({ mistake, offset }) => tell(mistake, lineOf(text, offset)));
    const others = mistakes.length - told.length;
    throw errors.suitesFileInvalid(path, `${told.join('; ')}${others > 0 ? `; and ${others} more` : ''}.`);
  };
  const repeated = repeatedKeys(root, []);
  if (repeated.length > 0) {
    fail(repeated);
  }
  const parsed = v.safeParse(suitesFileSchema, getNodeValue(root));
  if (!parsed.success) {
    return fail(
      parsed.issues.map(({ path: keys = [], message }) => ({ place: keys.map(keyOf), text: message })),
    );
  }
  const { suites, mistakes } = suitesOf(
    parsed.output,
    folder,
    builtInSuites.map(({ name }) => name),
  );
  return mistakes.length > 0 ? fail(mistakes) : suites;
}

function keyOf({ key }: v.IssuePathItem): string | number {
  return typeof key === 'number' ? key : String(key);
}

function parseJson(text: string, path: string): Node {
  const found: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(text, found, { allowTrailingComma: true });
  } catch (error) {
    // Its parser goes one call deeper for each bracket.
    throw error instanceof RangeError ? errors.suitesFileInvalid(path, 'it is nested too deeply.') : error;
  }
  const [first] = found;
  if (root === undefined || first !== undefined) {
    const what = first === undefined ? '' : ` (${wordsOf(printParseErrorCode(first.error))})`;
    throw errors.suitesFileInvalid(path, `line ${lineOf(text, first?.offset ?? 0)}: it is not JSON${what}.`);
  }
  return root;
}

/** `CommaExpected` as `comma expected`. */
function wordsOf(code: string): string {
  return code.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

/** A parser of JSON takes the last of several values with one name, without a word. */
function repeatedKeys(node: Node, place: Place): readonly Mistake[] {
  const children = node.children ?? [];
  if (node.type === 'array') {
    return children.flatMap((child, index) => repeatedKeys(child, [...place, index]));
  }
  const seen = new Set<string>();
  return children.flatMap(({ children: [key, value] = [] }) => {
    const name = String(key?.value);
    const below = [...place, name];
    const own = seen.has(name) ? [{ place: below, text: 'is there twice' }] : [];
    seen.add(name);
    return value === undefined ? own : [...own, ...repeatedKeys(value, below)];
  });
}

function tell({ place, text }: Mistake, line: number): string {
  const name = place.map((key) => (typeof key === 'number' ? `#${key + 1}` : key)).join(' > ');
  return `line ${line}: ${name === '' ? 'it' : `"${plainText(name, 200)}"`} ${text}`;
}

/** The value at a place, or the innermost one around it that is there. */
function nearestNode(root: Node, place: Place): Node {
  for (let length = place.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(root, place.slice(0, length));
    if (node !== undefined) {
      return node;
    }
  }
  return root;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
