import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { errors } from '../../../../src/core/errors.ts';
import type { BuildCacheRow } from '../../../../src/core/model/engine.ts';
import type { ProgressEvent } from '../../../../src/core/ports.ts';
import { type ApplyDeps, applyPlan } from '../../../../src/core/prune/apply.ts';
import { type PrunePlan, withTicks } from '../../../../src/core/prune/plan-model.ts';
import type { PruneReceipt } from '../../../../src/core/prune/receipt.ts';
import {
  cacheId,
  containerId,
  dayMs,
  imageId,
  noUsage,
  nowMs,
  ObjectEngine,
  own,
  ownDead,
  ownImage,
  planOf,
} from '../../../support/prune.ts';
import { engineInfo, type lists, volume } from '../../../support/resources.ts';

const signal = new AbortController().signal;
const noLogs = { logs: undefined };

/** An engine with these objects, all containers long over, and the usual plan for it. */
function stage(parts: Parameters<typeof lists>[0], rule: Parameters<typeof planOf>[0]['rule'] = {}) {
  const engine = new ObjectEngine(parts);
  const endedMs = Object.fromEntries(engine.containers.map(({ id }) => [id, dayMs]));
  for (const { id } of engine.containers) {
    engine.ends.set(id, nowMs - dayMs);
  }
  return { engine, plan: planOf({ lists: parts, endedMs, rule }) };
}

function apply(engine: ObjectEngine, plan: PrunePlan, more: Partial<ApplyDeps['engine']> = {}) {
  const deps = engine.deps();
  return applyPlan({ ...deps, engine: { ...deps.engine, ...more } }, plan, noLogs, () => {}, signal);
}

/** Outcome and reason of each object. */
function told({ items }: PruneReceipt): readonly string[] {
  return items.map(({ outcome, reason }) => `${outcome}: ${reason}`);
}

