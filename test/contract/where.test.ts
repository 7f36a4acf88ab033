/** Where an engine keeps its data, and the files and layers of what it holds, on a real engine. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import * as v from 'valibot';
import { maxFileBytes, readContent, readFileTree, readImageSteps } from '../../src/core/contents/contents.ts';
import { isBenchError } from '../../src/core/errors.ts';
import { label } from '../../src/core/model/labels.ts';
import type { ObjectId } from '../../src/core/model/objects.ts';
import { readStorage } from '../../src/core/storage/read-storage.ts';
import { storageDocument } from '../../src/core/storage/storage-document.ts';
import { volumePath } from '../../src/core/storage/storage-report.ts';
import { connectEngine } from '../../src/engine/connect.ts';
import { localFolders } from '../../src/local/engine-folders.ts';
import { localMachine } from '../../src/local/machine.ts';
import { testEngine } from '../support/engine.ts';
import { uncancelled } from '../support/engine-room.ts';
import { PruneRoom } from '../support/prune-room.ts';

const machine = localMachine();
const quiet = () => {};

/** Files and links as a person could make them by accident or on purpose. */
const script = `
mkdir -p /odd/deep && cd /odd
printf 'plain\\n' >plain
printf '\\000\\001\\377' >binary
printf x >$'a b "c" \\'d\\' $(id) %2e'
printf x >"$(printf 'line\\nbreak')"
printf x >"$(printf 'not-utf8-\\377')"
printf x >"$(printf '\\303\\244.txt')"
ln -s plain relative; ln -s /odd/plain absolute; ln -s ../../../../odd/deep up
ln -s loop2 loop1; ln -s loop1 loop2; ln -s ../../../../../../etc/shadow out
ln plain hard; mkfifo pipe
truncate -s ${maxFileBytes + 1} huge
`;

