import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type StatusContext, statusText, type TreeStatus } from '../../../src/host/status-text.ts';
import { english } from '../../support/translate.ts';

const tree: TreeStatus = {
  name: 'php-src',
  version: '8.5.0-dev',
  configuration: 'debug',
  running: [],
  lastBuild: undefined,
};
const nowMs = 1_760_000_000_000;
const build = {
  phpVersion: '8.5.0-dev',
  commit: '0123456789abcdef',
  dirty: true,
  succeeded: true,
  atMs: nowMs - 5 * 60_000,
  durationMs: 61_000,
};
const context: StatusContext = { nowMs, locale: 'en', t: english };
const show = (...trees: TreeStatus[]) => statusText(trees, context);

describe('the status bar', () => {
  it('is empty without a tree', () => {
    assert.equal(show(), undefined);
  });

  it('shows the version before the first build, and nothing that becomes older', () => {
    const shown = show(tree);
    assert.equal(shown?.text, '$(beaker) PHP 8.5.0-dev');
    assert.equal(shown?.ages, false);
    assert.match(shown?.tooltip ?? '', /^Configuration: debug\nNot built yet\./);
  });

  it('shows version, commit and age of the last build', () => {
    const shown = show({ ...tree, lastBuild: build });
    assert.equal(shown?.text, '$(check) PHP 8.5.0-dev · 0123456789+ · 5 min. ago');
    assert.equal(shown?.ages, true);
    assert.equal(shown?.failed, false);
    const unchanged = show({ ...tree, lastBuild: { ...build, dirty: false } });
    assert.equal(unchanged?.text, '$(check) PHP 8.5.0-dev · 0123456789 · 5 min. ago');
    const release = show({ ...tree, lastBuild: { ...build, commit: '' } });
    assert.equal(release?.text, '$(check) PHP 8.5.0-dev · 5 min. ago');
    const later = statusText([{ ...tree, lastBuild: build }], { ...context, nowMs: nowMs + 3_600_000 });
    assert.equal(later?.text, '$(check) PHP 8.5.0-dev · 0123456789+ · 1 hr. ago');
  });

  it('says that the last build failed, and how long ago', () => {
    const shown = show({ ...tree, lastBuild: { ...build, succeeded: false } });
    assert.equal(shown?.text, '$(error) PHP 8.5.0-dev: build failed · 5 min. ago');
    assert.equal(shown?.failed, true);
  });

  it('says what was built, from which commit and how long it took', () => {
    const tooltip = show({ ...tree, lastBuild: build })?.tooltip ?? '';
    assert.match(tooltip, /Last build: PHP 8\.5\.0-dev 0123456789\+ in 1 min 01 s, /);
  });

  it('reads its words out, without the icons', () => {
    const spoken = show({ ...tree, lastBuild: build })?.spoken ?? '';
    assert.match(spoken, /^PHP 8\.5\.0-dev, 0123456789\+, 5 min\. ago, Configuration: debug, Last build/);
    assert.doesNotMatch(spoken, /\$\(|\n/);
  });

  it('spins while anything runs, on whichever tree', () => {
    const running = [{ title: 'Build of b (debug)', step: 'Compiling' }];
    const shown = show({ ...tree, lastBuild: build }, { ...tree, name: 'b', running });
    assert.equal(shown?.text, '$(sync~spin) Build of b (debug)');
    assert.match(shown?.tooltip ?? '', /^b\nBuild of b \(debug\): Compiling$/m);
    assert.equal(shown?.ages, false);
  });

  it('counts what runs side by side, and names each in the tooltip', () => {
    const running = [
      { title: 'Build of a (debug)', step: 'Compiling' },
      { title: 'Build of a (zts)', step: '' },
    ];
    const shown = show({ ...tree, running });
    assert.equal(shown?.text, '$(sync~spin) 2 builds, tests or benchmarks are running');
    assert.match(shown?.tooltip ?? '', /^Build of a \(debug\): Compiling\nBuild of a \(zts\)$/m);
  });

  it('draws no icon that a folder or a flag asks for', () => {
    const running = [{ title: 'Build of $(zap)', step: '' }];
    assert.equal(show({ ...tree, running })?.text, '$(sync~spin) Build of $ (zap)');
    assert.match(show({ ...tree, configuration: '$(zap)' })?.tooltip ?? '', /: \$ \(zap\)/);
  });
});
