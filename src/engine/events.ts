/** What changes in an engine, as it happens. */
import { errors } from '../core/errors.ts';
import type { ByteStream } from '../core/model/engine.ts';
import type { ObjectKind } from '../core/model/objects.ts';
import { attempt, type Connection, checkReply, dial, guarded, throwIfCancelled } from './connection.ts';
import type { Attempt } from './failures.ts';
import { createLineSplitter } from './line-splitter.ts';
import { eventReply } from './replies.ts';

const watchedKinds = ['container', 'image', 'volume', 'network'] as const satisfies readonly ObjectKind[];

/** What people and health checks do in a running container changes none of its rows. */
const uneventful =
  /^(exec_|health_status|top$|attach$|detach$|resize$|export$|copy$|archive-path$|extract-to-dir$)/;

/** One event is a few hundred bytes, with all labels of the object some kilobytes. */
const lineLimitBytes = 1024 * 1024;

function kindsOf(line: string, trial: Attempt): readonly ObjectKind[] {
  const event = checkReply(eventReply, parse(line, trial), trial);
  const kind = watchedKinds.find((watched) => watched === event.Type);
  if (kind === undefined || uneventful.test(event.Action)) {
    return [];
  }
  // Engines do not tell of the image that a commit makes.
  return kind === 'container' && event.Action === 'commit' ? ['container', 'image'] : [kind];
}

function parse(line: string, trial: Attempt): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw errors.engineFailed(trial.what, 'it sent something that is not JSON.', error);
  }
}

/** Kinds of objects of which some came, changed or went; see `ResourcePort`. */
export async function watchObjects(
  connection: Connection,
  signal: AbortSignal,
): Promise<AsyncIterable<ObjectKind>> {
  const trial = { what: 'tell what changes', signal };
  const options = { filters: JSON.stringify({ type: watchedKinds }) };
  const body = await attempt(connection, trial, () =>
    dial(connection, { method: 'GET', path: '/events?', options, isStream: true, abortSignal: signal }),
  );
  return kindsIn(connection, trial, body as ByteStream);
}

async function* kindsIn(
  connection: Connection,
  trial: Attempt & { readonly signal: AbortSignal },
  body: ByteStream,
): AsyncGenerator<ObjectKind, void, undefined> {
  let lines: string[] = [];
  const splitter = createLineSplitter((line) => lines.push(line), lineLimitBytes);
  for await (const chunk of guarded(connection, trial, body)) {
    splitter.push(chunk);
    yield* new Set(lines.flatMap((line) => kindsOf(line, trial)));
    lines = [];
  }
  throwIfCancelled(trial.signal);
  throw errors.engineUnreachable(connection.endpoint);
}
