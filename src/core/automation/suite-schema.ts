/** How state files write down what is measured: the whole suite, so that all of a plan is measured alike. */
import * as v from 'valibot';
import {
  iniName,
  iniText,
  instructionCounters,
  pathBelow,
  suiteName,
  suiteOutputs,
  variantName,
  whole,
} from '../bench/suites-schema.ts';

const text = v.pipe(v.string(), v.maxLength(4096));
const most = 1000;

/** The folder itself is an empty path. */
const paths = v.pipe(v.array(v.union([v.literal(''), pathBelow])), v.maxLength(most));
const iniSchema = v.pipe(v.record(iniName, iniText), v.maxEntries(most));

export const variantSchema = v.object({ name: variantName, ini: iniSchema });

const variants = v.pipe(v.array(variantSchema), v.maxLength(most));

export const limitEntries = {
  iterations: whole(1, 100_000),
  warmups: whole(0, 100_000),
  timeLimitSeconds: whole(1, 86_400),
  memoryLimitBytes: whole(1, Number.MAX_SAFE_INTEGER),
};

/** JSON has no `undefined`, so that what is absent is read back as such. */
export const suiteSchema = v.pipe(
  v.object({
    name: suiteName,
    description: text,
    treeScripts: paths,
    scripts: paths,
    needs: paths,
    folder: v.optional(v.pipe(text, v.minLength(1))),
    output: suiteOutputs,
    counting: instructionCounters,
    limits: v.object({
      iterations: v.exactOptional(limitEntries.iterations),
      warmups: v.exactOptional(limitEntries.warmups),
      timeLimitSeconds: v.exactOptional(limitEntries.timeLimitSeconds),
      memoryLimitBytes: v.exactOptional(limitEntries.memoryLimitBytes),
    }),
    ini: iniSchema,
    variants,
    otherVariants: variants,
  }),
  v.transform(({ folder, ...rest }) => ({ ...rest, folder })),
);
