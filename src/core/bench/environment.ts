/** What a run was measured in: all that may explain a number later, under names that stay. */
import * as v from 'valibot';
import type { RunStart } from '../model/bench.ts';

const text = v.pipe(v.string(), v.maxLength(4000));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** What is not known is left out. */
const environmentSchema = v.strictObject({
  /** Reference and id of the image that was measured, and of the toolchain that made it. */
  image: text,
  imageId: v.optional(text),
  toolchainImage: text,
  toolchainId: v.optional(text),
  compiler: v.optional(text),
  cpuModel: v.optional(text),
  governor: v.optional(text),
  turbo: v.optional(v.picklist(['on', 'off'])),
  operatingSystem: text,
  kernelVersion: text,
  engineVersion: text,
  /** Whether another architecture's instructions were translated. */
  emulated: v.boolean(),
  /** One-minute load average of the engine's machine, as the container saw it. */
  loadBefore: v.optional(v.pipe(v.number(), v.minValue(0))),
  /** As Docker writes it; `all` for none. */
  cpuSet: text,
  memoryLimitBytes: count,
  timeLimitSeconds: count,
  warmups: count,
  counting: v.picklist(['none', 'perf', 'callgrind']),
  /** The interpreter's settings as JSON. */
  ini: text,
  /** Hash over names and contents of all scripts and what they bring. */
  scripts: text,
});

export type Environment = v.InferInput<typeof environmentSchema>;

/** As the history takes it. */
export function environmentRecord(environment: Environment): RunStart['environment'] {
  const entries = Object.entries(v.parse(environmentSchema, environment));
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}
