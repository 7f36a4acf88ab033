/** The engine that contract and end-to-end tests run on: a private one of their own. */

import { testEngineDirectory } from '../../scripts/setup/engine.ts';
import { startPrivateEngine } from '../../scripts/setup/private-engine.ts';
import type { EngineEndpoint } from '../../src/core/model/endpoint.ts';

/** Names the socket of an engine that the runner has started; a file that is run alone starts it itself. */
export const engineVariable = 'PSB_TEST_ENGINE_SOCKET';

export interface TestEngine {
  readonly endpoint: Extract<EngineEndpoint, { kind: 'socket' }>;
  readonly socketPath: string;
}

/**
 * The tests' engine, running. Outside the runner it stays until "npm run stop", so that the next file finds it.
 * Rejects if it cannot be started: there is no test run without an engine.
 */
export async function testEngine(): Promise<TestEngine> {
  const given = process.env[engineVariable];
  const socketPath =
    given !== undefined && given !== ''
      ? given
      : (await startPrivateEngine(testEngineDirectory())).socketPath;
  return { endpoint: { kind: 'socket', path: socketPath, origin: "the tests' engine" }, socketPath };
}
