import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { compareDocument } from '../../../../src/core/compare/document.ts';
import type { CompareResult, CompareRow } from '../../../../src/core/compare/request.ts';
import { percent, verdictSentence } from '../../../../src/core/compare/words.ts';
import type { BuildResult } from '../../../../src/core/model/build.ts';
import { markdownText } from '../../../../src/core/text/markdown.ts';

const row: CompareRow = {
  benchmark: 'Total',
  metric: 'time',
  unit: 'ms',
  verdict: 'slower',
  baseMedian: 350,
  candidateMedian: 357,
  change: { estimate: 0.0204, low: 0.018, high: 0.024 },
  confidence: 0.99,
  smallestChange: 0.01,
  rounds: 15,
  roundsNeeded: 12,
};

function built(sha: string, subject: string, dirty = false): BuildResult {
  return {
    key: sha,
    phpVersion: '8.2.32',
    source: { id: 'x', commit: { sha, subject, author: 'a', committedAtMs: 0 }, dirty },
    platform: 'linux/amd64',
    toolchainKey: 't',
    toolchainImage: 'i',
    configureFlags: [],
    image: 'i',
    volume: undefined,
    treeRoot: '/php',
    outcome: 'cached',
    durationMs: 1,
    filesSent: 0,
  };
}

const result: CompareResult = {
  suite: 'Zend/bench.php',
  rounds: 15,
  iterationsPerRound: 3,
  builds: [
    { role: 'base', build: built('0123456789abcdef', 'Fix GH-1'), runId: 'r1' },
    {
      role: 'candidate',
      build: built('fedcba9876543210', 'Try | <b>this</b> [x](http://y)', true),
      runId: 'r2',
    },
  ],
  main: row,
  rows: [row, { ...row, benchmark: 'simple()', verdict: 'no-difference' }],
  controlDrift: undefined,
  sameBuild: false,
  durationMs: 61_000,
};

describe('the words of a verdict', () => {
  it('say which way, how much, and how sure that is', () => {
    assert.equal(verdictSentence(row), 'Slower by 2.04 % (+1.80 % to +2.40 % at 99 % confidence).');
    const less = {
      ...row,
      verdict: 'faster',
      unit: 'bytes',
      change: { estimate: -0.2, low: -0.21, high: -0.19 },
    } as const;
    assert.equal(verdictSentence(less), 'Less memory by 20.0 % (−21.0 % to −19.0 % at 99 % confidence).');
  });

  it('say what could have been seen where nothing was', () => {
    const none = {
      ...row,
      verdict: 'no-difference',
      change: { estimate: 0.0001, low: -0.002, high: 0.0021 },
    } as const;
    assert.equal(
      verdictSentence(none),
      'No difference that 15 rounds can show: the change is between −0.20 % and +0.21 % at 99 % confidence. A change of 1 % would most likely have shown.',
    );
    assert.match(
      verdictSentence({ ...none, roundsNeeded: 60 }),
      /To show a change of 1 %, about 60 rounds are needed\.$/,
    );
    assert.match(
      verdictSentence({ ...none, verdict: 'too-few-rounds', roundsNeeded: undefined }),
      /Measure more rounds\.$/,
    );
  });

  it('write percentages with a sign, and zero without', () => {
    assert.deepEqual([0.02, -0.02, 0, -0.0000001, 1.5, Number.POSITIVE_INFINITY, Number.NaN].map(percent), [
      '+2.00 %',
      '−2.00 %',
      '0.000 %',
      '0.000 %',
      '+150.0 %',
      '+∞',
      '?',
    ]);
  });
});

describe('the document of a comparison', () => {
  it('has the answer in its first lines, then the builds, then every benchmark', () => {
    const text = compareDocument(result);
    const lines = text.split('\n');
    assert.equal(lines[0], '# Zend/bench.php: fedcba9876 with changes against 0123456789');
    assert.match(lines[2] ?? '', /^\*\*Slower by 2\.04 %/);
    assert.match(
      text,
      /^\| simple\\\(\\\) \| time \| no difference shown \| 350\.0 ms \| 357\.0 ms \| \+2\.04 % \|/m,
    );
    assert.ok(text.endsWith('\n') && !text.endsWith('\n\n'));
  });

  it('lets no commit message become markup', () => {
    const text = compareDocument(result);
    assert.ok(text.includes(String.raw`Try \| \<b\>this\</b\> \[x\]\(http\://y\)`));
  });

  it('warns of a small change between two binaries, and of a build compared with itself', () => {
    const small = { ...row, change: { estimate: 0.004, low: 0.002, high: 0.006 } };
    assert.match(compareDocument({ ...result, main: small }), /new layout of the machine code/);
    assert.doesNotMatch(compareDocument(result), /new layout/);
    const same = compareDocument({ ...result, main: small, sameBuild: true });
    assert.match(same, /every difference here is noise/);
    assert.doesNotMatch(same, /new layout/);
  });

  it('says how many rounds it takes to judge every benchmark', () => {
    const few = { ...row, verdict: 'too-few-rounds', confidence: 0.9995, rounds: 8 } as const;
    assert.match(
      compareDocument({ ...result, rows: [few] }),
      /To judge every benchmark, 12 rounds are needed at least/,
    );
    assert.doesNotMatch(compareDocument(result), /To judge every benchmark/);
  });

  it('counts the executions of a round', () => {
    assert.match(compareDocument(result), /the median of 3 executions/);
    assert.match(compareDocument({ ...result, iterationsPerRound: 1 }), /that of one execution/);
  });

  it('says how far the control moved', () => {
    assert.match(compareDocument({ ...result, controlDrift: -0.012 }), /the control moved by −1\.20 %/);
  });
});

describe('foreign text in Markdown', () => {
  it('keeps to its line and holds no character that could start markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = markdownText(text);
        assert.doesNotMatch(shown, /[\n\r\u2028\u2029]/);
        assert.doesNotMatch(shown.replaceAll(/\\./g, ''), /[`*_[\]<>|!&\\]/);
      }),
    );
  });
});
