import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type BuildOptions, buildCommand, describeCopy } from '../../../src/cli/build-command.ts';
import type { CommandContext } from '../../../src/cli/context.ts';
import type { CopiedInterpreter } from '../../../src/core/build/copy-interpreter.ts';
import type { BuildResult } from '../../../src/core/model/build.ts';

const built: BuildResult = {
  ...{
    key: undefined,
    phpVersion: '8.2.32',
    platform: 'linux/amd64',
    toolchainKey: 't',
    toolchainImage: 'x',
  },
  source: { id: undefined, commit: undefined, dirty: false },
  ...{ configureFlags: [], image: undefined, volume: 'v', treeRoot: '/tree' },
  ...{ outcome: 'built' as const, durationMs: 1200, filesSent: 0 },
};
const copied: CopiedInterpreter = {
  ...{ path: '/out/php', sizeBytes: 1, phpVersion: '8.2.32' },
  needs: { glibc: '2.34', libraries: ['libedit.so.2'] },
};
const options: BuildOptions = {
  ...{
    tree: '/tree',
    commit: undefined,
    preset: 'usual',
    flags: [],
    clean: false,
    platform: undefined,
    copyOut: undefined,
  },
};

/** What the command prints, and where it asked to copy to. */
async function run(more: Partial<BuildOptions>) {
  const asked: string[] = [];
  const printed: { value: unknown; text: string }[] = [];
  const services = {
    build: () => Promise.resolve(built),
    copyInterpreter: (_: BuildResult, path: string) => {
      asked.push(path);
      return Promise.resolve(copied);
    },
  };
  const context = {
    services,
    progress: { report: () => {}, tail: () => [] },
    signal: new AbortController().signal,
    print: (value: unknown, text: () => string) => printed.push({ value, text: text() }),
  };
  await buildCommand(context as unknown as CommandContext, { ...options, ...more });
  return { asked, printed };
}

describe('build', () => {
  it('copies nothing unless it is asked to', async () => {
    const { asked, printed } = await run({});
    assert.deepEqual(asked, []);
    assert.equal(
      printed[0]?.text,
      'PHP 8.2.32 (release tree, linux/amd64) built in 1.2 s: /tree/sapi/cli/php in volume v\n',
    );
  });

  it('copies the interpreter with --copy-out, and says what it needs', async () => {
    const { asked, printed } = await run({ copyOut: '/out/php' });
    assert.deepEqual(asked, ['/out/php']);
    assert.deepEqual(printed[0]?.value, { ...built, copied });
    assert.match(
      printed[0]?.text ?? '',
      /\nCopied to \/out\/php\. Where it runs it needs glibc 2\.34 or newer, libedit\.so\.2\.\n$/,
    );
  });

  it('says so of an interpreter that needs nothing', () => {
    const needs = { glibc: undefined, libraries: [] };
    assert.match(describeCopy({ ...copied, needs }), /it needs no shared library\.$/);
  });
});
