import assert from 'node:assert/strict';
import { it } from 'node:test';
import { build } from 'esbuild';
import { targets } from '../../../scripts/bundle/targets.ts';

/** Without the toolkit and what only that needs. */
const limitBytes = 200_000;
const toolkit = /node_modules\/(@vscode|@microsoft|exenv-es6|tabbable|tslib)\//;

it("the panel's own script stays small, the toolkit apart", async () => {
  const page = targets({ development: false }).find(({ name }) => name === 'webview');
  const { metafile } = await build({ ...page?.options, metafile: true, write: false });
  const script = Object.entries(metafile.outputs).find(([path]) => path.endsWith('panel.js'))?.[1];
  const own = Object.entries(script?.inputs ?? {}).filter(([path]) => !toolkit.test(path));
  const bytes = own.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
  assert.ok(own.length > 30);
  assert.ok(bytes < limitBytes, `it has ${bytes} bytes`);
});
