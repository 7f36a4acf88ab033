/** Stands in for the test engine's own support until that exists. */
import type { EngineEndpoint } from '../../src/core/model/endpoint.ts';

export async function testEngine(): Promise<{ readonly endpoint: EngineEndpoint }> {
  const path = process.env.PSB_TEST_ENGINE_SOCKET;
  if (path === undefined) {
    throw new Error('set PSB_TEST_ENGINE_SOCKET to the socket of an engine');
  }
  return { endpoint: { kind: 'socket', path, origin: 'test' } };
}

export async function testBaseImage(): Promise<string> {
  return 'base:x';
}
