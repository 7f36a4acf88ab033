import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseBenchOutput } from '../../../../src/core/bench/bench-output.ts';
import { isBenchError } from '../../../../src/core/errors.ts';

/** Prints as Zend/bench.php does: the number padded so that it ends in column 24, or touches a long name. */
function row(name: string, seconds: number): string {
  const number = seconds.toLocaleString('en-US', { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  return `${name}${' '.repeat(Math.max(0, 24 - name.length - number.length))}${number}\n`;
}

const dashes = `${'-'.repeat(24)}\n`;

describe('parseBenchOutput', () => {
  it('reads what bench.php prints', () => {
    const output = `${row('simple', 0.023)}${row('ackermann(7)', 0.011)}${row('nestedloop(12)', 1.5)}${dashes}${row('Total', 1.534)}`;
    assert.deepEqual(parseBenchOutput('Zend/bench.php', output), [
      { benchmark: 'simple', metric: 'time', unit: 'ms', value: 23 },
      { benchmark: 'ackermann(7)', metric: 'time', unit: 'ms', value: 11 },
      { benchmark: 'nestedloop(12)', metric: 'time', unit: 'ms', value: 1500 },
      { benchmark: 'Total', metric: 'time', unit: 'ms', value: 1534 },
    ]);
  });

  it('reads what micro_bench.php prints: names with spaces and signs, and a net time', () => {
    const output = [
      'empty_loop         0.035\n',
      '$x = self::$x      0.107    0.072\n',
      '$x = $a ? $a : 0   0.098    0.063\n',
      'undef_func()       0.120    0.085\n',
      dashes,
      'Total              0.360\n',
    ].join('');
    const samples = parseBenchOutput('Zend/micro_bench.php', output);
    assert.deepEqual(samples[1], { benchmark: '$x = self::$x', metric: 'time', unit: 'ms', value: 107 });
    assert.deepEqual(samples[2], { benchmark: '$x = self::$x', metric: 'net-time', unit: 'ms', value: 72 });
    assert.equal(samples.length, 8);
  });

  it('reads names that touch their number, and commas', () => {
    const output = `${row('a_very_long_benchmark_nm()', 12.5)}${row('slow', 1234.567)}${dashes}${row('Total', 1247.067)}`;
    const values = parseBenchOutput('s', output).map((sample) => [sample.benchmark, sample.value]);
    assert.deepEqual(values, [
      ['a_very_long_benchmark_nm()', 12_500],
      ['slow', 1_234_567],
      ['Total', 1_247_067],
    ]);
  });

  it('leaves out a net time below zero, which noise makes, and keeps the time', () => {
    const output = `simple 0.020 -0.001\nminus- 0.030\n${dashes}${row('Total', 0.05)}`;
    const found = parseBenchOutput('s', output).map(({ benchmark, metric, value }) => [
      benchmark,
      metric,
      value,
    ]);
    assert.deepEqual(found, [
      ['simple', 'time', 20],
      ['minus-', 'time', 30],
      ['Total', 'time', 50],
    ]);
  });

  it('finds every row of any table', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9_$= ?:]{0,15}\([0-9]{0,4}\)$/);
    const rows = fc.uniqueArray(fc.tuple(name, fc.integer({ min: 0, max: 9_999_999 })), {
      selector: ([text]) => text,
      maxLength: 30,
    });
    fc.assert(
      fc.property(rows, (table) => {
        const text = `${table.map(([text, ms]) => row(text, ms / 1000)).join('')}${dashes}${row('Total', 1)}`;
        const found = parseBenchOutput('s', text).slice(0, -1);
        assert.deepEqual(
          found.map((sample) => [sample.benchmark, sample.value]),
          table,
        );
      }),
    );
  });

  it('refuses what is no result', () => {
    const refused = [
      '',
      'PHP Fatal error:  x in y on line 3\n',
      row('simple', 1),
      'Total  NaN\n',
      'Total  -1.000x\n',
      `${row('simple', 1)}other -0.001\n${row('Total', 1)}`,
      `${row('simple', 1)}other nan\n${row('Total', 1)}`,
      `${row('simple', 1)}other inf\n${row('Total', 1)}`,
      `simple ${'9'.repeat(350)}.000\n${row('Total', 1)}`,
      '1'.repeat(1_000_000),
    ];
    for (const output of refused) {
      assert.throws(
        () => parseBenchOutput('s', output),
        (error) => isBenchError(error, 'benchmark-output'),
        output,
      );
    }
    assert.throws(
      () => parseBenchOutput('s', `${row('a()', 1)}${row('a()', 2)}${row('Total', 3)}`),
      (error) => isBenchError(error, 'benchmark-output') && error.message.includes('twice'),
    );
  });

  it('never throws anything else, whatever the output', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        try {
          for (const sample of parseBenchOutput('s', text)) {
            assert.ok(Number.isFinite(sample.value) && sample.value >= 0);
          }
        } catch (error) {
          assert.ok(isBenchError(error, 'benchmark-output'));
        }
      }),
    );
  });
});
