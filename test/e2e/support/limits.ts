/**
 * How long a test waits for something that should happen at once. Far above what is usual, because a machine may be
 * busy: it ends a wait in vain, and says nothing about speed.
 */
export const usualLimitMs = 300_000;
