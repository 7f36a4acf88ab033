import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { LeftOut } from '../../../../src/core/history-exchange/import-report.ts';
import { parseBuildName } from '../../../../src/core/history-exchange/real-time-data/build-name.ts';
import { readNight } from '../../../../src/core/history-exchange/real-time-data/night.ts';
import { readResults } from '../../../../src/core/history-exchange/real-time-data/results.ts';
import {
  environment,
  results2024,
  results2026,
  resultsShifted,
  tsv,
} from '../../../support/real-time-data.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const night = readNight(environment);

function read(text: string) {
  assert.ok(typeof night !== 'string');
  const leftOut = new LeftOut();
  const runs = readResults(text, night, 'result.tsv', sha256, leftOut);
  return { runs, left: leftOut.list() };
}

describe("a night's environment", () => {
  it('is read by the names of its columns, and keeps those that have no field', () => {
    assert.deepEqual(night, {
      uri: '2024/night1',
      machine: { id: 'php/real-time-benchmark-data:aws-x86', name: 'AWS x86' },
      platform: 'linux/amd64',
      startedAtMs: Date.UTC(2024, 8, 26, 0, 49, 34),
      environment: {
        cpuModel: undefined,
        cpuCount: 48,
        operatingSystem: 'Amazon Linux',
        kernelVersion: '6.1.0',
        compiler: 'gcc 11.4.1',
        other: { Environment: 'aws', 'Instance type': 'c7i.metal', RAM: '188 GB' },
      },
    });
  });

  it('says why it cannot be understood', () => {
    const header = 'URI ID Architecture Time';
    const row = 'u i x86_64 2024-09-26~00:49:34';
    assert.ok(typeof readNight(tsv(header, row)) !== 'string');
    const cases: readonly (readonly [string, RegExp])[] = [
      ['', /exactly one row/],
      [tsv(header), /exactly one row/],
      [tsv(header, row, row), /exactly one row/],
      [tsv(header, `${row} x`), /5 values for 4 columns/],
      [tsv(header.replace('Time', 'When'), row), /no Time/],
      [tsv(header, row.replace('u i', 'u ')), /no ID/],
      [tsv(header, row.replace('2024-09-26~', 'yesterday~')), /known form/],
      [tsv(header, row.replace('x86_64', 'x86/../64')), /known form/],
    ];
    for (const [text, reason] of cases) {
      assert.match(String(readNight(text)), reason, text);
    }
  });
});

describe('the name of a build', () => {
  it('tells its place in the night, its branch and its variant', () => {
    const named = (name: string) => {
      const { role, branch, variant } = parseBuildName(name, 'd5f6e56610');
      return [role, branch, variant.name];
    };
    assert.deepEqual(named('PHP - master'), ['subject', 'master', 'default']);
    assert.deepEqual(named('PHP - master (JIT)'), ['subject', 'master', 'jit']);
    assert.deepEqual(named('PHP - previous master'), ['repeat', 'master', 'default']);
    assert.deepEqual(named('PHP - previous master (JIT)'), ['repeat', 'master', 'jit']);
    assert.deepEqual(named('PHP - baseline@d5f6'), ['control', 'd5f6e56610', 'default']);
    assert.deepEqual(named('PHP - baseline@d5f6e56'), ['control', 'd5f6e56610', 'default']);
    assert.deepEqual(named('PHP nightly, tuned'), ['subject', 'PHP nightly, tuned', 'default']);
  });
});

describe("a night's results", () => {
  it('are a run for each test and build, without a rounding on the way', () => {
    const { runs, left } = read(results2024);
    assert.deepEqual(left, []);
    assert.deepEqual(
      runs.map(({ run, points }) => [run.role, run.variant.name, run.build.commit?.sha, points.length]),
      [
        ['control', 'default', 'd5f6e56610', 2],
        ['repeat', 'default', '2a3dae18ed', 2],
        ['subject', 'default', '531b94359e', 3],
        ['subject', 'jit', '531b94359e', 1],
      ],
    );
    const [control, , master] = runs;
    assert.deepEqual(control?.points[0]?.summary, {
      sampleCount: 30,
      median: 438.39,
      minimum: 437.75,
      maximum: 439.5,
      mean: 438.49,
      standardDeviation: 0.5,
    });
    assert.equal(control?.points[1]?.summary?.median, 41_860_000);
    assert.equal(master?.points[2]?.summary?.median, 537_062_327);
    assert.equal(control?.run.environment.other['Test requests'], '100');
    assert.equal(control?.run.environment.warmups, 10);
    assert.deepEqual(control?.run.remarks, [
      { kind: 'imported', text: 'php/real-time-benchmark-data 2024/night1' },
    ]);
  });

  it('have the same identifiers whenever they are read, and each its own', () => {
    const ids = read(results2024).runs.map(({ run }) => run.id);
    assert.deepEqual(
      read(results2024).runs.map(({ run }) => run.id),
      ids,
    );
    assert.equal(new Set(ids).size, 4);
    assert.match(ids[0] ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('are found by the names of the columns, whatever their order', () => {
    const { runs, left } = read(results2026);
    assert.deepEqual(
      runs.map(({ run, points }) => [run.suite, run.iterations, points[0]?.summary?.median]),
      [['bench.php', 50, 450]],
    );
    assert.deepEqual(left, [
      {
        kind: 'column',
        reason: '"Skewness" has no place in the history',
        count: 1,
        examples: ['result.tsv'],
      },
    ]);
  });

  it('of rows that do not fit their header are reported, never guessed at', () => {
    const { runs, left } = read(resultsShifted);
    assert.deepEqual(runs, []);
    assert.deepEqual(
      left.map(({ kind, count, examples }) => [kind, count, examples]),
      [
        ['column', 1, ['result.tsv']],
        ['row', 1, ['result.tsv, line 2']],
      ],
    );
  });

  it('that cannot be are reported by their reason, and the others are read', () => {
    const header = 'Test~name PHP PHP~Commit~hash Test~iterations Min Median Max';
    const good = 'a PHP~-~master 531b94359e 5 0.4 0.45 0.5';
    const bad = [
      good,
      good.replace('a ', ' '),
      good.replace('531b94359e', 'HEAD'),
      good.replace(' 5 ', ' 0 '),
      good.replace('a ', 'b ').replace('0.45', 'NaN'),
      good.replace('a ', 'b ').replace('0.45', '-0.45'),
      good.replace('a ', 'b ').replace('0.45', '0.6'),
      good.replace('a ', `${'x'.repeat(501)} `),
    ];
    const { runs, left } = read(tsv(header, good, ...bad));
    assert.equal(runs.length, 1);
    assert.deepEqual(
      left.map(({ reason, count }) => [reason.split(' ').slice(0, 4).join(' '), count]),
      [
        ['is of a test', 1],
        ['does not name its', 2],
        ['does not say how', 1],
        ['has times that are', 3],
        ['has a value that', 1],
      ],
    );
  });

  it('without a column that is needed are left out as a whole', () => {
    const { runs, left } = read(results2024.replace('Median\t', 'Middle\t'));
    assert.deepEqual(runs, []);
    assert.deepEqual(left, [
      { kind: 'file', reason: 'has no column Median', count: 1, examples: ['result.tsv'] },
    ]);
  });
});
