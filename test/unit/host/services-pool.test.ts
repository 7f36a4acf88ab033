import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errors } from '../../../src/core/errors.ts';
import type { ServiceSettings, Services } from '../../../src/core/services.ts';
import { ServicesPool } from '../../../src/host/services-pool.ts';

const settings: ServiceSettings = {
  dockerHost: 'a',
  baseImage: 'x',
  bisonTarball: '',
  profiles: {},
  ccache: 'clean',
  keepContainerMinutes: 0,
  extraPackages: [],
  preset: 'usual',
  configureFlags: [],
  historyPath: '',
  benchmarkIterations: 1,
  benchmarkWarmups: 0,
  benchmarkTimeLimitSeconds: 1,
  benchmarkMemoryLimitMb: 64,
  benchmarkCpuSet: '',
  benchmarkSuitesFile: '',
  compareRounds: 15,
  testJobs: 0,
  testTimeoutSeconds: 1,
  pruneRules: {},
};

/** A pool over services that only know whether they are closed, and its settings to change. */
function stage() {
  const loaded: string[] = [];
  const closed: string[] = [];
  const state = { settings, failure: undefined as Error | undefined };
  const refuse = () => Promise.reject(new Error('not part of this test'));
  const pool = new ServicesPool(
    async ({ dockerHost }) => {
      if (state.failure !== undefined) {
        throw state.failure;
      }
      loaded.push(dockerHost);
      const services: Services = {
        actions: refuse,
        removeLeftovers: refuse,
        checkUp: refuse,
        describeEngine: refuse,
        readTree: refuse,
        build: refuse,
        readSuites: refuse,
        benchmark: refuse,
        compare: refuse,
        recentCommits: refuse,
        commits: () => assert.fail('not part of this test'),
        runTests: refuse,
        readResources: refuse,
        watchResources: refuse,
        readDetails: refuse,
        readStorage: refuse,
        lookAtFolder: refuse,
        readFileTree: refuse,
        lookAtContent: refuse,
        readContent: refuse,
        readImageSteps: refuse,
        listContexts: refuse,
        planPrune: refuse,
        applyPrune: refuse,
        history: refuse,
        news: () => assert.fail('not part of this test'),
        archive: () => assert.fail('not part of this test'),
        exportChart: refuse,
        readRecipe: refuse,
        listBuilds: refuse,
        copyInterpreter: refuse,
        ensureTools: refuse,
        withTerminal: refuse,
        automation: () => {
          throw new Error('not part of this test');
        },
        close: async () => void closed.push(dockerHost),
      };
      return services;
    },
    () => state.settings,
  );
  return { pool, state, loaded, closed };
}

const use = (dockerHost: string): ServiceSettings => ({ ...settings, dockerHost });
/** Lets promises settle that are already decided. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('the pool of services', () => {
  it('loads nothing before it is used, and then once', async () => {
    const { pool, loaded } = stage();
    assert.deepEqual(loaded, []);
    await Promise.all([pool.use(async () => 1), pool.use(async () => 2)]);
    assert.equal(await pool.use(async (_, { dockerHost }) => dockerHost), 'a');
    assert.deepEqual(loaded, ['a']);
  });

  it('closes services of old settings when the last work with them has ended', async () => {
    const { pool, state, closed, loaded } = stage();
    const gate = Promise.withResolvers<void>();
    const working = pool.use(() => gate.promise);
    state.settings = use('b');
    await pool.use(async () => undefined);
    await settle();
    assert.deepEqual([loaded, closed], [['a', 'b'], []]);
    gate.resolve();
    await working;
    await settle();
    assert.deepEqual(closed, ['a']);
  });

  it('closes idle services of old settings at once', async () => {
    const { pool, state, closed } = stage();
    await pool.use(async () => undefined);
    state.settings = use('b');
    await pool.use(async () => undefined);
    await settle();
    assert.deepEqual(closed, ['a']);
  });

  it('tries anew after services failed to load', async () => {
    const { pool, state, loaded } = stage();
    state.failure = errors.runtimeTooOld('20');
    await assert.rejects(
      pool.use(async () => undefined),
      { reason: 'runtime-too-old' },
    );
    state.failure = undefined;
    await pool.use(async () => undefined);
    assert.deepEqual(loaded, ['a']);
  });

  it('closes once, after the work, and takes no more', async () => {
    const { pool, closed } = stage();
    const gate = Promise.withResolvers<void>();
    const working = pool.use(() => gate.promise);
    await pool.close();
    await pool.close();
    await settle();
    assert.deepEqual(closed, []);
    gate.resolve();
    await working;
    await settle();
    assert.deepEqual(closed, ['a']);
    await assert.rejects(
      pool.use(async () => undefined),
      { reason: 'cancelled' },
    );
  });

  it('passes on what the work rejects with', async () => {
    const { pool } = stage();
    await assert.rejects(
      pool.use(() => Promise.reject(errors.noTree())),
      { reason: 'no-tree' },
    );
  });
});