describe('carrying out a prune plan', () => {
  it('removes what is ticked, users first, and says how much is free again', async () => {
    const { engine, plan } = stage({
      images: [
        ownImage('a', { parentId: imageId('step') }),
        ownImage('step'),
        ownImage('kept', { references: ['x:1'] }),
      ],
      containers: [ownDead('c', { imageId: imageId('a') })],
      volumes: [volume('v', own('build-volume'))],
    });
    const receipt = await apply(engine, plan);
    assert.deepEqual(engine.removed, [
      `container:${containerId('c')}`,
      `image:${imageId('a')}`,
      `image:${imageId('step')}`,
    ]);
    assert.deepEqual(
      receipt.items.map(({ outcome, steps }) => [outcome, steps]),
      [
        ['removed', []],
        ['removed', [imageId('step')]],
      ],
    );
    assert.equal(receipt.freedBytes, 2000);
    assert.equal(receipt.failure, undefined);
  });

  const changes: readonly (readonly [string, (engine: ObjectEngine) => void, string])[] = [
    [
      'an image that got a tag',
      (engine) => {
        engine.images = engine.images.map((row) => ({ ...row, references: ['mine:1'] }));
      },
      'kept: it got the name mine:1',
    ],
    [
      'an image that was pulled by digest',
      (engine) => {
        engine.images = engine.images.map((row) => ({ ...row, digests: ['mine@sha256:0'] }));
      },
      'kept: it got the name mine@sha256:0',
    ],
    [
      'an image that got a user',
      (engine) => {
        engine.containers = [ownDead('new', { imageId: imageId('a'), state: 'created' })];
      },
      'kept: used by new',
    ],
    [
      'an image that another was built on',
      (engine) => {
        engine.images = [...engine.images, ownImage('b', { parentId: imageId('a'), references: ['b:1'] })];
      },
      'kept: the engine does not let it go: image has dependent child images',
    ],
    [
      'an image that is gone',
      (engine) => {
        engine.images = [];
      },
      'gone: it was gone already',
    ],
  ];
  for (const [what, change, expected] of changes) {
    it(`leaves ${what} since the plan was made, and says so`, async () => {
      const { engine, plan } = stage({ images: [ownImage('a')] });
      change(engine);
      assert.deepEqual(told(await apply(engine, plan)), [expected]);
      assert.deepEqual(engine.removed, []);
    });
  }

  it('leaves an image that lost its name, and one whose name went to another', async () => {
    const tagged = ownImage('a', { references: ['php-source-bench/build:1'] });
    const { engine, plan } = stage({ images: [tagged] }, { onlyDangling: false });
    engine.images = [ownImage('a'), ownImage('b', { references: ['php-source-bench/build:1'] })];
    assert.deepEqual(told(await apply(engine, plan)), ['kept: it lost the name php-source-bench/build:1']);
  });

  it('leaves a container that was started, or has run again', async () => {
    const { engine, plan } = stage({ containers: [ownDead('started'), ownDead('again')] });
    engine.containers = engine.containers.map((row) =>
      row.name === 'started' ? { ...row, state: 'running' } : row,
    );
    engine.ends.set(containerId('again'), nowMs);
    assert.deepEqual(told(await apply(engine, plan)), [
      'kept: it is running now',
      'kept: it has run again since',
    ]);
  });

  it('leaves a volume that got a user, or is another one of that name', async () => {
    const volumes = [volume('used', own('build-volume')), volume('new', own('build-volume'))];
    const { engine, plan } = stage({ volumes }, { kinds: ['volume'] });
    engine.containers = [ownDead('c', { volumes: ['used'] })];
    engine.volumes = engine.volumes.map((row) => (row.name === 'new' ? { ...row, createdAtMs: 7 } : row));
    assert.deepEqual(told(await apply(engine, plan)), [
      'kept: used by c',
      'kept: it is another volume of that name',
    ]);
  });

  it('leaves build cache that a build uses by now, and sees what is gone', async () => {
    const record = (name: string, more: Partial<BuildCacheRow> = {}): BuildCacheRow => ({
      ...{ id: cacheId(name), description: name, sizeBytes: 1, inUse: false, shared: false },
      ...{ createdAtMs: 1, lastUsedAtMs: 1, parents: [], ...more },
    });
    const buildCache = [record('used'), record('gone'), record('free')];
    const plan = planOf({ lists: {}, usage: { ...noUsage, buildCache }, rule: { kinds: ['build-cache'] } });
    const now = { ...noUsage, buildCache: [record('used', { inUse: true }), record('free')] };
    const asked: string[] = [];
    const receipt = await apply(new ObjectEngine(), plan, {
      diskUsage: async () => now,
      removeObject: async ({ id }) => void asked.push(id),
    });
    assert.deepEqual(told(receipt), [
      'kept: a build is using it',
      'gone: it was gone already',
      'removed: no build is using it',
    ]);
    assert.deepEqual(asked, [cacheId('free')]);
  });

  it('leaves what comes into use between the look and the removal, as the engine refuses it', async () => {
    const { engine, plan } = stage({ images: [ownImage('a')] });
    engine.beforeRemoval = () => {
      engine.containers = [ownDead('quick', { imageId: imageId('a') })];
    };
    assert.deepEqual(told(await apply(engine, plan)), ['kept: the engine does not let it go: it is in use']);
  });

  it('keeps the nameless images below one that something else needs', async () => {
    const { engine, plan } = stage({
      images: [
        ownImage('a', { parentId: imageId('s2') }),
        ownImage('s2', { parentId: imageId('s1') }),
        ownImage('s1'),
      ],
    });
    engine.images = [...engine.images, ownImage('other', { parentId: imageId('s1'), references: ['x:1'] })];
    const receipt = await apply(engine, plan);
    assert.deepEqual(receipt.items[0]?.steps, [imageId('s2')]);
    assert.deepEqual(
      engine.images.map(({ id }) => id),
      [imageId('s1'), imageId('other')],
    );
  });

  it('leaves what the plan itself says has to stay, whatever is ticked in its file', async () => {
    const { engine, plan } = stage({ containers: [ownDead('runs', { state: 'running' })] });
    const forced = { ...plan, items: plan.items.map((item) => ({ ...item, remove: true })) };
    engine.containers = engine.containers.map((row) => ({ ...row, state: 'exited' }));
    assert.deepEqual(told(await apply(engine, forced)), [
      'kept: the plan says that it has to stay: it is running',
    ]);
  });

  it('is harmless twice at once', async () => {
    const { engine, plan } = stage({
      images: ['a', 'b', 'c'].map((name) => ownImage(name)),
      containers: ['d', 'e'].map((name) => ownDead(name)),
    });
    const receipts = await Promise.all([apply(engine, plan), apply(engine, plan)]);
    for (let index = 0; index < 5; index += 1) {
      const outcomes = receipts.map(({ items }) => items[index]?.outcome).toSorted();
      assert.deepEqual(outcomes, ['gone', 'removed']);
    }
    assert.equal(new Set(engine.removed).size, engine.removed.length);
  });

  it('refuses the plan of another engine', async () => {
    const { engine, plan } = stage({ images: [ownImage('a')] });
    const other = { ...engineInfo, id: 'another', name: 'elsewhere' };
    await assert.rejects(apply(engine, plan, { describe: async () => other }), {
      reason: 'prune-plan-unusable',
      message:
        /it is for the engine machine \(engine\), and this is elsewhere \(another\)\. Make a new one\./,
    });
  });

  it('ends with a receipt of what was done when the engine goes away', async () => {
    const { engine, plan } = stage({ images: ['a', 'b', 'c'].map((name) => ownImage(name)) });
    engine.beforeRemoval = ({ id }) => {
      if (id === imageId('b')) {
        throw errors.engineUnreachable('unix:///x.sock');
      }
    };
    const receipt = await apply(engine, plan);
    assert.deepEqual(
      receipt.items.map(({ outcome }) => outcome),
      ['removed', 'unknown', 'not-tried'],
    );
    assert.equal(receipt.failure?.reason, 'engine-unreachable');
    assert.equal(receipt.freedBytes, undefined);
  });

  it('ends between two objects when it is cancelled', async () => {
    const { engine, plan } = stage({ images: ['a', 'b'].map((name) => ownImage(name)) });
    const controller = new AbortController();
    engine.beforeRemoval = () => controller.abort();
    const receipt = await applyPlan(engine.deps(), plan, noLogs, () => {}, controller.signal);
    assert.deepEqual(
      receipt.items.map(({ outcome }) => outcome),
      ['removed', 'not-tried'],
    );
    assert.equal(receipt.failure?.reason, 'cancelled');
  });

  it('looks again at what the engine failed to remove', async () => {
    const { engine, plan } = stage({ images: [ownImage('a')] });
    const receipt = await apply(engine, plan, {
      removeObject: async () => {
        engine.images = [];
        throw errors.engineFailed('remove it', 'it did not answer in time.');
      },
    });
    assert.deepEqual(
      receipt.items.map(({ outcome }) => outcome),
      ['gone'],
    );
  });

  it('goes on after an object that the engine cannot remove', async () => {
    const { engine, plan } = stage({ images: ['a', 'b'].map((name) => ownImage(name)) });
    engine.beforeRemoval = ({ id }) => {
      if (id === imageId('a')) {
        throw errors.engineFailed('remove it', 'device or resource busy.');
      }
    };
    assert.deepEqual(told(await apply(engine, plan)), [
      'kept: The Docker engine could not remove it: device or resource busy.',
      'removed: it has lost its name and no image is built on it, and the extension made it',
    ]);
  });
});

