/** The one place where an engine's failures become entries of the catalogue. */
import { type BenchError, errors, isBenchError } from '../core/errors.ts';
import { careOf } from '../core/machine/engine-home.ts';
import type { Platform } from '../core/model/platform.ts';
import { meaningOf, type Speaker, saysDiskFull } from './causes.ts';
import { asSentence } from './plain-text.ts';

/** The engine that a call went to. */
export type EngineAt = Pick<Speaker, 'endpoint' | 'home'>;

/** An engine answered with a status that means failure. */
export class EngineReplyError extends Error {
  readonly status: number;

  constructor(status: number, daemonMessage: string) {
    super(daemonMessage);
    this.name = 'EngineReplyError';
    this.status = status;
  }
}

/** What was tried, in the words of the message that a person sees if it fails. */
export interface Attempt {
  /** Completes "could not ...", for instance `list its images`. */
  readonly what: string;
  /** The object that it is about, for instance `the image php:8`; `what` needs none for lists. */
  readonly object?: string;
  /** The platform that it is for, if it is for a certain one. */
  readonly platform?: Platform;
  readonly signal?: AbortSignal;
}

const unreachableCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ENOTSOCK',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
]);
/** Nobody listens on a socket of this machine: there is none, or it is one that was left. */
const notListeningCodes = new Set(['ECONNREFUSED', 'ENOENT']);
const permissionCodes = new Set(['EACCES', 'EPERM']);

function codeOf(thrown: Error): string | undefined {
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}

function isTlsCode(code: string): boolean {
  return /^(?:EPROTO|ERR_SSL_|ERR_TLS_|CERT_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED|UNABLE_TO_)/.test(code);
}

/** The first error of Node's below an error that has a code: `connect` fails once for each address that it tried. */
function firstCode(thrown: Error): string | undefined {
  const inner: unknown = thrown instanceof AggregateError ? thrown.errors[0] : undefined;
  return codeOf(thrown) ?? (inner instanceof Error ? codeOf(inner) : undefined);
}

/** What a connection that could not be made or was lost means. */
function connectionFailure(code: string, thrown: Error, engine: EngineAt): BenchError | undefined {
  const { endpoint, home } = engine;
  const { start, permit } = careOf(home);
  if (permissionCodes.has(code)) {
    return errors.enginePermission(endpoint, permit, thrown);
  }
  if (isTlsCode(code)) {
    return errors.engineTls(endpoint, asSentence(`${thrown.message} (${code})`), thrown);
  }
  if (notListeningCodes.has(code) && start !== undefined) {
    return errors.engineNotRunning(endpoint, start, thrown);
  }
  return unreachableCodes.has(code) ? errors.engineUnreachable(endpoint, thrown) : undefined;
}

function replyFailure(reply: EngineReplyError, attempt: Attempt, engine: EngineAt): BenchError {
  const object = attempt.object ?? 'what was asked for';
  const meaning = meaningOf(reply.message, { ...engine, object, platform: attempt.platform }, reply);
  if (meaning !== undefined) {
    return meaning;
  }
  if (reply.status === 404) {
    return errors.engineObjectMissing(object, reply);
  }
  if (
    reply.status === 409 ||
    /removal of .* in progress|is marked for removal|removing|has active endpoints/i.test(reply.message)
  ) {
    return errors.engineObjectBusy(object, reply);
  }
  const detail = reply.message === '' ? `it answered with status ${reply.status}` : reply.message;
  return errors.engineFailed(attempt.what, asSentence(detail), reply);
}

/** Turns whatever a call to an engine threw into an entry of the catalogue. */
export function toEngineError(thrown: unknown, attempt: Attempt, engine: EngineAt): BenchError {
  if (isBenchError(thrown)) {
    return thrown;
  }
  if (attempt.signal?.aborted) {
    return errors.cancelled(thrown);
  }
  if (thrown instanceof EngineReplyError) {
    return replyFailure(thrown, attempt, engine);
  }
  if (!(thrown instanceof Error)) {
    return errors.engineFailed(attempt.what, asSentence(String(thrown)), thrown);
  }
  const code = firstCode(thrown);
  const failure = code === undefined ? undefined : connectionFailure(code, thrown, engine);
  if (failure !== undefined) {
    return failure;
  }
  if (code === 'ENOSPC' || saysDiskFull(thrown.message)) {
    return errors.engineDiskFull(careOf(engine.home).enlargeDisk, thrown);
  }
  return errors.engineFailed(attempt.what, asSentence(thrown.message), thrown);
}
