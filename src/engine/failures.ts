/** The one place where an engine's failures become entries of the catalogue. */
import { type BenchError, errors, isBenchError } from '../core/errors.ts';

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
const permissionCodes = new Set(['EACCES', 'EPERM']);

/** Longest piece of an engine's own words that is shown. */
const maximumDetailLength = 1000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences and control characters are what it removes
const escapeSequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: see above
const controlCharacters = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** Text from an engine or container on one line, without terminal escapes and control characters. */
export function plainText(text: string, maximumLength = maximumDetailLength): string {
  const plain = text.replace(escapeSequences, '').replace(controlCharacters, ' ').trim();
  return plain.length > maximumLength ? `${plain.slice(0, maximumLength)}…` : plain;
}

/** The same as the end of a sentence. */
export function asSentence(text: string): string {
  const plain = plainText(text);
  return /[.!?…]$/.test(plain) ? plain : `${plain}.`;
}

/** Whether the engine's words say that its disk is full. */
export function saysDiskFull(text: string): boolean {
  return /no space left on device|disk quota exceeded|ENOSPC/i.test(text);
}

function codeOf(thrown: Error): string | undefined {
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}

function replyFailure(reply: EngineReplyError, attempt: Attempt): BenchError {
  const object = attempt.object ?? 'what was asked for';
  if (saysDiskFull(reply.message)) {
    return errors.diskFull("the Docker engine's data", reply);
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

/**
 * Turns whatever a call to an engine threw into an entry of the catalogue.
 * `endpoint` is the engine's address for people.
 */
export function toEngineError(thrown: unknown, attempt: Attempt, endpoint: string): BenchError {
  if (isBenchError(thrown)) {
    return thrown;
  }
  if (attempt.signal?.aborted) {
    return errors.cancelled(thrown);
  }
  if (thrown instanceof EngineReplyError) {
    return replyFailure(thrown, attempt);
  }
  if (!(thrown instanceof Error)) {
    return errors.engineFailed(attempt.what, asSentence(String(thrown)), thrown);
  }
  const code = codeOf(thrown);
  if (code !== undefined && permissionCodes.has(code)) {
    return errors.enginePermission(endpoint, thrown);
  }
  if (code !== undefined && unreachableCodes.has(code)) {
    return errors.engineUnreachable(endpoint, thrown);
  }
  if (code === 'ENOSPC' || saysDiskFull(thrown.message)) {
    return errors.diskFull("the Docker engine's data", thrown);
  }
  return errors.engineFailed(attempt.what, asSentence(thrown.message), thrown);
}
