/** The Docker engine that `npm start` works with: the machine's own, or a private one. */
import { join } from 'node:path';
import { describeEndpoint } from '../../src/core/model/endpoint.ts';
import { resolveEndpoint } from '../../src/local/endpoint.ts';
import { pingSocket } from './engine-ping.ts';
import { cacheDirectory, dataDirectory } from './locations.ts';
import { ensureEnginePackages, startPrivateEngine } from './private-engine.ts';
import { SetupError } from './setup-error.ts';
import { say } from './steps.ts';

/** An engine to work with. */
export interface ChosenEngine {
  /** Variables that lead the product to it; none if it finds it by itself. */
  readonly env: Readonly<Record<string, string>>;
  /** The private engine's address; absent for an engine that was found. */
  readonly privateHost?: string;
  /** Its address and where it comes from, for people. */
  readonly description: string;
}

/** Where the private engine lives. */
export function privateEngineDirectory(): string {
  return join(dataDirectory(), 'engine');
}

/** Where the tests' engine lives; apart, so that tests never touch a person's objects. */
export function testEngineDirectory(): string {
  return join(cacheDirectory(), 'test-engine');
}

/** What whoever works with the tests' engine locks: one run after another, whether of tests or of measurements. */
export function testEngineLock(): string {
  return join(cacheDirectory(), 'locks', 'test-run');
}

/**
 * Finds the engine that the product would use, if it answers, else starts the private one; `privateOnly` does not
 * look. Rejects if DOCKER_HOST names an engine that does not answer, or if a private one cannot be had.
 */
export async function ensureEngine(privateOnly: boolean): Promise<ChosenEngine> {
  if (!privateOnly) {
    const found = await findEngine();
    if (found !== undefined) {
      return found;
    }
    if (process.platform !== 'linux') {
      throw new SetupError('No Docker engine answers. Start Docker, and try again.');
    }
    say('No Docker engine answers, so a private one is used; "npm run stop" stops it.');
    // On a machine with systemd the package starts the machine's own engine, which is then the one to use.
    const started = (await ensureEnginePackages()) ? await findEngine() : undefined;
    if (started !== undefined) {
      return started;
    }
  }
  const { dockerHost, reused } = await startPrivateEngine(privateEngineDirectory());
  return {
    env: { DOCKER_HOST: dockerHost },
    privateHost: dockerHost,
    description: `${dockerHost} (private${reused ? ', already running' : ''})`,
  };
}

async function findEngine(): Promise<ChosenEngine | undefined> {
  const endpoint = await resolveEndpoint('', process.env);
  const found = { env: {}, description: describeEndpoint(endpoint) };
  // A remote engine was named on purpose; whether it answers is for the product to say.
  const result = endpoint.kind === 'socket' ? await pingSocket(endpoint.path) : 'answers';
  if (result === 'answers') {
    return found;
  }
  if (endpoint.origin === 'DOCKER_HOST') {
    throw new SetupError(
      `DOCKER_HOST leads to ${found.description}, where no engine answers you. Start it, or unset DOCKER_HOST.`,
    );
  }
  if (result === 'no-permission') {
    say(`You may not use the engine at ${found.description}; joining the "docker" group would change that.`);
  }
  return undefined;
}
