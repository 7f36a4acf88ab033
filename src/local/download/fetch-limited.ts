/** Fetches a file over HTTP within limits. */
import { Buffer } from 'node:buffer';
import { errors } from '../../core/errors.ts';
import type { Route } from '../../core/ports.ts';
import { type Fetch, type FetchedResponse, routedFetch } from './routed-fetch.ts';

export interface FetchLimits {
  readonly maxBytes: number;
  /** Longest wait for the next piece. */
  readonly silenceMs: number;
  readonly maxRedirects: number;
}

/** Why a file could not be had, for people and without the address. */
export class FetchFailure extends Error {}

/** The address for people: without user, password, query and fragment, any of which may hold a secret. */
export function publicAddress(address: string): string {
  try {
    const url = new URL(address);
    return `${url.protocol}//${url.host}${url.pathname}`;
  } catch {
    return 'an address that is none';
  }
}

function parseHttpUrl(address: string): URL {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw new FetchFailure('not an address');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new FetchFailure(`${url.protocol} is not supported`);
  }
  return url;
}

/** Takes user and password out of the address and into a header. */
function withoutCredentials(url: URL): { readonly url: URL; readonly headers: Record<string, string> } {
  if (url.username === '' && url.password === '') {
    return { url, headers: {} };
  }
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const plain = new URL(url.href);
  plain.username = '';
  plain.password = '';
  return { url: plain, headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } };
}

/**
 * Where a redirect leads; a secure address never leads to an insecure one.
 * @throws {FetchFailure}
 */
export function redirectTarget(location: string | null, from: URL): URL {
  if (location === null || !URL.canParse(location, from.href)) {
    throw new FetchFailure('redirected to nowhere');
  }
  const target = parseHttpUrl(new URL(location, from).href);
  if (target.protocol === 'http:' && from.protocol === 'https:') {
    throw new FetchFailure('redirected to an address that is not secure');
  }
  return target;
}

/** Follows redirects; credentials stay with the origin they were given for. */
async function request(
  fetch: Fetch,
  address: string,
  limits: FetchLimits,
  signal: AbortSignal,
): Promise<FetchedResponse> {
  const first = withoutCredentials(parseHttpUrl(address));
  let url = first.url;
  for (let hop = 0; hop <= limits.maxRedirects; hop += 1) {
    const credentials = url.origin === first.url.origin ? first.headers : {};
    // As stored: a server that compresses on the way must not be unpacked on arrival.
    const headers = { ...credentials, 'accept-encoding': 'identity' };
    const response = await fetch(url, { redirect: 'manual', headers, signal });
    if (![301, 302, 303, 307, 308].includes(response.status)) {
      return response;
    }
    await response.body?.cancel();
    url = withoutCredentials(redirectTarget(response.headers.get('location'), url)).url;
  }
  throw new FetchFailure('redirected too often');
}

async function readBody(
  response: FetchedResponse,
  limits: FetchLimits,
  onPiece: () => void,
): Promise<Buffer> {
  const tooLarge = new FetchFailure(`larger than ${limits.maxBytes} bytes`);
  if (Number(response.headers.get('content-length') ?? 0) > limits.maxBytes) {
    await response.body?.cancel();
    throw tooLarge;
  }
  const pieces: Uint8Array[] = [];
  let receivedBytes = 0;
  for await (const piece of response.body ?? []) {
    onPiece();
    receivedBytes += piece.length;
    if (receivedBytes > limits.maxBytes) {
      throw tooLarge;
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** undici hides the reason behind "fetch failed". */
function reasonOf(error: unknown): string {
  let reason = error;
  while (reason instanceof Error && reason.cause instanceof Error) {
    reason = reason.cause;
  }
  if (reason instanceof Error && 'code' in reason && typeof reason.code === 'string') {
    return reason.code;
  }
  return reason instanceof Error ? reason.message : String(reason);
}

/**
 * Asks for `address` and hands the answer to `use`, which says of each piece that it came.
 * @throws {FetchFailure} with the reason, or `cancelled`
 */
async function withAnswer<T>(
  address: string,
  limits: FetchLimits,
  route: Route,
  signal: AbortSignal,
  use: (response: FetchedResponse, onPiece: () => void) => Promise<T>,
): Promise<T> {
  const { fetch, close } = await routedFetch(route);
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), limits.silenceMs);
  try {
    const response = await request(fetch, address, limits, AbortSignal.any([signal, silence.signal]));
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new FetchFailure(`HTTP status ${response.status}`);
    }
    return await use(response, () => timer.refresh());
  } catch (error) {
    if (signal.aborted) {
      throw errors.cancelled();
    }
    if (error instanceof FetchFailure) {
      throw error;
    }
    const detail = silence.signal.aborted ? `no answer for ${limits.silenceMs / 1000} s` : reasonOf(error);
    throw new FetchFailure(detail, { cause: error });
  } finally {
    clearTimeout(timer);
    await close();
  }
}

/**
 * The content at `address`.
 * @throws {FetchFailure} with the reason, or `cancelled`
 */
export async function fetchLimited(
  address: string,
  limits: FetchLimits,
  route: Route,
  signal: AbortSignal,
): Promise<Buffer> {
  return withAnswer(address, limits, route, signal, (response, onPiece) =>
    readBody(response, limits, onPiece),
  );
}

/**
 * Resolves if there is something at `address`, without reading it.
 * @throws {FetchFailure} with the reason, or `cancelled`
 */
export async function findAt(
  address: string,
  limits: FetchLimits,
  route: Route,
  signal: AbortSignal,
): Promise<void> {
  await withAnswer(address, limits, route, signal, async (response) => response.body?.cancel());
}
