import { maxMessageBytes } from '../../core/bench/runner-message.ts';

/** What a collector puts up with; the container that talks to it runs code that nobody has read. */
export interface CollectorLimits {
  /** Time to send a request's head, and then the whole of it. */
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  /** How often the two are looked at. */
  readonly checkIntervalMs: number;
  readonly maxHeaderBytes: number;
  readonly maxBodyBytes: number;
  /** Bodies of all requests together. */
  readonly maxHeldBytes: number;
  readonly maxConnections: number;
}

export const usualLimits: CollectorLimits = {
  headersTimeoutMs: 5000,
  requestTimeoutMs: 30_000,
  checkIntervalMs: 1000,
  maxHeaderBytes: 8 * 1024,
  maxBodyBytes: maxMessageBytes,
  maxHeldBytes: 8 * maxMessageBytes,
  maxConnections: 256,
};
