import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openHistory } from '../../../../src/local/history/open.ts';
import { refused, report, signal, withScene } from '../../../support/exchange-scene.ts';

describe('an import of JSON', () => {
  const withLines = (change: (lines: string[]) => string[], message: RegExp) =>
    withScene(async (scene) => {
      const source = join(scene.directory, 'out.jsonl');
      await scene.archive.exportTo(source, 'json', report, signal);
      const lines = (await readFile(source, 'utf8')).trimEnd().split('\n');
      await writeFile(source, `${change(lines).join('\n')}\n`);
      await refused(scene, source, message);
    });

  it('names the line and the field of what cannot be, and stores nothing of the lines before', () =>
    withLines(
      (lines) => lines.map((line) => line.replace('[1,8]', '[1,-8]')),
      /^out\.jsonl, line 3, points\.0\.samples\.1\.1 cannot be imported: it must not be negative\./,
    ));

  it('refuses a field that it does not know', () =>
    withLines(
      (lines) => lines.map((line) => line.replace('"suite"', '"sweet"')),
      /^out\.jsonl, line 2, run\.\w+ /,
    ));

  it('refuses a file that was cut off between two lines, or within one', async () => {
    await withLines((lines) => lines.slice(0, 2), /^out\.jsonl .*it has 1 of the 2 runs/);
    await withLines(
      ([header = '', first = '']) => [header, first.slice(0, 200)],
      /^out\.jsonl, line 2 .*not JSON/,
    );
  });

  it('refuses a run or a sample that comes twice', async () => {
    await withLines(([header = '', first = '']) => [header, first, first], /line 3 .* a second time/);
    await withLines(
      (lines) => lines.map((line) => line.replace('[1,8]', '[0,8]')),
      /line 3 .*iteration 0 of a point a second time/,
    );
  });

  it('refuses a run that has not ended, and a point without numbers', async () => {
    await withLines((lines) => lines.map((line) => line.replace('"complete"', '"running"')), /has not ended/);
    await withLines(
      (lines) => lines.map((line) => line.replace('[[0,6],[1,8]]', '[]')),
      /must have samples, or a summary/,
    );
  });

  it("refuses a newer version's, and what is no export", async () => {
    await withLines(
      ([header = '', ...rest]) => [header.replace('"version":1', '"version":2'), ...rest],
      /line 1 .*format 2, and this version knows 1/,
    );
    await withLines(() => ['{"runs":[]}'], /line 1 .*does not begin as the export/);
    await withLines(() => [''], /line 1 .*not JSON/);
  });

  it('refuses what is not UTF-8, is missing or is empty', () =>
    withScene(async (scene) => {
      const source = join(scene.directory, 'x.jsonl');
      await refused(scene, source, /cannot be read/);
      await writeFile(source, new Uint8Array([0x7b, 0xff, 0x0a]));
      await refused(scene, source, /not UTF-8/);
      await writeFile(source, '');
      await refused(scene, source, /x\.jsonl cannot be imported: it is empty/);
    }));

  it('that is cancelled stores nothing', () =>
    withScene(async ({ archive, directory, empty, emptyPath }) => {
      const source = join(directory, 'out.jsonl');
      await archive.exportTo(source, 'json', report, signal);
      await assert.rejects(empty.importFrom(source, report, AbortSignal.abort()), { reason: 'cancelled' });
      const history = await openHistory(emptyPath);
      assert.deepEqual(history.listRuns(9), []);
      history.close();
    }));
});
