import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isBuildSystemFile, planSync } from '../../../../src/core/build/sync-plan.ts';
import type { FileEntry } from '../../../../src/core/model/tree.ts';
import { manifestOf } from '../../../support/manifest.ts';

function file(path: string, mtimeMs = 1, sizeBytes = 10): FileEntry {
  return { path, kind: 'file', sizeBytes, mtimeMs, executable: false };
}

const segment = fc.stringMatching(/^[a-z é.-]{1,6}$/).filter((name) => name !== '.' && name !== '..');
const entries = fc.uniqueArray(
  fc.record<FileEntry>({
    // One fixed folder above every path, so that no path is the folder of another one.
    path: fc.array(segment, { minLength: 2, maxLength: 2 }).map((parts) => parts.join('/')),
    kind: fc.constant('file' as const),
    sizeBytes: fc.nat(3),
    mtimeMs: fc.nat(3),
    executable: fc.boolean(),
  }),
  { selector: (entry) => entry.path, maxLength: 30 },
);

describe('planSync', () => {
  it('brings any volume to any tree: what it sends and removes makes the two equal', () => {
    fc.assert(
      fc.property(entries, entries, (before, after) => {
        const known = manifestOf(before);
        const plan = planSync(known, after, true);
        assert.ok(plan);
        const volume = new Map(known);
        for (const path of plan.remove) {
          volume.delete(path);
        }
        for (const [path, print] of manifestOf(plan.send)) {
          volume.set(path, print);
        }
        assert.deepEqual(new Map([...volume].sort()), new Map([...manifestOf(after)].sort()));
      }),
    );
  });

  it('sends nothing for the same tree', () => {
    fc.assert(
      fc.property(entries, (files) => {
        assert.deepEqual(planSync(manifestOf(files), files, false), {
          send: [],
          remove: [],
          reconfigure: false,
          clean: false,
        });
      }),
    );
  });

  it('sees a change of time, size, mode, kind and link target', () => {
    const known = manifestOf([file('a')]);
    for (const changed of [
      file('a', 2),
      file('a', 1, 11),
      { ...file('a'), executable: true },
      { ...file('a'), kind: 'symlink' as const, linkTarget: 'b' },
    ]) {
      assert.equal(planSync(known, [changed], true)?.send.length, 1);
    }
  });

  it('configures again when the build system changed, a removed file of it too', () => {
    const known = manifestOf([file('ext/x/config.m4'), file('a.c')]);
    assert.equal(planSync(known, [file('ext/x/config.m4', 2), file('a.c')], true)?.reconfigure, true);
    assert.equal(planSync(known, [file('a.c')], true)?.reconfigure, true);
    assert.equal(planSync(known, [file('ext/x/config.m4'), file('a.c', 2)], true)?.reconfigure, false);
  });

  it('cleans when a header changed and make does not know who includes it', () => {
    const known = manifestOf([file('Zend/zend.h')]);
    assert.equal(planSync(known, [file('Zend/zend.h', 2)], false)?.clean, true);
    assert.equal(planSync(known, [file('Zend/zend.h', 2)], true)?.clean, false);
  });

  it('starts anew when a file became a folder', () => {
    assert.equal(planSync(manifestOf([file('a')]), [file('a/b')], true), undefined);
  });
});

describe('isBuildSystemFile', () => {
  it('knows what configure reads', () => {
    for (const path of [
      'configure.ac',
      'build/php.m4',
      'ext/opcache/config.m4',
      'sapi/cli/Makefile.frag',
      'configure',
    ]) {
      assert.equal(isBuildSystemFile(path), true, path);
    }
    for (const path of ['main/main.c', 'ext/standard/tests/config.phpt', 'Zend/zend.h', 'docs/build.md']) {
      assert.equal(isBuildSystemFile(path), false, path);
    }
  });
});
