import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { statusText, type TreeStatus } from '../../../src/host/status-text.ts';
import { english } from '../../support/translate.ts';

const tree: TreeStatus = { name: 'php-src', version: '8.5.0-dev', running: undefined, lastBuild: undefined };
const build = {
  phpVersion: '8.5.0-dev',
  commit: '0123456789abcdef',
  dirty: true,
  succeeded: true,
  atMs: 1_760_000_000_000,
  durationMs: 61_000,
};

describe('the status bar', () => {
  it('is empty without a tree', () => {
    assert.equal(statusText([], english), undefined);
  });

  it('shows the version before the first build, after it, and after one that failed', () => {
    assert.equal(statusText([tree], english)?.text, '$(beaker) PHP 8.5.0-dev');
    assert.equal(statusText([{ ...tree, lastBuild: build }], english)?.text, '$(check) PHP 8.5.0-dev');
    const failed = { ...build, succeeded: false };
    assert.equal(
      statusText([{ ...tree, lastBuild: failed }], english)?.text,
      '$(error) PHP 8.5.0-dev: build failed',
    );
  });

  it('says what was built, from which commit and how long it took', () => {
    const tooltip = statusText([{ ...tree, lastBuild: build }], english)?.tooltip ?? '';
    assert.match(tooltip, /Last build: PHP 8\.5\.0-dev 0123456789\+ in 1 min 01 s, /);
  });

  it('spins while anything runs, on whichever tree', () => {
    const running = { title: 'Build of b', step: 'Compiling' };
    const status = statusText([tree, { ...tree, name: 'b', running }], english);
    assert.equal(status?.text, '$(sync~spin) Build of b');
    assert.match(status?.tooltip ?? '', /^b\nBuild of b: Compiling$/m);
  });

  it('draws no icon that a folder asks for', () => {
    const running = { title: 'Build of $(zap)', step: '' };
    assert.equal(statusText([{ ...tree, running }], english)?.text, '$(sync~spin) Build of $ (zap)');
  });
});