describe('the logs of removed containers', () => {
  const { plan } = stage({ containers: [ownDead('../../evil name')] });
  const short = containerId('../../evil name').slice(0, 12);

  it('are kept in the folder, under a name that cannot lead out of it', async () => {
    const { engine } = stage({ containers: [ownDead('../../evil name')] });
    const saved: string[] = [];
    const deps = engine.deps();
    const receipt = await applyPlan(
      {
        ...deps,
        engine: { ...deps.engine, readLog: async () => (async function* () {})() },
        files: { saveStream: async (_bytes, path) => void saved.push(path) },
      },
      plan,
      { logs: '/logs' },
      () => {},
      signal,
    );
    assert.deepEqual(saved, [`/logs/______evil_name-${short}.log`]);
    assert.equal(receipt.items[0]?.log, saved[0]);
    assert.equal(receipt.items[0]?.outcome, 'removed');
  });

  it('that cannot be read are told, and the container goes', async () => {
    const { engine } = stage({ containers: [ownDead('../../evil name')] });
    const events: ProgressEvent[] = [];
    const report = (event: ProgressEvent) => void events.push(event);
    const receipt = await applyPlan(engine.deps(), plan, { logs: '/logs' }, report, signal);
    assert.equal(receipt.items[0]?.outcome, 'removed');
    assert.equal(receipt.items[0]?.log, undefined);
    assert.ok(events.some(({ kind }) => kind === 'warning'));
  });

  it('that cannot be written keep the container', async () => {
    const { engine } = stage({ containers: [ownDead('../../evil name')] });
    const deps = engine.deps();
    const receipt = await applyPlan(
      {
        ...deps,
        engine: { ...deps.engine, readLog: async () => (async function* () {})() },
        files: { saveStream: () => Promise.reject(errors.diskFull('/logs')) },
      },
      plan,
      { logs: '/logs' },
      () => {},
      signal,
    );
    assert.deepEqual(told(receipt), [
      'kept: The disk that holds /logs is full. Free some space, and try again.',
    ]);
    assert.deepEqual(engine.removed, []);
  });
});

