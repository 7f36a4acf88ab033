import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { ChartExport } from '../../../src/core/chart/chart-export.ts';
import type { chartColumns } from '../../../src/core/chart/chart-table.ts';
import type { PictureView } from '../../../src/core/chart/picture-view.ts';
import { saveChart } from '../../../src/local/save-chart.ts';
import { columnsOf, hostileTexts, seriesRow, steppedValues } from '../../support/chart-data.ts';
import { withTemporary } from '../../support/temporary.ts';

const values = steppedValues(60, 40);
const view: PictureView = {
  mode: 'absolute',
  ...{ reference: null, logarithmic: false, window: 5, hiddenLayers: [] },
};
const whole = { series: [{ id: 1, place: null }], view, range: undefined } as const;

/** A history of one series. */
function historyOf(more: Parameters<typeof columnsOf>[1] = {}) {
  return { listSeries: () => [seriesRow], readSeries: () => columnsOf(values, more) };
}

async function saved(
  request: ChartExport,
  history: Parameters<typeof saveChart>[0] = historyOf(),
): Promise<Buffer> {
  return withTemporary(async (directory) => {
    const path = join(directory, 'new', 'chart');
    await saveChart(history, request, path);
    assert.deepEqual(await readdir(join(directory, 'new')), ['chart']);
    return readFile(path);
  });
}

/** A table by the names of its columns. */
async function savedTable(request: Omit<ChartExport & { format: 'csv' }, 'format'>, history = historyOf()) {
  const rows = parse(await saved({ format: 'csv', ...request }, history), { columns: true });
  return rows as readonly Readonly<Record<(typeof chartColumns)[number], string>>[];
}

describe('what the chart shows as a table', () => {
  it('reads back as the data, with averages, levels and changes', async () => {
    const rows = await savedTable(whole);
    assert.deepEqual(
      rows.map(({ median }) => Number(median)),
      values,
    );
    const columns = columnsOf(values);
    assert.deepEqual(
      rows.map((row) => [Date.parse(row.measured_at), row.run, row.commit, Number(row.minimum), row.dirty]),
      values.map((_, index) => [
        ...[columns.timesMs[index], columns.runIds[index], columns.commits[index], columns.minima[index]],
        'false',
      ]),
    );
    assert.equal(rows.filter(({ average_of_5: average }) => average === '').length, 4);
    assert.equal(new Set(rows.map(({ level }) => level)).size, 2);
    assert.deepEqual(
      rows.filter(({ change }) => change !== '').map(({ change }) => Number(change).toFixed(2)),
      ['0.05'],
    );
  });

  it('has what is shown, and nothing of a series that is gone', async () => {
    const range = [Date.UTC(2026, 0, 3), Date.UTC(2026, 0, 5)] as const;
    const rows = await savedTable({
      ...{ view, range },
      series: [
        { id: 1, place: null },
        { id: 99, place: 0 },
      ],
    });
    assert.deepEqual(
      rows.map(({ measured_at: time }) => time.slice(0, 10)),
      ['2026-01-03', '2026-01-04', '2026-01-05'],
    );
  });

  it('gives texts back as they were, but for formulas of a spreadsheet', async () => {
    const subjects = values.map((_, index) => hostileTexts[index] ?? '');
    const excluded = values.map((_, index) => (index === 7 ? '@SUM(1+1)' : ''));
    const rows = await savedTable(whole, historyOf({ subjects, excluded }));
    for (const [index, row] of rows.entries()) {
      const subject = subjects[index] ?? '';
      const isFormula = subject.startsWith('=');
      assert.equal(row.subject, isFormula ? `'${subject}` : subject.toWellFormed());
      assert.doesNotMatch(row.subject, /^[=+\-@]/);
    }
    assert.equal(rows[7]?.excluded_because, "'@SUM(1+1)");
    assert.equal(rows[7]?.average_of_5, '');
  });
});

describe('what the chart shows as a file', () => {
  it('is a picture, a drawing or a report', async () => {
    const picture = new Uint8Array([0x89, 0x50, 0, 255]);
    assert.deepEqual(new Uint8Array(await saved({ format: 'png', picture })), picture);
    assert.match((await saved({ format: 'svg', ...whole })).toString(), /^<svg [\s\S]*<\/svg>\n$/);
    assert.match(
      (await saved({ format: 'html', ...whole })).toString(),
      /^<!DOCTYPE html>[\s\S]*<\/html>\n$/,
    );
  });

  it('draws what is shown beside its control, as the history has it', async () => {
    const control = { ...seriesRow, id: 2, role: 'control' as const, branch: 'd5f6e56610' };
    const history = {
      listSeries: () => [seriesRow, control],
      readSeries: (id: number) => columnsOf(values.map((value) => (id === 2 ? value / 2 : value))),
    };
    const request = { ...whole, format: 'svg', view: { ...view, mode: 'control' } } as const;
    const svg = (await saved(request, history)).toString();
    assert.match(svg, />Relative to the control d5f6e56610 of the same night</);
    assert.equal(svg.match(/ \(\+100\.0 %\)<\/title>/g)?.length, values.length);
  });

  it('is there whole or not at all, and says where it cannot be written', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'chart.svg');
      await writeFile(path, 'old');
      const broken = {
        listSeries: () => [seriesRow],
        readSeries: () => {
          throw new Error('unreadable');
        },
      };
      await assert.rejects(saveChart(broken, { format: 'svg', ...whole }, path), /unreadable/);
      assert.equal(await readFile(path, 'utf8'), 'old');
      await saveChart(historyOf(), { format: 'svg', ...whole }, path);
      assert.match(await readFile(path, 'utf8'), /^<svg /);
      const below = join(path, 'below.svg');
      await assert.rejects(saveChart(historyOf(), { format: 'svg', ...whole }, below), {
        reason: 'file-unwritable',
      });
      assert.deepEqual(await readdir(directory), ['chart.svg']);
    }));
});
