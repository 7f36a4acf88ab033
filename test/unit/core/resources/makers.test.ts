import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { label } from '../../../../src/core/model/labels.ts';
import { makersOf } from '../../../../src/core/resources/makers.ts';

const history = { kind: 'history' } as const;

describe('what made an object', () => {
  it('is its image, where labels tell nothing', () => {
    assert.deepEqual(makersOf({}), [history]);
  });

  it('is the compose files, with those that are named below its folder', () => {
    const labels = {
      'com.docker.compose.project.working_dir': '/home/me/shop',
      'com.docker.compose.project.config_files': '/home/me/shop/compose.yaml,extra.yaml',
    };
    assert.deepEqual(makersOf(labels), [
      { kind: 'file', path: '/home/me/shop/compose.yaml' },
      { kind: 'file', path: '/home/me/shop/extra.yaml' },
      history,
    ]);
  });

  it('is the job and the tree of what the extension made, or a dev container, or the sources of an image', () => {
    assert.deepEqual(makersOf({ [label.job]: 'run-1', [label.tree]: '/src/php' }), [
      { kind: 'job', id: 'run-1' },
      { kind: 'folder', path: '/src/php' },
      history,
    ]);
    const devContainer = {
      'devcontainer.config_file': String.raw`C:\x\.devcontainer\devcontainer.json`,
      'devcontainer.local_folder': String.raw`C:\x`,
      'org.opencontainers.image.source': 'https://example.org/x.git#main',
    };
    assert.deepEqual(
      makersOf(devContainer).map(({ kind }) => kind),
      ['file', 'folder', 'address', 'history'],
    );
  });

  it('is nothing that would reach a network, run something or that is no path', () => {
    for (const path of [
      '//host/share',
      String.raw`\\host\share\x`,
      'relative',
      '~/x',
      '/a\nb',
      `/${'x'.repeat(5000)}`,
      '',
    ]) {
      const labels = {
        'devcontainer.config_file': path,
        'com.docker.compose.project.config_files': path,
        'com.docker.compose.project.working_dir': '//host/share',
        [label.tree]: path,
      };
      assert.deepEqual(makersOf(labels), [history], path);
    }
    for (const address of [
      'command:x',
      'javascript:x',
      'file:///etc/passwd',
      'https://user@host/',
      'vscode://x',
    ]) {
      assert.deepEqual(makersOf({ 'org.opencontainers.image.source': address }), [history], address);
    }
  });
});
