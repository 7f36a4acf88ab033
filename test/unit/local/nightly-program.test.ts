import assert from 'node:assert/strict';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseProfiles } from '../../../src/core/machine/profile-schema.ts';
import { nightlyProgram } from '../../../src/local/nightly-program.ts';
import { withTemporary } from '../../support/temporary.ts';

describe('this program for a scheduler', () => {
  it('is the bundle of a package, else the sources, by this Node', () =>
    withTemporary(async (root) => {
      const program = nightlyProgram(root, root, {});
      assert.deepEqual(await program.command(), [process.execPath, join(root, 'src', 'cli.ts')]);
      await mkdir(join(root, 'dist'));
      await writeFile(join(root, 'dist', 'cli.cjs'), '');
      assert.deepEqual(await program.command(), [process.execPath, join(root, 'dist', 'cli.cjs')]);
    }));

  it('takes along where things are, and nothing else of the environment', () =>
    withTemporary(async (root) => {
      const environment = { PATH: '/a:/b', XDG_DATA_HOME: '/data', DOCKER_HOST: '', SECRET: 'x' };
      const command = await nightlyProgram(root, root, environment).command();
      assert.deepEqual(command.slice(0, 4), [
        '/usr/bin/env',
        'PATH=/a:/b',
        'XDG_DATA_HOME=/data',
        process.execPath,
      ]);
    }));

  it('tells what of it is gone, but not of what it is told', () =>
    withTemporary(async (root) => {
      const program = nightlyProgram(root, root, {});
      const gone = join(root, 'cli.cjs');
      const command = [
        '/usr/bin/env',
        'PATH=/nowhere',
        process.execPath,
        gone,
        'nightly',
        'run',
        '--tree',
        '/nowhere',
      ];
      assert.deepEqual(await program.missing(command), [gone]);
      assert.deepEqual(await program.missing([]), []);
    }));

  it('keeps machine profiles for this user only, and removes them', () =>
    withTemporary(async (root) => {
      const program = nightlyProgram(root, join(root, 'nightlies'), {});
      const profiles = { default: { httpProxy: 'http://me:secret@proxy:3128', cpus: 2 } };
      await program.writeProfiles('a1', profiles);
      const path = program.profilesPath('a1');
      assert.deepEqual(parseProfiles(JSON.parse(await readFile(path, 'utf8'))), profiles);
      assert.equal((await stat(path)).mode & 0o777, 0o600);
      await program.writeProfiles('a1', undefined);
      await program.writeProfiles('a1', undefined);
      await assert.rejects(stat(path), { code: 'ENOENT' });
    }));
});
