/** How the state files of unattended work write down what is measured; read back with the same checks as settings. */
import * as v from 'valibot';
import { isPlatform, type Platform } from '../model/platform.ts';
import { presetNames } from '../php/presets.ts';
import { limitEntries, suiteSchema, variantSchema } from './suite-schema.ts';

const text = v.pipe(v.string(), v.maxLength(4096));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const platform = v.custom<Platform>((value) => typeof value === 'string' && isPlatform(value));

export const idSchema = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/));
export const timeSchema = count;

export const commitSchema = v.object({
  sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/)),
  subject: text,
  author: text,
  committedAtMs: v.pipe(v.number(), v.safeInteger()),
});

/** JSON has no `undefined`, so that what is absent is read back as such. */
export const measuringSchema = v.pipe(
  v.object({
    treeRoot: v.pipe(text, v.minLength(1)),
    suite: suiteSchema,
    variant: variantSchema,
    ...limitEntries,
    cpuSet: v.optional(v.pipe(v.string(), v.regex(/^[0-9,-]{1,200}$/))),
    preset: v.picklist(presetNames),
    configureFlags: v.pipe(v.array(text), v.maxLength(1000)),
    platform: v.optional(platform),
    branch: v.optional(text),
  }),
  v.transform(({ cpuSet, platform: chosen, ...rest }) => ({ ...rest, cpuSet, platform: chosen })),
);

export const machineSchema = v.object({ id: v.pipe(text, v.minLength(1)), name: text });

export const failureSchema = v.object({
  reason: text,
  message: text,
  output: v.pipe(v.array(text), v.maxLength(200)),
});

/** A check of a whole file's content: the value, or why it is none. */
export type Parse<T> = (content: unknown) => { readonly value: T } | { readonly problem: string };

/** Makes a check of a schema. */
export function parserOf<S extends v.GenericSchema>(schema: S): Parse<v.InferOutput<S>> {
  return (content) => {
    const result = v.safeParse(schema, content);
    if (result.success) {
      return { value: result.output };
    }
    const issue = result.issues[0];
    return { problem: `${v.getDotPath(issue) ?? 'all of it'}: ${issue.message}` };
  };
}
