import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { foreignPrograms } from '../../../../src/core/doctor/foreign-programs.ts';
import { judgeDisk, judgePlatforms, readInsideView } from '../../../../src/core/doctor/inside.ts';
import { plainProfile } from '../../../../src/core/machine/plain-profile.ts';
import { engineInfo } from '../../../support/engine-info.ts';

const lines = [
  'space overlay          264212084 38687824  67703088      37% /',
  'inodes overlay        16777216 1176160 15601056    8% /',
  'program psb-386 42',
  'program psb-amd64 42',
  'program psb-arm-v7 126',
  'program psb-arm64 2',
  'program psb-ppc64le 42',
];
const engine = { ...engineInfo, dataRoot: '/var/lib/docker' };

describe('the view from inside a container', () => {
  it('has the room of the disk and the platforms that run', () => {
    assert.deepEqual(readInsideView(lines), {
      space: { total: 264212084 * 1024, free: 67703088 * 1024 },
      inodes: { total: 16777216, free: 15601056 },
      platforms: ['linux/amd64', 'linux/386', 'linux/ppc64le'],
    });
  });

  it('leaves out what the file system or the image does not know', () => {
    const view = readInsideView(['space ', 'inodes overlay 0 0 0 - /', 'program psb-amd64 42']);
    assert.deepEqual(view, { space: undefined, inodes: undefined, platforms: ['linux/amd64'] });
    assert.equal(readInsideView([]), undefined);
  });
});

describe('the disk', () => {
  const judge = (freeBytes: number, freeInodes: number, operatingSystem = 'Debian') =>
    judgeDisk(
      {
        space: { total: 100e9, free: freeBytes },
        inodes: { total: 1000, free: freeInodes },
        platforms: [],
      },
      { ...engine, operatingSystem },
    );

  it('passes with room', () => {
    const outcome = judge(50e9, 500);
    assert.equal(outcome.state, 'passed');
    assert.equal(
      outcome.sentence,
      "50.0 GB of 100 GB are free on the disk of the engine's data (/var/lib/docker).",
    );
  });

  it('warns of little, and fails where nothing fits', () => {
    assert.equal(judge(4e9, 500).state, 'warning');
    const full = judge(0.5e9, 500);
    assert.deepEqual([full.state, full.reason], ['failed', 'engine-disk-full']);
    assert.match(full.action ?? '', /Prune\.\.\."\.$/);
    assert.match(judge(0, 500, 'Docker Desktop').action ?? '', /or raise the disk limit in Docker Desktop/);
  });

  it('is full without file entries too', () => {
    const outcome = judge(50e9, 20);
    assert.equal(outcome.state, 'warning');
    assert.match(outcome.sentence, /only 2 % of its file entries/);
  });

  it('is not judged unseen', () => {
    const unseen = { space: undefined, inodes: undefined, platforms: [] };
    assert.equal(judgeDisk(unseen, engine).state, 'not checked');
  });
});

describe('the platforms', () => {
  const view = readInsideView(lines) ?? assert.fail();

  it('are named', () => {
    assert.equal(
      judgePlatforms(view, engine, plainProfile).sentence,
      'The engine runs linux/amd64, and also linux/386, linux/ppc64le.',
    );
    const alone = judgePlatforms({ ...view, platforms: ['linux/amd64'] }, engine, undefined);
    assert.deepEqual(
      [alone.state, alone.sentence],
      ['passed', 'The engine runs linux/amd64 only; there is no emulation.'],
    );
  });

  it('must have the one that is built for', () => {
    const wants = (platform: 'linux/ppc64le' | 'linux/arm64') =>
      judgePlatforms(view, engine, { ...plainProfile, platform });
    assert.equal(wants('linux/ppc64le').state, 'passed');
    const missing = wants('linux/arm64');
    assert.deepEqual([missing.state, missing.reason], ['failed', 'platform-unavailable']);
    assert.match(missing.sentence, /but not linux\/arm64, which the machine profile wants/);
  });
});

it('there is one small executable for each platform', () => {
  const { files, platforms } = foreignPrograms();
  assert.equal(new Set(files.map(({ path }) => path)).size, platforms.size);
  for (const { path, content, executable } of files) {
    assert.ok(platforms.has(path) && executable && content instanceof Uint8Array && content.length < 200);
    assert.deepEqual([...content.slice(0, 4)], [0x7f, 0x45, 0x4c, 0x46]);
  }
});
