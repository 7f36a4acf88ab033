import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { localFolders } from '../../../src/local/engine-folders.ts';

describe('the folders of an engine on this machine', () => {
  const folders = localFolders();
  let root: string;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'psb-folders-'));
  });

  after(() => rm(root, { recursive: true }));

  it('are open or absent, with the room on their disk', async () => {
    const { access, disk } = await folders.lookAtFolder(root);
    assert.equal(access, 'open');
    assert.ok(disk !== undefined && disk.totalBytes >= disk.freeBytes && disk.freeBytes > 0);
    assert.deepEqual(await folders.lookAtFolder(join(root, 'none')), { access: 'absent', disk: undefined });
    await writeFile(join(root, 'file'), '');
    assert.equal((await folders.lookAtFolder(join(root, 'file'))).access, 'absent');
    assert.equal((await folders.lookAtFolder('a\0b')).access, 'absent');
  });

  it('hold logs of both drivers, older ones too, and nothing else counts', async () => {
    const id = 'a'.repeat(64);
    const other = 'b'.repeat(64);
    await mkdir(join(root, 'containers', id, 'mounts'), { recursive: true });
    await mkdir(join(root, 'containers', other, 'local-logs'), { recursive: true });
    const files = {
      [`${id}/${id}-json.log`]: 10,
      [`${id}/${id}-json.log.1`]: 200,
      [`${id}/config.v2.json`]: 5000,
      [`${id}/mounts/${id}-json.log`]: 6000,
      [`${other}/local-logs/container.log`]: 3,
    };
    for (const [path, length] of Object.entries(files)) {
      await writeFile(join(root, 'containers', path), Buffer.alloc(length));
    }
    assert.equal(await folders.logBytes(root), 213);
    assert.equal(await folders.logBytes(join(root, 'none')), undefined);
  });
});
