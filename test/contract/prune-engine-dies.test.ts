/** An engine that dies in the middle of a prune. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { enginePaths } from '../../scripts/setup/engine-paths.ts';
import { startPrivateEngine, stopPrivateEngine } from '../../scripts/setup/private-engine.ts';
import { runAsRoot } from '../../scripts/setup/root.ts';
import type { EngineEndpoint } from '../../src/core/model/endpoint.ts';
import { openEngine } from '../../src/engine/connect.ts';
import { baseImageIn } from '../support/images.ts';
import { outcomes, PruneRoom } from '../support/prune-room.ts';

const purpose = 'end an engine in the middle of a prune';
let directory = '';
let room: PruneRoom | undefined;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'psb-prune-engine-'));
});

after(async () => {
  room?.engine.port.close();
  await room?.removeFolder();
  await stopPrivateEngine(directory);
  // The engine's data belongs to root.
  await runAsRoot(purpose, 'rm', ['-rf', '--one-file-system', '--', join(directory, 'data')]);
  await rm(directory, { recursive: true, force: true });
});

it('a prune whose engine dies half-way tells what was removed, what was not, and what happened', async () => {
  const { socketPath } = await startPrivateEngine(directory);
  const endpoint = { kind: 'socket', path: socketPath, origin: 'a test' } satisfies EngineEndpoint;
  const image = await baseImageIn(endpoint);
  room = new PruneRoom(await openEngine(endpoint), image);
  for (let index = 0; index < 4; index += 1) {
    await room.deadContainer();
  }
  const plan = await room.plan();
  const pid = (await readFile(enginePaths(directory).pidPath, 'utf8')).trim();
  let told = 0;
  const receipt = await room.apply(plan, () => {
    told += 1;
    if (told === 2) {
      process.kill(Number(pid), 'SIGKILL');
    }
  });
  assert.deepEqual(
    receipt.items.map(({ outcome }) => outcome),
    ['removed', 'removed', 'not-tried', 'not-tried'],
  );
  assert.equal(receipt.failure?.reason, 'engine-unreachable');
  assert.match(receipt.failure?.message ?? '', /No Docker engine answers at .*\. Start Docker/);
  assert.equal(receipt.freedBytes, undefined);

  await startPrivateEngine(directory);
  assert.deepEqual(
    [...(await room.left())].toSorted(),
    receipt.items
      .slice(2)
      .map(({ id }) => `container:${id}`)
      .toSorted(),
  );
  const again = outcomes(await room.apply(plan));
  assert.deepEqual(
    receipt.items.map(({ id }) => again[id]?.replace(/:.*/, '')),
    ['gone', 'gone', 'removed', 'removed'],
  );
});
