import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readNightlyData } from '../../bench/detect/nightly-data.ts';
import { withTemporary } from '../../support/temporary.ts';

const columns = 'Test name\tPHP\tMedian';

function night(master: number, control: number): readonly string[] {
  return [`a.php\tPHP - master\t${master}`, `a.php\tPHP - baseline@d5f6\t${control}`];
}

async function writeNight(
  root: string,
  index: number,
  rows: readonly string[],
  header = columns,
): Promise<void> {
  const folder = join(root, '2025', `2025_${String(index).padStart(3, '0')}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'environment.tsv'), 'ID\tName\nbox\tA box\n');
  await writeFile(join(folder, 'result.tsv'), `${[header, ...rows].join('\n')}\n`);
}

describe('nightly data', () => {
  it('is read by the names of its columns, with the control of the same night in the order of the nights', () =>
    withTemporary(async (root) => {
      for (let index = 1; index < 100; index += 1) {
        await writeNight(root, index, night(index, 2));
      }
      await writeNight(
        root,
        100,
        ['300\ta.php\tPHP - master', '2\ta.php\tPHP - baseline@d5f6e56'],
        'Median\tTest name\tPHP',
      );
      const { series, nights, malformedRows } = readNightlyData(root);
      assert.deepEqual([nights, malformedRows], [100, 0]);
      assert.deepEqual(
        series.map(({ name }) => name),
        ['a.php, PHP - master, box'],
      );
      assert.deepEqual(series[0]?.measured.subject.slice(0, 3), [1, 2, 3]);
      assert.deepEqual(series[0]?.measured.control?.slice(0, 3), [2, 2, 2]);
      assert.equal(series[0]?.measured.subject.at(-1), 300);
    }));

  it('has the commit of the night before where it was measured again, and the nights whose instructions are known', () =>
    withTemporary(async (root) => {
      const header = 'Test name\tPHP\tMedian\tPHP Commit hash\tInstruction count';
      for (let index = 1; index <= 102; index += 1) {
        const again = index === 3 ? 'another' : `c${index - 1}xx`;
        await writeNight(
          root,
          index,
          [
            `a.php\tPHP - master\t1\tc${index}\t${index === 1 ? 0 : 1000 + index}`,
            `a.php\tPHP - previous master\t4\t${again}\t0`,
            'a.php\tPHP - baseline@d5f6\t2\td5f6\t0',
          ],
          header,
        );
      }
      const { series, withInstructions } = readNightlyData(root);
      assert.deepEqual(series[0]?.measured.remeasured?.slice(0, 4), [null, 4, null, 4]);
      assert.equal(series[0]?.measured.instructions, undefined);
      assert.deepEqual(withInstructions[0]?.measured.instructions?.slice(0, 2), [1002, 1003]);
      assert.equal(withInstructions[0]?.measured.subject.length, 101);
    }));

  it('leaves out rows with another number of values, and counts them', () =>
    withTemporary(async (root) => {
      for (let index = 1; index <= 100; index += 1) {
        await writeNight(root, index, night(1, 1));
      }
      await writeNight(root, 101, ['a.php\tPHP - master', ...night(1, 1).slice(1)]);
      const { series, malformedRows } = readNightlyData(root);
      assert.equal(malformedRows, 1);
      assert.equal(series[0]?.measured.subject.length, 100);
    }));

  it('has no series of less than 100 nights', () =>
    withTemporary(async (root) => {
      await writeNight(root, 1, night(1, 1));
      assert.deepEqual(readNightlyData(root).series, []);
    }));
});
