/** What a prune takes: rules as data, as a person saves them in the settings or in a file for the command line. */
import * as v from 'valibot';
import { objectKinds } from '../model/objects.ts';
import { origins } from '../resources/origin.ts';

const maxPatterns = 200;
const maxPatternLength = 500;
const maxNameLength = 100;

function whole(minimum: number, maximum: number) {
  const detail = `must be a whole number from ${minimum} to ${maximum}`;
  return v.pipe(
    v.number(detail),
    v.safeInteger(detail),
    v.minValue(minimum, detail),
    v.maxValue(maximum, detail),
  );
}

function someOf<TName extends string>(names: readonly TName[]) {
  const detail = `must be a list of ${names.join(', ')}`;
  return v.pipe(
    v.array(v.picklist(names, detail), detail),
    v.nonEmpty(detail),
    v.maxLength(names.length, detail),
    v.readonly(),
  );
}

const pattern = v.pipe(
  v.string('must be a list of texts'),
  v.nonEmpty('must not contain an empty text'),
  v.maxLength(maxPatternLength, `has a text of more than ${maxPatternLength} characters`),
);

/** Everything that a rule names must hold; what it leaves out does not count. */
export const ruleFields = {
  /** What is looked at. Volumes hold data: they are meant only when they are named. */
  kinds: v.optional(someOf(objectKinds), ['container', 'image']),
  /** Whose objects are ticked. */
  madeBy: v.optional(someOf(origins), ['php-source-bench']),
  /** Whether an image must have lost its name. */
  onlyDangling: v.optional(v.boolean('must be true or false'), true),
  /** How long ago a container must have ended. */
  deadLongerThanHours: v.optional(whole(0, 100_000), 1),
  olderThanDays: v.optional(whole(0, 10_000)),
  /** Counts what only this object holds. */
  largerThanMb: v.optional(whole(0, 1_000_000_000)),
  unusedForDays: v.optional(whole(0, 10_000)),
  /** How many of the newest images of each repository stay. */
  keepNewest: v.optional(whole(0, 10_000)),
  /** Names that stay; `*` stands for any text, `?` for one character. */
  keep: v.optional(
    v.pipe(
      v.array(pattern, 'must be a list of texts'),
      v.maxLength(maxPatterns, `has more than ${maxPatterns} texts`),
      v.readonly(),
    ),
    [],
  ),
  /** Enough: what is not needed to free this much stays, the oldest goes first. */
  freeMb: v.optional(whole(1, 1_000_000_000)),
};

const ruleSchema = v.pipe(
  v.strictObject(ruleFields, (issue) =>
    issue.expected === 'never' ? 'is no part of a rule' : 'must be an object',
  ),
  v.readonly(),
);

/** A rule without its name. */
export type PruneRule = v.InferOutput<typeof ruleSchema>;

const rulesSchema = v.pipe(
  v.record(
    v.pipe(
      v.string(),
      v.regex(/^[\w][\w .-]*$/u, 'must have a name of letters, digits, spaces, dots and dashes'),
      v.maxLength(maxNameLength, `has a name of more than ${maxNameLength} characters`),
    ),
    ruleSchema,
    'must be an object',
  ),
  v.readonly(),
);

/** Saved rules by name. */
export type PruneRules = v.InferOutput<typeof rulesSchema>;

/** What is meant where no rule is named: what the extension itself left, as far as nothing needs it. */
export const usualRuleName = 'usual';

/** The rule without any saved ones. */
export const usualRule: PruneRule = v.parse(ruleSchema, {});

/** Checks saved rules; the text says what is wrong with which, as the end of a sentence. */
export function parseRules(value: unknown): PruneRules | string {
  if (Array.isArray(value)) {
    return 'it must be an object.';
  }
  const result = v.safeParse(rulesSchema, value, { abortEarly: true });
  if (result.success) {
    return result.output;
  }
  const [issue] = result.issues;
  const place = (issue.path ?? []).map((item) => String(item.key).slice(0, maxNameLength)).join(' > ');
  return `${place === '' ? 'it' : `"${place}"`} ${issue.message}.`;
}

/** The saved rules and the usual one, which a saved one of that name replaces. */
export function withUsualRule(rules: PruneRules): PruneRules {
  return { [usualRuleName]: usualRule, ...rules };
}

/** Whether a name fits a pattern of {@link ruleFields.keep}, however long and odd either is. */
export function fitsPattern(name: string, pattern: string): boolean {
  let at = 0;
  let from = 0;
  let star = -1;
  let mark = 0;
  while (at < name.length) {
    if (from < pattern.length && pattern[from] === '*') {
      star = from;
      mark = at;
      from += 1;
    } else if (from < pattern.length && (pattern[from] === '?' || pattern[from] === name[at])) {
      at += 1;
      from += 1;
    } else if (star >= 0) {
      from = star + 1;
      mark += 1;
      at = mark;
    } else {
      return false;
    }
  }
  return [...pattern.slice(from)].every((character) => character === '*');
}