describe('whatever an engine holds and whatever happens meanwhile', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const parent = fc.option(fc.constantFrom(...names), { nil: undefined });
  const images = fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), parent, fc.nat(2))));
  const containers = fc.array(
    fc.record({
      image: fc.constantFrom(...names),
      state: fc.constantFrom('exited', 'running', 'created', 'dead'),
      volume: fc.constantFrom('v', 'w'),
    }),
    { maxLength: 4 },
  );
  const state = fc.record({ images, containers });

  type State = typeof state extends fc.Arbitrary<infer T> ? T : never;

  function engineOf({ images: rows, containers: users }: State): Parameters<typeof lists>[0] {
    return {
      images: rows.map(([name, from, tags]) =>
        ownImage(name, {
          parentId: from === undefined || from >= name ? undefined : imageId(from),
          references: Array.from({ length: tags }, (_, index) => `php-source-bench/build:${name}${index}`),
        }),
      ),
      containers: users.map((user, index) =>
        ownDead(`c${index}`, { imageId: imageId(user.image), state: user.state, volumes: [user.volume] }),
      ),
      volumes: [volume('v', own('build-volume')), volume('w')],
    };
  }

  it('nothing is removed that was not ticked, and nothing that is in use', async () => {
    await fc.assert(
      fc.asyncProperty(state, state, fc.boolean(), async (before, after, everything) => {
        const { plan } = stage(engineOf(before), {
          onlyDangling: false,
          kinds: ['container', 'image', 'volume'],
        });
        const all = new Set(plan.items.map(({ kind, id }) => `${kind}:${id}`));
        const ticked = everything ? withTicks(plan, all) : plan;
        const { engine } = stage(engineOf(after));
        const used = new Map(engine.containers.map((row) => [row.id, row]));
        const receipt = await apply(engine, ticked);
        const approved = new Set(
          ticked.items.flatMap((item) =>
            item.remove
              ? [
                  `${item.kind}:${item.id}`,
                  ...(item.kind === 'image' ? item.steps : []).map((id) => `image:${id}`),
                ]
              : [],
          ),
        );
        for (const key of engine.removed) {
          assert.ok(approved.has(key), key);
        }
        for (const row of engine.containers) {
          used.delete(row.id);
          assert.ok(!engine.removed.includes(`image:${row.imageId}`));
          assert.ok(!row.volumes.some((name) => engine.removed.includes(`volume:${name}`)));
        }
        // What is left in the map was removed, and was over.
        assert.ok([...used.values()].every((row) => row.state !== 'running'));
        assert.equal(receipt.items.length, ticked.items.filter(({ remove }) => remove).length);
        assert.ok(receipt.items.every(({ reason }) => reason !== ''));
      }),
      { numRuns: 500 },
    );
  });
});
