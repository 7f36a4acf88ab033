import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadServices } from '../../src/compose.ts';
import type { ProgressEvent } from '../../src/core/ports.ts';
import type { ServiceSettings, Services } from '../../src/core/services.ts';
import { isOwn } from '../../src/engine/own-labels.ts';
import { testEngine } from './engine.ts';
import { testBaseImage } from './images.ts';

/** The checkout's root, which has `media/`. */
export const productRoot = fileURLToPath(new URL('../..', import.meta.url));

export interface Product {
  readonly services: Services;
  readonly settings: ServiceSettings;
  /** Everything that was reported since the product was made. */
  readonly events: readonly ProgressEvent[];
  readonly report: (event: ProgressEvent) => void;
  /** All output lines and warnings, for messages and searches. */
  output(): string;
  /** Names of our containers and networks that are in the engine, without the containers that wait. */
  leftovers(): Promise<readonly string[]>;
  /** Names of our containers that wait for a next build. */
  waiting(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** The product on the tests' own engine, with a history of its own. */
export async function testProduct(more: Partial<ServiceSettings> = {}): Promise<Product> {
  const { socketPath } = await testEngine();
  const folder = await mkdtemp(join(tmpdir(), 'psb-history-'));
  const settings: ServiceSettings = {
    dockerHost: `unix://${socketPath}`,
    baseImage: await testBaseImage(),
    bisonTarball: '',
    profiles: {},
    ccache: 'clean',
    keepContainerMinutes: 0,
    extraPackages: [],
    preset: 'usual',
    configureFlags: [],
    historyPath: join(folder, 'history.sqlite'),
    benchmarkIterations: 2,
    benchmarkWarmups: 0,
    benchmarkTimeLimitSeconds: 120,
    benchmarkMemoryLimitMb: 512,
    benchmarkCpuSet: '',
    benchmarkSuitesFile: '',
    compareRounds: 15,
    testJobs: 0,
    testTimeoutSeconds: 60,
    pruneRules: {},
    ...more,
  };
  const services = await loadServices(settings, productRoot);
  const events: ProgressEvent[] = [];
  return {
    services,
    settings,
    events,
    report: (event) => events.push(event),
    output: () =>
      events
        .flatMap((event) => (event.kind === 'line' || event.kind === 'warning' ? [event.text] : []))
        .join('\n'),
    leftovers: async () => (await ownNames(services)).filter((name) => !isWaiting(name)),
    waiting: async () => (await ownNames(services)).filter(isWaiting),
    close: async () => {
      await services.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function ownNames(services: Services): Promise<readonly string[]> {
  const rows = await services.readResources(() => {}, new AbortController().signal);
  return [...rows.containers, ...rows.networks].filter((row) => isOwn(row.labels)).map((row) => row.name);
}

function isWaiting(name: string): boolean {
  return name.includes('-waiting-');
}
