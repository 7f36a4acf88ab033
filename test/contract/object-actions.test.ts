/** What the menu of the Docker resources does, on a real engine. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { isBenchError } from '../../src/core/errors.ts';
import { openLogTerminal } from '../../src/host/objects/log-terminal.ts';
import { uncancelled, uniqueName } from '../support/engine-room.ts';
import { PruneRoom } from '../support/prune-room.ts';

const size = { columns: 80, rows: 24 };

describe('acting on one object', () => {
  let room: PruneRoom;

  before(async () => {
    room = await PruneRoom.open();
  });

  after(() => room.leave());

  const actions = () => room.engine.port;
  const stateOf = async (id: string) => (await actions().lookAtContainer(id, uncancelled))?.state;

  it('inspects objects of every kind that engines describe', async () => {
    const container = await room.container();
    const image = await room.image();
    const volume = await room.volume();
    for (const [object, key] of [
      [{ kind: 'container', id: container }, 'HostConfig'],
      [{ kind: 'image', id: image }, 'RootFS'],
      [{ kind: 'volume', id: volume }, 'Mountpoint'],
    ] as const) {
      assert.ok(key in (await actions().inspectObject(object, uncancelled)), key);
    }
    const [network] = await actions().listNetworks(uncancelled);
    assert.ok(network);
    const inspected = await actions().inspectObject({ kind: 'network', id: network.id }, uncancelled);
    assert.equal(inspected.Name, network.name);
  });

  it('says that an object is gone, and takes no identifier that is none', async () => {
    const gone = { kind: 'container', id: 'f'.repeat(64) } as const;
    await assert.rejects(actions().inspectObject(gone, uncancelled), (error) =>
      isBenchError(error, 'engine-object-missing'),
    );
    await assert.rejects(actions().startContainer(gone.id), (error) =>
      isBenchError(error, 'engine-object-missing'),
    );
    for (const id of ['../images/json', '', 'abc?x']) {
      await assert.rejects(
        async () => actions().stopContainer(id),
        (error) => isBenchError(error, 'engine-failed'),
      );
    }
  });

  it('starts and stops a container, twice the same without harm', async () => {
    const id = await room.container({
      command: ['sh', '-c', 'trap "exit 3" TERM; while :; do sleep 0.1; done'],
    });
    await actions().startContainer(id);
    await actions().startContainer(id);
    assert.equal(await stateOf(id), 'running');
    await actions().stopContainer(id);
    await actions().stopContainer(id);
    assert.equal(await stateOf(id), 'exited');
  });

  it('tells what a container changed of its image', async () => {
    const command = ['sh', '-c', 'echo x >"/opt/a b"; rm /etc/hostname /etc/issue; echo y >>/etc/motd'];
    const changes = await actions().containerChanges(await room.deadContainer({ command }), uncancelled);
    const kinds = new Map(changes.map(({ path, kind }) => [path, kind]));
    assert.equal(kinds.get('/opt/a b'), 'added');
    assert.equal(kinds.get('/etc/issue'), 'deleted');
    assert.equal(kinds.get('/opt'), 'changed');
    assert.deepEqual(await actions().containerChanges(await room.container(), uncancelled), []);
  });

  it('gives an image one more name, and refuses what is no name', async () => {
    const image = await room.image();
    const name = `psb-test/${uniqueName()}:one`;
    await actions().tagImage(image, name);
    assert.equal((await actions().findImage(name, uncancelled))?.id, image);
    await room.engine.connection.docker.getImage(name).remove({ noprune: true });
    await assert.rejects(
      async () => actions().tagImage(image, 'No Name'),
      (error) => isBenchError(error, 'invalid-setting'),
    );
  });

  it('follows a log until the container ends, and until it is left', { timeout: 60_000 }, async () => {
    const id = await room.container({
      command: ['sh', '-c', 'echo first; while [ ! -e /go ]; do sleep 0.05; done; echo last; exit'],
    });
    await actions().startContainer(id);
    const read = async (upTo: string) => {
      const terminal = await openLogTerminal(actions(), id, uncancelled);
      let text = '';
      const found = new Promise<void>((resolve) => {
        terminal.onData((chunk) => {
          text += Buffer.from(chunk).toString();
          if (text.includes(upTo)) {
            resolve();
          }
        });
      });
      await found;
      return { terminal, text: () => text };
    };
    const left = await read('first');
    left.terminal.write('\u0003');
    await left.terminal.exited;
    const followed = await read('first');
    const shell = await actions().openShellIn(id, size, uncancelled);
    shell.onData(() => {});
    shell.write('touch /go; exit 4\n');
    assert.equal((await shell.exited).exitCode, 4);
    assert.deepEqual(await followed.terminal.exited, { exitCode: 0 });
    assert.equal(followed.text(), 'first\r\nlast\r\n');
  });

  it('opens a shell of the right size, which ends with its line', { timeout: 60_000 }, async () => {
    const id = await room.container({ command: ['sleep', '1000000'] });
    await actions().startContainer(id);
    const closed = new AbortController();
    const shell = await actions().openShellIn(id, { columns: 91, rows: 17 }, closed.signal);
    let text = '';
    const answered = new Promise<void>((resolve) => {
      shell.onData((chunk) => {
        text += Buffer.from(chunk).toString();
        if (text.includes('17 91')) {
          resolve();
        }
      });
    });
    shell.write('stty size\n');
    await answered;
    closed.abort();
    await shell.exited;
    assert.equal(await stateOf(id), 'running');
  });

  it('opens no shell in a container that does not run', async () => {
    const id = await room.deadContainer();
    await assert.rejects(actions().openShellIn(id, size, uncancelled), (error) =>
      isBenchError(error, 'engine-object-busy'),
    );
  });
});
