import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { chartPicture, plainPicture } from '../../../../src/core/chart/picture.ts';
import type { PictureView } from '../../../../src/core/chart/picture-view.ts';
import { renderReport, reportStyle, reportStyleHash } from '../../../../src/core/chart/report.ts';
import { chartOf, columnsOf, hostileTexts, steppedValues } from '../../../support/chart-data.ts';
import { elementsOf } from '../../../support/markup.ts';

const madeAtMs = Date.UTC(2026, 5, 1, 12, 30);
const values = steppedValues(60, 40);
const excluded = values.map((_, index) => (index === 5 ? 'a backup ran' : ''));
const report = renderReport(plainPicture(chartOf(columnsOf(values, { excluded }))), madeAtMs);

describe('the report', () => {
  it('allows its one style by its hash, and nothing else', () => {
    assert.equal(createHash('sha256').update(reportStyle).digest('base64'), reportStyleHash);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(report)?.[1] ?? '';
    assert.deepEqual(policy.replaceAll('&#39;', "'").split('; '), [
      "default-src 'none'",
      `style-src 'sha256-${reportStyleHash}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    assert.equal(report.match(/<style>/g)?.length, 1);
    assert.ok(report.includes(`<style>${reportStyle}</style>`));
  });

  it('runs nothing and loads nothing', () => {
    const elements = new Set(elementsOf(report).map((element) => element.split(' ')[0]));
    for (const name of ['script', 'img', 'link', 'iframe', 'image', 'use', 'a', 'foreignObject', 'object']) {
      assert.ok(!elements.has(name), name);
    }
    assert.doesNotMatch(report, /\s(on\w+|style|src|href)=|@import|url\((?!#plot\))/);
    assert.deepEqual(
      [...report.matchAll(/https?:\/\/[^"'\s<]+/g)].map(([address]) => address),
      ['http://www.w3.org/2000/svg'],
    );
  });

  it('has the chart, the changes and each run, the excluded one with its reason', () => {
    assert.match(report, /Made with PHP Source Bench on 2026-06-01 12:30 UTC/);
    assert.match(report, /60 runs, of which 1 excluded, from 2026-01-01 to 2026-03-01/);
    assert.equal(report.match(/<svg /g)?.length, 1);
    const [changes = '', runs = ''] = [...report.matchAll(/<tbody>(.*?)<\/tbody>/gs)].map(([, body]) => body);
    assert.equal(changes.match(/<tr>/g)?.length, 1);
    assert.match(changes, /\+[45]\.\d %/);
    assert.equal(runs.match(/<tr>/g)?.length, 60);
    assert.match(runs, /<td class="words out">Excluded: a backup ran<\/td>/);
  });

  it('has one picture of all series, says what it is relative to, and a table of each as measured', () => {
    const chart = chartOf(columnsOf(values));
    const shown = [
      { chart, place: null, control: null },
      { chart, place: 0, control: null },
    ];
    const view: PictureView = {
      mode: 'first',
      ...{ reference: null, logarithmic: true, window: 9, hiddenLayers: [] },
    };
    const several = renderReport(chartPicture(shown, view, undefined), madeAtMs);
    assert.equal(several.match(/<svg /g)?.length, 1);
    assert.equal(several.match(/<section>/g)?.length, 2);
    assert.equal(several.match(/<details>/g)?.length, 2);
    assert.match(
      several,
      /In the picture, values are relative to the first run shown, log scale; in the tables, as measured\./,
    );
    assert.match(several, /<td class="number">\d+\.\d ms<\/td>/);
    assert.doesNotMatch(report, /In the picture/);
  });

  it('says so when there is nothing to show', () => {
    const empty = renderReport(plainPicture(chartOf(columnsOf([]))), madeAtMs);
    assert.match(empty, /No runs\./);
    assert.match(empty, /No change of the level/);
  });

  it('has the same elements and attributes whatever the texts hold', () => {
    const shape = (text: string) => {
      const all = values.map(() => text);
      const reasons = values.map((_, index) => (index === 5 ? text : ''));
      const series = columnsOf(values, { subjects: all, commits: all, phpVersions: all, excluded: reasons });
      return elementsOf(
        renderReport(plainPicture(chartOf(series, { benchmark: text, suite: text })), madeAtMs),
      );
    };
    const usual = shape('text');
    for (const text of hostileTexts) {
      assert.deepEqual(shape(text), usual, text.slice(0, 60));
    }
  });
});
