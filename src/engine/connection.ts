/** A connection to an engine as the rest of the room uses it: calls, checked replies, failures of the catalogue. */
import type Docker from 'dockerode';
import * as v from 'valibot';
import { errors, isBenchError } from '../core/errors.ts';
import type { EngineHome } from '../core/machine/engine-home.ts';
import type { ByteStream } from '../core/model/engine.ts';
import type { Platform } from '../core/model/platform.ts';
import { type Attempt, toEngineError } from './failures.ts';
import type { KeptContainers } from './kept-containers.ts';
import type { DialOptions, EngineModem } from './modem.ts';

/** Ways to build an image, in the order in which they are tried. */
export type Builder = 'buildkit' | 'classic';

export interface Connection {
  readonly docker: Docker;
  readonly modem: EngineModem;
  /** The engine's address for people. */
  readonly endpoint: string;
  readonly home: EngineHome;
  readonly isSocket: boolean;
  /** The version that is spoken, for instance `1.41`. */
  readonly apiVersion: string;
  /** What the engine runs without emulation. */
  readonly platform: Platform;
  readonly builders: readonly Builder[];
  /** Containers whose removal failed, as when the engine died: they are removed before the next one is made. */
  readonly owedRemovals: Set<string>;
  /** Containers that wait for their next user. */
  readonly kept: KeptContainers;
}

/** What the declarations of dockerode's options leave out, and `modem.ts` understands. */
export interface WireOptions {
  readonly abortSignal?: AbortSignal;
  readonly _query?: Readonly<Record<string, unknown>>;
  readonly _body?: Readonly<Record<string, unknown>>;
}

/** How long an engine may take to make or remove something before it is given up. */
const unabortableLimitMs = 120_000;

/** A signal for calls that must be made although the operation was cancelled; it only bounds their time. */
export function cleanupSignal(): AbortSignal {
  return AbortSignal.timeout(unabortableLimitMs);
}

/** Rejects an operation that is cancelled before its next step. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) {
    throw errors.cancelled(signal.reason);
  }
}

/** Makes a call; whatever it throws becomes an entry of the catalogue. */
export async function attempt<T>(connection: Connection, trial: Attempt, call: () => Promise<T>): Promise<T> {
  try {
    trial.signal?.throwIfAborted();
    return await call();
  } catch (thrown) {
    throw toEngineError(thrown, trial, connection);
  }
}

/** `undefined` in place of a failure that says that what a call is about is not there. */
export async function unlessMissing<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (thrown) {
    if (isBenchError(thrown, 'engine-object-missing')) {
      return undefined;
    }
    throw thrown;
  }
}

/**
 * Makes a call that an abort must not interrupt: one that cleans up, or one that makes something, as it could not be
 * known then whether it was made. Only its time is bounded.
 */
export async function unabortable<T>(
  connection: Connection,
  trial: Omit<Attempt, 'signal'>,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const signal = cleanupSignal();
  try {
    return await call(signal);
  } catch (thrown) {
    throw signal.aborted
      ? errors.engineFailed(trial.what, 'it did not answer in time.', thrown)
      : toEngineError(thrown, trial, connection);
  }
}

/**
 * Runs `use`, then `remove` whatever happened. The failure of `use` wins over one of `remove`: what is left then
 * carries our labels and is found by the removal of leftovers.
 */
export async function withRemoval<T>(use: () => Promise<T>, remove: () => Promise<void>): Promise<T> {
  let result: T;
  try {
    result = await use();
  } catch (thrown) {
    await remove().catch(() => undefined);
    throw thrown;
  }
  await remove();
  return result;
}

/** Hands on a body that the engine sends; whatever that fails with becomes an entry of the catalogue. */
export async function* guarded(
  connection: Connection,
  trial: Attempt,
  body: ByteStream,
): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await attempt(connection, trial, () => chunks.next());
      if (next.done === true) {
        return;
      }
      yield next.value;
    }
  } finally {
    await chunks.return?.();
  }
}

/** Checks a reply; one of the wrong shape is `engine-failed` and names the place. */
export function checkReply<TSchema extends v.GenericSchema>(
  schema: TSchema,
  reply: unknown,
  trial: Attempt,
): v.InferOutput<TSchema> {
  const result = v.safeParse(schema, reply, { abortEarly: true });
  if (result.success) {
    return result.output;
  }
  const [issue] = result.issues;
  const place = v.getDotPath(issue) ?? 'the whole';
  throw errors.engineFailed(trial.what, `its reply is malformed (${place}: ${issue.message}).`);
}

/** Makes a call and checks its reply. */
export async function ask<TSchema extends v.GenericSchema>(
  connection: Connection,
  trial: Attempt,
  schema: TSchema,
  call: () => Promise<unknown>,
): Promise<v.InferOutput<TSchema>> {
  const reply = await attempt(connection, trial, call);
  return checkReply(schema, reply, trial);
}

/** A call that dockerode has no method for, or drops the options of. */
export function dial(connection: Connection, options: DialOptions): Promise<unknown> {
  return new Promise((resolve, reject) => {
    connection.modem.dial(options, (error, data) => {
      if (error === null) {
        resolve(data);
      } else {
        reject(error);
      }
    });
  });
}

/** The `platform` parameter, left out for the engine's own platform: some engines take it as an experiment only. */
export function platformParameter(
  connection: Connection,
  platform: Platform,
): { readonly platform: string } | Record<string, never> {
  return platform === connection.platform ? {} : { platform };
}
