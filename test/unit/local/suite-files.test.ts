import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { isBenchError } from '../../../src/core/errors.ts';
import {
  localSuiteFiles,
  type SuiteFileLimits,
  usualSuiteFileLimits,
} from '../../../src/local/suite-files.ts';
import { withTemporary } from '../../support/temporary.ts';

const signal = new AbortController().signal;

async function put(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

async function read(folder: string, paths: readonly string[], limits: Partial<SuiteFileLimits> = {}) {
  const port = localSuiteFiles({ ...usualSuiteFileLimits, ...limits });
  const files = await port.readScripts(folder, paths, signal);
  return files.map(({ path, content }) => [path, new TextDecoder().decode(content)]);
}

/** Expects a refusal that names the path. */
function refuses(
  folder: string,
  paths: readonly string[],
  message: RegExp,
  limits: Partial<SuiteFileLimits> = {},
) {
  return assert.rejects(read(folder, paths, limits), (error) => {
    assert.ok(isBenchError(error, 'script-unusable'), String(error));
    assert.match(error.message, message);
    return true;
  });
}

describe('the files of a suite', () => {
  it('are those that are named and all in the folders that are named, each once, whatever they are called', () =>
    withTemporary(async (folder) => {
      await put(folder, {
        'a b/ü\n.php': '1',
        'a b/sub/x': '2',
        'a b/.git/config': '3',
        'y.php': '4',
        'z.php': '5',
      });
      assert.deepEqual(await read(folder, ['a b', 'y.php', 'a b/sub']), [
        ['a b/sub/x', '2'],
        ['a b/ü\n.php', '1'],
        ['y.php', '4'],
      ]);
      assert.deepEqual((await read(folder, [''])).length, 4);
    }));

  it('may be links as long as they stay in the folder', () =>
    withTemporary(async (folder) => {
      await put(folder, { 'suites/real.php': '1', 'secret.php': '2' });
      const own = join(folder, 'suites');
      await symlink('real.php', join(own, 'link.php'));
      assert.deepEqual(await read(own, ['link.php']), [['link.php', '1']]);
      await symlink(join(folder, 'secret.php'), join(own, 'out.php'));
      await refuses(own, ['out.php'], /^out\.php cannot be measured: a link leads out of/);
      await refuses(own, [''], /^out\.php cannot be measured: a link leads out of/);
    }));

  it('are not reached through a folder that is a link out, nor through a circle of links', () =>
    withTemporary(async (folder) => {
      await put(folder, { 'suites/a.php': '1', 'other/b.php': '2' });
      const own = join(folder, 'suites');
      await symlink(join(folder, 'other'), join(own, 'away'));
      await refuses(own, ['away'], /leads out of/);
      await refuses(own, ['away/b.php'], /leads out of/);
      await symlink('circle', join(own, 'circle'));
      await refuses(own, ['circle'], /^circle cannot be measured: it cannot be read/);
      await symlink('.', join(own, 'self'));
      await refuses(own, ['.'], /self|circle|away/);
    }));

  it('are refused where there is nothing, or nothing that can be read', () =>
    withTemporary(async (folder) => {
      await refuses(folder, ['no.php'], /^no\.php cannot be measured: there is no such file in /);
      execFileSync('mkfifo', [join(folder, 'pipe.php')]);
      await refuses(folder, ['pipe.php'], /it is no file/);
      await mkdir(join(folder, 'd'));
      await symlink('nothing', join(folder, 'd', 'dead.php'));
      await refuses(folder, ['d'], /dead\.php cannot be measured: it is a link to nothing/);
    }));

  it('are refused where they are too many or too large', () =>
    withTemporary(async (folder) => {
      await put(folder, { 'a.php': 'x'.repeat(60), 'b.php': 'x'.repeat(60) });
      await refuses(folder, [''], /more than 1 files/, { maxFiles: 1 });
      await refuses(folder, [''], /it has 60 bytes, more than 40/, { maxBytes: 100 });
    }));

  it('are no longer read when it is cancelled', () =>
    withTemporary(async (folder) => {
      await put(folder, { 'a.php': '' });
      const reading = localSuiteFiles().readScripts(folder, ['a.php'], AbortSignal.abort());
      await assert.rejects(reading, (error) => isBenchError(error, 'cancelled'));
    }));
});

describe('a suites file', () => {
  it('is read, or known not to be there', () =>
    withTemporary(async (folder) => {
      await put(folder, { 'x.json': '{}' });
      assert.equal(await localSuiteFiles().readDefinitions(join(folder, 'x.json')), '{}');
      assert.equal(await localSuiteFiles().readDefinitions(join(folder, 'y.json')), undefined);
    }));

  it('is refused if it is no text file of a sensible size', () =>
    withTemporary(async (folder) => {
      await writeFile(join(folder, 'x.json'), Buffer.from([0x7b, 0xff, 0x7d]));
      await put(folder, { 'large.json': ' '.repeat(30) });
      const port = localSuiteFiles({ ...usualSuiteFileLimits, maxDefinitionBytes: 20 });
      for (const path of [folder, join(folder, 'x.json'), join(folder, 'large.json')]) {
        await assert.rejects(port.readDefinitions(path), (error) =>
          isBenchError(error, 'suites-file-invalid'),
        );
      }
    }));
});
