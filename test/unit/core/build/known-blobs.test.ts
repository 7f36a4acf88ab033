import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type KnownBlobs,
  learnBlobs,
  parseBlobs,
  serializeBlobs,
  sortByKnown,
} from '../../../../src/core/build/known-blobs.ts';
import { changesOf, planSync } from '../../../../src/core/build/sync-plan.ts';
import { emptyVolume, type HeldFiles, nextFiles } from '../../../../src/core/build/volume-state.ts';
import type { FileEntry } from '../../../../src/core/model/tree.ts';
import { manifestOf } from '../../../support/manifest.ts';

const blobOf = (content: string) => `f:${content.padStart(40, '0')}`;
const none: KnownBlobs = new Map();

/** A file of the tree as it is on disk: its content stands for itself. */
interface OnDisk {
  readonly content: string;
  readonly mtimeMs: number;
}

function entry(path: string, { mtimeMs }: OnDisk, blob?: string): FileEntry {
  return { path, kind: 'file', sizeBytes: 1, mtimeMs, executable: false, blob };
}

const unchanged = (path: string, content: string) =>
  ({ path, kind: 'unchanged', blob: blobOf(content) }) as const;

describe('what git calls the files of a volume', () => {
  it('is learnt by a look at files that the volume held before, and makes the next look needless', () => {
    const disk = { content: '1', mtimeMs: 5 };
    const known = manifestOf([entry('a', disk)]);
    const first = sortByKnown([unchanged('a', '1')], known, none);
    assert.deepEqual(first.unsure, [unchanged('a', '1')]);
    const learnt = learnBlobs([entry('a', disk, blobOf('1'))], known, none);
    assert.ok(learnt !== undefined);
    assert.deepEqual(sortByKnown([unchanged('a', '1')], known, parseBlobs(serializeBlobs(learnt))), {
      same: ['a'],
      unsure: [],
      changed: [],
    });
  });

  it('is not believed of what is sent: it may have changed since git looked', () => {
    const disk = { content: '2', mtimeMs: 6 };
    assert.equal(learnBlobs([entry('a', disk, blobOf('1'))], new Map(), none), undefined);
    assert.equal(
      learnBlobs(
        [entry('a', disk, blobOf('1'))],
        manifestOf([entry('a', { content: '1', mtimeMs: 5 })]),
        none,
      ),
      undefined,
    );
  });

  it('is forgotten when it cannot be read', () => {
    for (const text of ['', '{', '[]', '{"version":3,"blobs":{}}', '{"version":2,"blobs":{"a":1}}']) {
      assert.equal(parseBlobs(text).size, 0);
    }
  });

  it('never makes a volume differ from the tree, whatever is edited, committed and checked out in between', () => {
    const paths = ['a', 'b'];
    // An edit while a build is sending happens between git's look and ours.
    const action = fc.record({
      path: fc.constantFrom(...paths),
      content: fc.constantFrom('1', '2', '3'),
      kind: fc.constantFrom('edit', 'commit', 'build', 'edit-while-building'),
    });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        let clock = 1;
        const disk = new Map<string, OnDisk>(paths.map((path) => [path, { content: '1', mtimeMs: 0 }]));
        const index = new Map(paths.map((path) => [path, '1']));
        const volume = new Map<string, string>();
        let held: HeldFiles = emptyVolume;
        let blobs: KnownBlobs = none;
        const on = (path: string) => disk.get(path) ?? { content: '', mtimeMs: 0 };
        const edit = (path: string, content: string) => {
          clock += 1;
          disk.set(path, { content, mtimeMs: clock });
        };
        const build = (meanwhile: () => void) => {
          const listed = paths.map((path) =>
            on(path).content === index.get(path) ? unchanged(path, on(path).content) : entry(path, on(path)),
          );
          meanwhile();
          const known = held.files;
          const { same, unsure, changed } = sortByKnown(listed, known, blobs);
          const looked = unsure.map(({ path, blob }) => entry(path, on(path), blob));
          const files = [...changed, ...looked];
          const plan = planSync(known, files, true, same);
          assert.ok(plan !== undefined);
          blobs = learnBlobs(looked, known, blobs) ?? blobs;
          const unstable = new Set<string>();
          for (const file of plan.send) {
            if (on(file.path).mtimeMs === file.mtimeMs) {
              volume.set(file.path, on(file.path).content);
            } else {
              unstable.add(file.path);
            }
          }
          clock += 1;
          held = nextFiles(held, String(clock), changesOf(plan, unstable));
        };
        for (const { kind, path, content } of actions) {
          if (kind === 'edit') {
            edit(path, content);
          } else if (kind === 'commit') {
            index.set(path, on(path).content);
          } else {
            build(() => (kind === 'build' ? undefined : edit(path, content)));
          }
        }
        build(() => undefined);
        for (const path of paths) {
          assert.equal(volume.get(path), on(path).content);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
