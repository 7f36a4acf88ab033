/** Pruning on a real engine, with everything that might make it lose something. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { startedLabel } from '../../src/core/model/labels.ts';
import { planDocument } from '../../src/core/prune/documents.ts';
import type { OpenEngine } from '../../src/engine/connect.ts';
import { openTestEngine, uncancelled, uniqueName } from '../support/engine-room.ts';
import { testBaseImage } from '../support/images.ts';
import { outcomes, PruneRoom } from '../support/prune-room.ts';

describe('a prune on a real engine', () => {
  let engine: OpenEngine;
  let base = '';
  let room: PruneRoom;

  before(async () => {
    engine = await openTestEngine();
    base = await testBaseImage();
  });
  beforeEach(() => {
    room = new PruneRoom(engine, base);
  });
  afterEach(() => room.close());
  after(() => engine.port.close());

  it('removes what is ticked and nothing else, and tells how much is free for real', async () => {
    const fill = ['sh', '-c', 'head -c 5000000 /dev/urandom >/big'];
    const image = await room.image({ command: fill });
    const user = await room.deadContainer({ image });
    const foreign = [await room.image({ labels: {} }), await room.deadContainer({ labels: {} })];
    const kept = [...foreign, await room.volume(), await room.container()];
    const plan = await room.plan();
    assert.deepEqual(
      plan.items.filter(({ remove }) => remove).map(({ id }) => id),
      [user, image],
    );
    const about = plan.items.find(({ id }) => id === image)?.bytes ?? 0;
    assert.ok(about > 4_900_000 && about < 5_200_000, String(about));
    const receipt = await room.apply(plan);
    assert.deepEqual(
      receipt.items.map(({ id, outcome }) => [id, outcome]),
      [
        [user, 'removed'],
        [image, 'removed'],
      ],
    );
    const freed = receipt.freedBytes ?? 0;
    assert.ok(freed > 4_900_000 && freed < 5_300_000, String(freed));
    const left = await room.left();
    assert.deepEqual([...left].map((key) => key.replace(/^[a-z]+:/, '')).toSorted(), kept.toSorted());
  });

  it('leaves an image that got a name since, and one that got a user or a child', async () => {
    const [named, used, parent] = [await room.image(), await room.image(), await room.image()];
    const plan = await room.plan();
    const name = await room.tag(named);
    const user = await room.container({ image: used });
    await room.image({ image: parent });
    const told = outcomes(await room.apply(plan));
    assert.equal(told[named], `kept: it got the name ${name}`);
    assert.match(told[used] ?? '', /^kept: used by /);
    assert.match(
      told[parent] ?? '',
      /^kept: the engine does not let it go: conflict: .*dependent child images/,
    );
    assert.equal(Object.keys(told).length, 3);
    const left = await room.left();
    for (const id of [named, used, parent]) {
      assert.ok(left.has(`image:${id}`));
    }
    assert.ok(left.has(`container:${user}`));
  });

  it('leaves a container that was started since, and one that has run again', async () => {
    const waiting = ['sh', '-c', 'if [ -e /again ]; then exec sleep 1000000; fi; touch /again'];
    const running = await room.deadContainer({ command: waiting });
    const again = await room.deadContainer();
    const plan = await room.plan();
    await room.start(running);
    await room.start(again);
    await engine.connection.docker.getContainer(again).wait();
    assert.deepEqual(outcomes(await room.apply(plan)), {
      [running]: 'kept: it is running now',
      [again]: 'kept: it has run again since',
    });
    assert.equal((await engine.port.lookAtContainer(running, uncancelled))?.state, 'running');
  });

  it('leaves a volume that got a user since, and never ticks one by itself', async () => {
    const [used, free] = [await room.volume(), await room.volume()];
    const plan = await room.plan();
    assert.ok(plan.items.every(({ remove }) => !remove));
    const ticked = room.tick(plan, { kind: 'volume', id: used }, { kind: 'volume', id: free });
    await room.container({ volume: used });
    const told = outcomes(await room.apply(ticked));
    assert.match(told[used] ?? '', /^kept: used by /);
    assert.match(told[free] ?? '', /^removed: /);
    const left = await room.left();
    assert.deepEqual([left.has(`volume:${used}`), left.has(`volume:${free}`)], [true, false]);
  });

  it('leaves a network that got a container since, though that does not run', async () => {
    const [used, busy, free] = [await room.network(), await room.network(), await room.network()];
    const plan = await room.plan({ kinds: ['network'] });
    assert.ok(plan.items.every(({ remove }) => remove));
    await room.container({ network: used });
    await room.start(await room.container({ network: busy, command: ['sleep', '1000000'] }));
    const told = outcomes(await room.apply(plan));
    assert.match(told[used] ?? '', /^kept: used by /);
    assert.match(told[busy] ?? '', /^kept: used by /);
    assert.match(told[free] ?? '', /^removed: /);
    await assert.rejects(engine.port.removeObject({ kind: 'network', id: busy }), {
      reason: 'engine-object-busy',
    });
  });

  it('leaves the volumes of a container that goes, those without a name too', async () => {
    const volume = await room.volume();
    const container = await room.deadContainer({ volume });
    const told = outcomes(await room.apply(await room.plan()));
    assert.match(told[container] ?? '', /^removed: /);
    assert.deepEqual([...(await room.left())], [`volume:${volume}`]);
  });

  it('takes the nameless images below one that goes, down to the first that something needs', async () => {
    const lower = await room.image();
    const upper = await room.image({ image: lower });
    const top = await room.image({ image: upper });
    const plan = await room.plan();
    assert.deepEqual(
      plan.items.map((item) => [item.id, item.kind === 'image' ? item.steps : []]),
      [[top, [upper, lower]]],
    );
    const user = await room.container({ image: lower });
    const receipt = await room.apply(plan);
    assert.deepEqual(receipt.items[0]?.steps, [upper]);
    assert.deepEqual([...(await room.left())].toSorted(), [`container:${user}`, `image:${lower}`]);
    assert.ok(await engine.port.findImage(base, uncancelled));
  });

  it('twice at once removes each object once, and neither fails', async () => {
    for (let index = 0; index < 6; index += 1) {
      await room.deadContainer({ image: await room.image() });
    }
    const plan = await room.plan();
    const other = new PruneRoom(await openTestEngine(), base);
    const receipts = await Promise.all([room.apply(plan), other.apply(plan)]);
    other.engine.port.close();
    await other.close();
    for (const { id } of plan.items) {
      const told = receipts.map(({ items }) => items.find((item) => item.id === id)?.outcome);
      assert.equal(told.filter((outcome) => outcome === 'removed').length, 1, `${id}: ${told}`);
    }
    assert.ok(receipts.every(({ failure }) => failure === undefined));
    assert.deepEqual([...(await room.left())], []);
  });

  it('keeps the log of a container that goes, and lets one without a log go', async () => {
    const talks = ['sh', '-c', 'echo first; echo second >&2; exit 3'];
    const container = await room.deadContainer({ command: talks });
    const silent = await engine.port.withContainer(
      {
        image: base,
        command: ['true'],
        labels: room.own('build-container'),
        platform: engine.connection.platform,
        network: 'none',
      },
      async ({ id, run }) => {
        await run(() => undefined, uncancelled);
        const plan = await room.plan({}, [...room.made, { kind: 'container', id }]);
        const receipt = await room.apply(plan);
        assert.deepEqual(
          receipt.items.map(({ outcome }) => outcome),
          ['removed', 'removed'],
        );
        return receipt.items.find((item) => item.id === id)?.log;
      },
      uncancelled,
    );
    assert.equal(silent, undefined);
    const [file = '', ...others] = await readdir(await room.folder());
    assert.deepEqual(others, []);
    assert.ok(file.endsWith(`-${container.slice(0, 12)}.log`));
    const log = await readFile(join(await room.folder(), file), 'utf8');
    assert.deepEqual(
      log
        .trim()
        .split('\n')
        .map((line) => line.replace(/^\S+ /, ''))
        .toSorted(),
      ['first', 'second'],
    );
  });

  it('takes names and labels from outside for what they are: text', async () => {
    const evil = '"; rm -rf / #\n\u001b[31m\u202e$(reboot) `id` | [x](command:y) <b>';
    const labels = { [evil]: evil, 'com.docker.compose.project': evil, 'php-source-bench.kind': evil };
    const objects = [
      await room.image({ labels }),
      await room.deadContainer({ labels }),
      await room.volume(labels),
      await room.image({
        labels: { ...room.own('build'), 'php-source-bench.tree': evil, ...startedLabel(Date.now()) },
      }),
      await room.image({ labels: { ...room.own('build'), 'php-source-bench.started-at': evil } }),
    ];
    const plan = await room.plan();
    assert.deepEqual(
      plan.items.filter(({ remove }) => remove).map(({ id }) => id),
      [objects[3]],
    );
    assert.equal(plan.items.find(({ id }) => id === objects[0])?.madeBy, 'compose');
    assert.doesNotMatch(planDocument(plan), /[^\P{C}\n]|(?<!\\)\]\(command/u);
    const receipt = await room.apply(plan);
    assert.deepEqual(
      receipt.items.map(({ id, outcome }) => [id, outcome]),
      [[objects[3], 'removed']],
    );
    assert.equal((await room.left()).size, 4);
  });

  it('removes one record of build cache by its identifier, and leaves the others', async () => {
    const cacheOf = async () => (await engine.port.diskUsage(uncancelled)).buildCache;
    const before = new Set((await cacheOf()).map(({ id }) => id));
    const reference = `${uniqueName()}:1`;
    await engine.port.buildImage(
      {
        reference,
        dockerfile: `FROM ${base}\nRUN echo ${reference} >/1\nRUN echo ${reference} >/2\n`,
        files: [],
        buildArgs: {},
        labels: room.own('tools'),
        platform: engine.connection.platform,
      },
      () => {},
      uncancelled,
    );
    await engine.connection.docker.getImage(reference).remove();
    const made = (await cacheOf()).filter(({ id }) => !before.has(id));
    const records = made.map(({ id }) => ({ kind: 'build-cache', id }) as const);
    const plan = await room.plan({}, records);
    assert.ok(plan.items.length >= 2 && plan.items.every(({ remove }) => !remove));
    const [last] = plan.items.filter(({ removable }) => removable);
    assert.ok(last);
    assert.deepEqual(outcomes(await room.apply(room.tick(plan, last))), {
      [last.id]: 'removed: ticked by hand (the rule leaves the build cache alone)',
    });
    const left = new Set((await cacheOf()).map(({ id }) => id));
    assert.deepEqual(
      made.map(({ id }) => id).filter((id) => !left.has(id)),
      [last.id],
    );
    await room.apply(await room.plan({ kinds: ['build-cache'] }, records));
    assert.deepEqual(
      (await cacheOf()).filter(({ id }) => !before.has(id)),
      [],
    );
  });
});
