import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as v from 'valibot';
import {
  imagePlatform,
  timeMs,
  toContainerExit,
  toContainerRow,
  toImageFacts,
  toImageRow,
} from '../../../src/engine/normalise.ts';
import {
  containerListReply,
  containerReply,
  imageListReply,
  imageReply,
  volumeListReply,
} from '../../../src/engine/replies.ts';

describe('replies of an engine', () => {
  test('null and absence are empty', () => {
    assert.deepEqual(v.parse(imageListReply, null), []);
    assert.deepEqual(v.parse(volumeListReply, { Volumes: null, Warnings: null }).Volumes, []);
    const [image] = v.parse(imageListReply, [
      { Id: 'sha256:a', RepoTags: null, Labels: null, Created: null },
    ]);
    assert.ok(image);
    assert.deepEqual(toImageRow(image), {
      id: 'sha256:a',
      references: [],
      digests: [],
      parentId: undefined,
      labels: {},
      createdAtMs: 0,
      sizeBytes: 0,
    });
  });

  test('an untagged image has no reference', () => {
    const reply = v.parse(imageReply, {
      Id: 'sha256:a',
      RepoTags: ['<none>:<none>'],
      RepoDigests: ['<none>@<none>'],
      Architecture: 'arm64',
      Variant: 'v8',
      Config: null,
    });
    const facts = toImageFacts(reply);
    assert.deepEqual([facts.references, facts.repoDigests, facts.labels], [[], [], {}]);
    assert.equal(facts.platform, 'linux/arm64');
  });

  test('a variant is kept where it tells machines apart', () => {
    assert.equal(imagePlatform('arm', 'v7'), 'linux/arm/v7');
    assert.equal(imagePlatform('amd64', ''), 'linux/amd64');
  });

  test('the zero time of Go is none', () => {
    assert.equal(timeMs('0001-01-01T00:00:00Z'), undefined);
    assert.equal(timeMs(''), undefined);
    assert.equal(timeMs('2026-01-02T03:04:05.678901234Z'), Date.UTC(2026, 0, 2, 3, 4, 5, 678));
  });

  test('a container of an unknown state and without name is still a row', () => {
    const [reply] = v.parse(containerListReply, [
      {
        Id: '0123456789abcdef',
        State: 'Pondering',
        Mounts: [
          { Type: 'volume', Name: 'v' },
          { Type: 'bind', Source: '/x' },
        ],
      },
    ]);
    assert.ok(reply);
    const row = toContainerRow(reply);
    assert.equal(row.state, 'unknown');
    assert.equal(row.name, '0123456789ab');
    assert.deepEqual(row.volumes, ['v']);
  });

  test('how a container ended', () => {
    const reply = v.parse(containerReply, {
      State: {
        Status: 'exited',
        ExitCode: 137,
        OOMKilled: true,
        StartedAt: '2026-01-01T00:00:01Z',
        FinishedAt: '2026-01-01T00:00:03Z',
      },
    });
    const exit = toContainerExit(reply);
    assert.deepEqual(
      [exit.exitCode, exit.outOfMemory, exit.finishedAtMs - exit.startedAtMs],
      [137, true, 2000],
    );
  });

  test('a container whose end the engine dates before its start has lasted no time', () => {
    const times = { StartedAt: '2026-01-01T00:00:01.500Z', FinishedAt: '2026-01-01T00:00:01.499Z' };
    const reply = v.parse(containerReply, {
      State: { Status: 'exited', ExitCode: 0, OOMKilled: false, ...times },
    });
    const { startedAtMs, finishedAtMs } = toContainerExit(reply);
    assert.equal(finishedAtMs, startedAtMs);
  });
});
