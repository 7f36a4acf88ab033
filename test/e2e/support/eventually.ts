import { errors } from 'playwright-core';
import { usualLimitMs } from './limits.ts';

const pauseMs = 100;

/**
 * Asks `probe` again and again until it gives a value, and returns that; for states that no event announces.
 * Rejects after `limitMs` with `what` was waited for, and with `lastSeen` if that is given.
 */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined>,
  options: { readonly limitMs?: number; readonly lastSeen?: () => Promise<string> } = {},
): Promise<T> {
  const { limitMs = usualLimitMs, lastSeen } = options;
  const endMs = performance.now() + limitMs;
  for (;;) {
    const value = await probe();
    if (value !== undefined) {
      return value;
    }
    if (performance.now() > endMs) {
      const seen = lastSeen === undefined ? '' : ` Last seen: ${await lastSeen()}`;
      throw new Error(`Waited ${limitMs / 1000} s in vain for ${what}.${seen}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** Long enough for what is there; whatever is not is looked for anew. */
const tryMs = 2_000;

/** One try of what a person does by hand, each step within `timeout`; `undefined` if something was not there. */
export async function tried(
  act: (limit: { readonly timeout: number }) => Promise<void>,
): Promise<true | undefined> {
  try {
    await act({ timeout: tryMs });
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) {
      return undefined;
    }
    throw error;
  }
}
