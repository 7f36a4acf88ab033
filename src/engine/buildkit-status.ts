/** BuildKit's build status: decoding of what the engine packs into `moby.buildkit.trace` lines. */
import protobuf from 'protobufjs/light.js';
import * as v from 'valibot';

/** A step of a build, told again whenever it changes. */
export interface BuildStep {
  readonly digest: string;
  readonly name: string;
  readonly started: boolean;
  readonly completed: boolean;
  readonly cached: boolean;
  readonly error: string;
}

export interface BuildStatus {
  readonly steps: readonly BuildStep[];
  /** Work inside a step, for instance a layer that is exported. */
  readonly tasks: readonly { readonly id: string; readonly step: string }[];
  /** Output of a step's command, 1 for stdout and 2 for stderr; a piece may end anywhere. */
  readonly logs: readonly { readonly step: string; readonly stream: number; readonly text: Uint8Array }[];
}

/**
 * The part of BuildKit's `moby.buildkit.v1.StatusResponse` that is shown, written down here because a bundle has no
 * .proto files. Timestamps are read as bytes: only whether there is one matters.
 */
const statusType = protobuf.Root.fromJSON({
  nested: {
    StatusResponse: {
      fields: {
        steps: { rule: 'repeated', type: 'Step', id: 1 },
        tasks: { rule: 'repeated', type: 'Task', id: 2 },
        logs: { rule: 'repeated', type: 'Log', id: 3 },
      },
    },
    Step: {
      fields: {
        digest: { type: 'string', id: 1 },
        name: { type: 'string', id: 3 },
        cached: { type: 'bool', id: 4 },
        started: { type: 'bytes', id: 5 },
        completed: { type: 'bytes', id: 6 },
        error: { type: 'string', id: 7 },
      },
    },
    Task: { fields: { id: { type: 'string', id: 1 }, step: { type: 'string', id: 2 } } },
    Log: {
      fields: {
        step: { type: 'string', id: 1 },
        stream: { type: 'int32', id: 3 },
        text: { type: 'bytes', id: 4 },
      },
    },
  },
}).lookupType('StatusResponse');

const presence = v.pipe(
  v.instance(Uint8Array),
  v.transform((bytes) => bytes.length > 0),
);

const statusSchema = v.object({
  steps: v.array(
    v.object({
      digest: v.string(),
      name: v.string(),
      started: presence,
      completed: presence,
      cached: v.boolean(),
      error: v.string(),
    }),
  ),
  tasks: v.array(v.object({ id: v.string(), step: v.string() })),
  logs: v.array(v.object({ step: v.string(), stream: v.number(), text: v.instance(Uint8Array) })),
});

/** The status in a trace's base64; `undefined` for bytes that are none. */
export function decodeBuildStatus(base64: string): BuildStatus | undefined {
  try {
    const message = statusType.decode(Buffer.from(base64, 'base64'));
    const result = v.safeParse(statusSchema, statusType.toObject(message, { defaults: true }));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
