import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { runDocument } from '../../../../src/core/bench/run-document.ts';
import type { RunDetails } from '../../../../src/core/model/bench.ts';
import { hostileTexts } from '../../../support/chart-data.ts';
import { runOf } from '../../../support/history-data.ts';

function detailsOf(text: string): RunDetails {
  const { owner: _, ...start } = runOf(1);
  return {
    run: {
      ...start,
      suite: text,
      machine: { id: 'm', name: text },
      variant: { name: text, ini: { [text]: text } },
      build: {
        ...start.build,
        phpVersion: text,
        configureFlags: [text],
        commit: { sha: '0123456789abcdef', subject: text, author: text, committedAtMs: 0 },
      },
      environment: { cpuModel: text, other: { [`other ${text}`]: text } },
      status: 'incomplete',
      note: text,
      remarks: [{ kind: 'busy-machine', text }],
      finishedAtMs: start.startedAtMs + 61_000,
      iterations: 2,
    },
    points: [
      {
        ...{ seriesId: 1, benchmark: text, metric: 'time', unit: 'ms' },
        summary: { sampleCount: 2, median: 5.5, minimum: 5, maximum: 6 },
        exclusion: { reason: text, atMs: 0 },
        samples: [
          [0, 5],
          [1, 6],
        ],
      },
    ],
  };
}

/** The document's own markup: what starts lines, and how many cells each row has. */
function shapeOf(document: string): readonly string[] {
  return document
    .split('\n')
    .map((line) =>
      line.startsWith('|') ? `row ${line.split(/(?<!\\)\|/).length}` : (/^[#-]*/.exec(line)?.[0] ?? ''),
    );
}

describe('the document of a run', () => {
  it('has its status, its environment, its numbers and its samples', () => {
    const document = runDocument(detailsOf('text'));
    for (const expected of [
      /^# text \\\(text\\\) on PHP text \\\(0123456789\\\)$/m,
      /^\| Status \| incomplete: text \|$/m,
      /^\| Took \| 1 min 01 s \|$/m,
      /^\| Iterations \| 2 of 3 \|$/m,
      /^\| cpuModel \| text \|$/m,
      /^- busy-machine: text$/m,
      /^\| text \| time \| 5\.50 ms \| 5\.00 ms \| 6\.00 ms \| {2}\| 2 \| 1970-01-01 00:00:00 UTC: text \|$/m,
      /^\| text \| time \| ms \| 5, 6 \|$/m,
    ]) {
      assert.match(document, expected);
    }
  });

  it('says that a run which has not ended has no numbers, and shows no samples that are gone', () => {
    const { run, points } = detailsOf('text');
    assert.match(runDocument({ run: { ...run, status: 'running' }, points: [] }), /has not ended/);
    const gone = points.map((point) => ({ ...point, samples: [] }));
    assert.doesNotMatch(runDocument({ run, points: gone }), /## Samples/);
  });

  it('has the same markup whatever the texts hold', () => {
    const usual = shapeOf(runDocument(detailsOf('text')));
    for (const text of hostileTexts) {
      const document = runDocument(detailsOf(text));
      assert.deepEqual(shapeOf(document), usual, text.slice(0, 60));
      assert.doesNotMatch(document, /(?<!\\)[<[]/, text.slice(0, 60));
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        assert.deepEqual(shapeOf(runDocument(detailsOf(`x${text}`))), usual);
      }),
    );
  });
});
