/**
 * The shape of a suites file. `media/php-benchmarks.schema.json`, by which the editor completes it, is made of this
 * (`scripts/suites-schema.ts`): the descriptions are what people read there.
 */
import * as v from 'valibot';

const maxTextLength = 1000;
const maxSuites = 100;
const maxScripts = 200;
const maxSettings = 200;
const maxVariants = 50;
const largest = 1e15;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused here
const oneLine = /^[^\x00-\x1f\x7f-\x9f]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const trimmedLine = /^(?!\s)[^\x00-\x1f\x7f-\x9f]*(?<!\s)$/;

/** A whole number within limits. */
export function whole(minimum: number, maximum: number) {
  const detail = `must be a whole number from ${minimum} to ${maximum}`;
  return v.pipe(
    v.number(detail),
    v.safeInteger(detail),
    v.minValue(minimum, detail),
    v.maxValue(maximum, detail),
  );
}

export const suiteName = v.pipe(
  v.string('must be a text'),
  v.minLength(1, 'is empty'),
  v.maxLength(100, 'is longer than 100 characters'),
  v.regex(trimmedLine, 'must be on one line, without spaces around'),
);

export const variantName = v.pipe(
  v.string('must be a text'),
  v.regex(
    /^[A-Za-z0-9][A-Za-z0-9._+-]{0,49}$/,
    'must be 1 to 50 letters, digits, dots, dashes, plus signs or underlines',
  ),
);

/** Below a folder: no way up, no backslash. */
export const pathBelow = v.pipe(
  v.string('must be a text'),
  v.maxLength(maxTextLength, `is longer than ${maxTextLength} characters`),
  v.regex(
    /^(?![/~])(?!(?:[\s\S]*\/)?\.\.(?:\/|$))[^\\\0]+$/,
    'must be a path with "/" that stays below the folder, without ".."',
  ),
);

const iniValueDetail = `must be a text on one line of at most ${maxTextLength} characters, a number, true or false`;

/** The name of a php.ini setting. */
export const iniName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,99}$/, 'is no name of a php.ini setting'),
);

/** The value of one, as php.ini has it. */
export const iniText = v.pipe(
  v.string(),
  v.maxLength(maxTextLength, iniValueDetail),
  v.regex(oneLine, iniValueDetail),
);

const iniValue = v.union(
  [
    iniText,
    // JSON has numbers that are infinite here.
    v.pipe(v.number(), v.minValue(-largest, iniValueDetail), v.maxValue(largest, iniValueDetail)),
    v.boolean(),
  ],
  iniValueDetail,
);

const iniSettings = v.pipe(
  v.record(iniName, iniValue, 'must be an object of php.ini settings'),
  v.maxEntries(maxSettings, `has more than ${maxSettings} settings`),
);

/** See `SuiteOutput`. */
export const suiteOutputs = v.picklist(['process', 'table'], 'must be "process" or "table"');

/** See `Counting`. */
export const instructionCounters = v.picklist(
  ['none', 'callgrind', 'perf'],
  'must be "none", "callgrind" or "perf"',
);

function list<Item extends v.GenericSchema>(item: Item, maximum: number) {
  return v.pipe(
    v.array(item, 'must be a list'),
    v.minLength(1, 'is empty'),
    v.maxLength(maximum, `has more than ${maximum} entries`),
  );
}

/** What an object says to a key that it does not know, or to a value that is no object. */
function objectMessage(what: string) {
  return (issue: v.StrictObjectIssue): string =>
    issue.expected === 'never'
      ? `is not known: ${what} has no such setting`
      : issue.expected?.startsWith('"') === true
        ? 'is missing'
        : 'must be an object';
}

const suite = v.strictObject(
  {
    name: v.pipe(
      suiteName,
      v.description('Its name in lists and in the history. Another name starts new series.'),
    ),
    scripts: v.optional(
      v.pipe(
        list(pathBelow, maxScripts),
        v.description(
          "PHP scripts of your own: files or folders, below this file's folder. Of a folder, each *.php directly in it is a script, and all that is in it comes along.",
        ),
      ),
    ),
    treeScripts: v.optional(
      v.pipe(
        list(pathBelow, maxScripts),
        v.description('Scripts of the php-src tree that is measured, for instance Zend/bench.php.'),
      ),
    ),
    with: v.optional(
      v.pipe(
        list(pathBelow, maxScripts),
        v.description("Files and folders that your scripts need beside them, below this file's folder."),
      ),
    ),
    output: v.optional(
      v.pipe(
        suiteOutputs,
        v.description(
          'process: each script is a benchmark, timed as a whole, whatever it prints. table: it prints a table as Zend/bench.php does, each line a benchmark and a Total.',
        ),
      ),
      'process',
    ),
    instructions: v.optional(
      v.pipe(
        instructionCounters,
        v.description(
          "callgrind: each script is executed once more under Valgrind, about fifty times as slow; the count repeats almost exactly. perf: the processor's own counter, where the kernel lets a container use it.",
        ),
      ),
      'none',
    ),
    iterations: v.optional(
      v.pipe(
        whole(1, 10_000),
        v.description('Measured executions of each script. Each iteration executes all scripts, in turn.'),
      ),
    ),
    warmups: v.optional(v.pipe(whole(0, 1000), v.description('Executions before the measured ones.'))),
    timeLimitSeconds: v.optional(
      v.pipe(whole(1, 86_400), v.description('Time limit of one execution, in seconds.')),
    ),
    memoryLimitMb: v.optional(
      v.pipe(whole(16, 1_048_576), v.description('Memory limit of the container, in megabytes.')),
    ),
    ini: v.optional(
      v.pipe(iniSettings, v.description('Settings of php.ini for all variants, written as there.')),
    ),
    variants: v.optional(
      v.pipe(
        list(variantName, maxVariants),
        v.description(
          'What is measured when nobody asks for another: default, opcache, jit (tracing), jit-function, or names of the variants above. Each makes series of its own.',
        ),
      ),
      ['default'],
    ),
  },
  objectMessage('a suite'),
);

/** The whole file. */
export const suitesFileSchema = v.strictObject(
  {
    $schema: v.optional(v.string('must be a text')),
    variants: v.optional(
      v.pipe(
        v.record(variantName, iniSettings, 'must be an object'),
        v.maxEntries(maxVariants, `has more than ${maxVariants} variants`),
        v.description('Named sets of php.ini settings, for the suites below to be measured with.'),
      ),
      {},
    ),
    suites: v.pipe(
      v.array(suite, 'must be a list'),
      v.maxLength(maxSuites, `has more than ${maxSuites} suites`),
      v.description('What can be measured, beside what the tree itself has.'),
    ),
  },
  objectMessage('a suites file'),
);

/** A suites file whose every value is of the right kind. */
export type SuitesFile = v.InferOutput<typeof suitesFileSchema>;
export type SuiteDefinition = SuitesFile['suites'][number];
