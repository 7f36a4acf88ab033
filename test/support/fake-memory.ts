import type { Memory } from '../../src/host/tree-memory.ts';

/** The editor's memory, which keeps what JSON can say. */
export function fakeMemory(): Memory & { readonly values: Map<string, unknown> } {
  const values = new Map<string, unknown>();
  return {
    values,
    get: (key) => values.get(key),
    update: async (key, value) => void values.set(key, JSON.parse(JSON.stringify(value))),
  };
}