describe('where an engine keeps its data', () => {
  let room: PruneRoom;

  before(async () => {
    room = await PruneRoom.open();
  });

  after(() => room.leave());

  it('is said with folders that are there, with sizes, and with the room on the disk', async () => {
    const volume = await room.volume();
    const container = await room.deadContainer({
      command: ['sh', '-c', 'head -c 3000000 /dev/zero >/v/x; head -c 9999 /dev/zero | tr "\\0" x'],
      volume,
    });
    const report = await readStorage(
      { engine: room.engine.port, folders: localFolders() },
      'with sizes',
      uncancelled,
    );
    const info = await room.engine.port.describe(uncancelled);
    assert.equal(report.reach, 'here');
    assert.equal(report.storage.dataRoot, info.dataRoot);
    assert.ok((report.disk?.freeBytes ?? 0) > 0);
    const sizeOf = (kind: string) => report.places.find((place) => place.kind === kind)?.sizeBytes ?? 0;
    assert.ok(sizeOf('images') > 1e6);
    assert.ok(sizeOf('volumes') >= 3_000_000);
    assert.ok(report.largest.length > 0);
    if (process.getuid?.() === 0) {
      // Only root may look into an engine's folders.
      assert.ok(sizeOf('logs') >= 9999);
      assert.ok(existsSync(`${volumePath(report.storage, volume)}/x`));
      assert.ok(existsSync(`${info.dataRoot}/containers/${container}`));
      const missing = report.places.flatMap(({ paths }) => paths).filter((path) => !existsSync(path));
      assert.deepEqual(missing, []);
    }
    const text = storageDocument(report);
    assert.ok(text.includes(`sudo ls -la '${info.dataRoot}'`));
  });

  it('is said to be elsewhere, with nothing of this machine, behind an address of a network', async () => {
    const { socketPath } = await testEngine();
    const server = createServer((client) => {
      const engine = connect(socketPath);
      client.on('error', () => engine.destroy()).pipe(engine);
      engine.on('error', () => client.destroy()).pipe(client);
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const { port } = v.parse(v.object({ port: v.number() }), server.address());
    const far = await connectEngine({ kind: 'tcp', host: '127.0.0.1', port, origin: 'a test' });
    try {
      const report = await readStorage(
        { engine: far, folders: localFolders() },
        'without sizes',
        uncancelled,
      );
      assert.equal(report.reach, 'other-machine');
      assert.equal(report.disk, undefined);
      assert.ok(report.places.every(({ sizeBytes }) => sizeBytes === undefined || sizeBytes === 0));
      assert.match(storageDocument(report), /tcp\\:\/\/127\.0\.0\.1/);
    } finally {
      far.close();
      server.close();
    }
  });
});

describe('the files of an image or container', { timeout: 180_000 }, () => {
  let room: PruneRoom;

  before(async () => {
    room = await PruneRoom.open();
  });

  after(() => room.leave());

  const deps = () => ({ engine: room.engine.port, machine });
  const read = async (object: ObjectId, path: string) => {
    const content = await readContent(deps(), object, path, uncancelled);
    return content && Buffer.from(content).toString('latin1');
  };
  const looking = async () => {
    const rows = await room.engine.port.listContainers(uncancelled);
    return rows.filter(({ labels }) => labels[label.kind] === 'look-container');
  };

  it('are listed and read, whatever their names, and nothing stays behind', async () => {
    const command = ['bash', '-c', script];
    const image = { kind: 'image', id: await room.image({ command }) } as const;
    const container = { kind: 'container', id: await room.deadContainer({ command }) } as const;
    for (const object of [image, container]) {
      const tree = await readFileTree(deps(), object, quiet, uncancelled);
      assert.ok(tree.count > 1000);
      const names = new Map(tree.list('/odd').map((entry) => [entry.name, entry]));
      assert.equal(names.get('deep')?.kind, 'folder');
      assert.equal(names.get('pipe')?.kind, 'other');
      assert.equal(names.get('huge')?.sizeBytes, maxFileBytes + 1);
      assert.ok(tree.list('/odd').some(({ name }) => name.startsWith('not-utf8-\ufffd')));
      for (const name of ['a b "c" \'d\' $(id) %2e', 'line\nbreak', '\u00e4.txt']) {
        assert.equal(await read(object, `/odd/${name}`), 'x');
        assert.equal(names.get(name)?.kind, 'file');
      }
      for (const name of ['relative', 'absolute', 'hard', 'up/../plain']) {
        const resolved = tree.resolve(`/odd/${name}`);
        assert.equal(resolved.kind, 'file');
        assert.equal(await read(object, resolved.kind === 'file' ? resolved.path : ''), 'plain\n');
      }
      assert.equal(tree.resolve('/odd/loop1').kind, 'endless');
      assert.deepEqual(tree.resolve('/odd/out'), tree.resolve('/etc/shadow'));
      assert.equal(await read(object, '/odd/binary'), '\0\u0001\u00ff');
      assert.equal(await read(object, '/odd/nothing'), undefined);
      assert.equal(await read(object, '/odd/../../../../odd/plain'), 'plain\n');
      const facts = await room.engine.port.lookAtFile(container.id, '/odd/deep', uncancelled);
      assert.equal(facts?.type, 'directory');
      for (const path of ['/odd/huge', '/odd/deep', '/odd/pipe', '/odd/loop1']) {
        await assert.rejects(read(object, path), (error) => isBenchError(error, 'engine-failed'), path);
      }
    }
    assert.deepEqual(await looking(), []);
  });

  it('are those of the image, not of the machine, where a link leads out', async () => {
    const command = [
      'bash',
      '-c',
      'echo mine >/etc/machine-mark; mkdir /out; ln -s ../../../../../../etc /out/etc',
    ];
    const image = { kind: 'image', id: await room.image({ command }) } as const;
    assert.equal(await read(image, '/out/etc/machine-mark'), 'mine\n');
  });

  it('are no longer read once it is cancelled, and nothing stays behind', async () => {
    const image = { kind: 'image', id: await room.image() } as const;
    const controller = new AbortController();
    const cancelled = (error: unknown) => isBenchError(error, 'cancelled');
    const engine = {
      ...room.engine.port,
      exportedEntries: (id: string, signal: AbortSignal) => {
        const entries = room.engine.port.exportedEntries(id, signal);
        return (async function* () {
          for await (const entry of entries) {
            controller.abort();
            yield entry;
          }
        })();
      },
    };
    await assert.rejects(readFileTree({ engine, machine }, image, quiet, controller.signal), cancelled);
    assert.deepEqual(await looking(), []);
    await assert.rejects(readImageSteps(deps(), image.id, quiet, controller.signal), cancelled);
  });

  it('of what is gone are said to be missing, and an odd identifier is refused', async () => {
    const gone = 'f'.repeat(64);
    for (const object of [
      { kind: 'image', id: `sha256:${gone}` },
      { kind: 'container', id: gone },
      { kind: 'volume', id: 'x' },
    ] as const) {
      await assert.rejects(readFileTree(deps(), object, quiet, uncancelled), (error) =>
        isBenchError(error, 'engine-object-missing'),
      );
    }
    await assert.rejects(read({ kind: 'container', id: '../images/json?' }, '/x'), (error) =>
      isBenchError(error, 'engine-failed'),
    );
    await assert.rejects(readImageSteps(deps(), `sha256:${gone}`, quiet, uncancelled), (error) =>
      isBenchError(error, 'engine-object-missing'),
    );
  });
});

describe('the layers of an image', { timeout: 180_000 }, () => {
  let room: PruneRoom;

  before(async () => {
    room = await PruneRoom.open();
  });

  after(() => room.leave());

  it('have the commands that made them, their sizes, and their largest files', async () => {
    const first = await room.image({
      command: [
        'sh',
        '-c',
        'head -c 5000000 /dev/zero >/large; head -c 3000 /dev/zero >/small; rm /etc/issue',
      ],
    });
    const second = await room.image({ image: first, command: ['sh', '-c', 'rm /large; echo hello >/hello'] });
    const seen: string[] = [];
    const report = (event: { readonly kind: string; readonly title?: string }) =>
      seen.push(event.title ?? '');
    const deps = { engine: room.engine.port, machine };
    const steps = await readImageSteps(deps, second, report, uncancelled);
    const [base, middle, last] = steps.slice(-3);
    assert.ok((base?.layer?.summary?.files ?? 0) > 1000);
    assert.match(middle?.createdBy ?? '', /head -c 5000000/);
    assert.deepEqual(middle?.layer?.summary?.largest, [
      { path: '/large', sizeBytes: 5_000_000 },
      { path: '/small', sizeBytes: 3000 },
    ]);
    assert.equal(middle?.layer?.summary?.removed, 1);
    assert.deepEqual(
      [last?.layer?.summary?.files, last?.layer?.summary?.removed, last?.layer?.summary?.sizeBytes],
      [1, 1, 6],
    );
    assert.ok(seen.length >= 2, 'it says how far it is');
  });
});
