/** What the rows of one run share. Everything is made on first use and taken down at the end. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { cacheDirectory } from '../../../scripts/setup/locations.ts';
import type { OpenEngine } from '../../../src/engine/connect.ts';
import { launchBrowser } from '../../e2e/support/launch-browser.ts';
import { testEngine } from '../../support/engine.ts';
import { openTestEngine } from '../../support/engine-room.ts';
import { Shared } from '../framework/shared.ts';
import { type BenchEditor, openEditor } from './editor.ts';
import { openPhpBuilds, type PhpBuilds } from './php-builds.ts';
import { removeOwnTraces, removeTreeTraces } from './traces.ts';

export interface BenchContext {
  /** The rows are only to be produced: what is large is replaced by something small. */
  readonly tiny: boolean;
  readonly signal: AbortSignal;
  /** Versions that only show when something is used, by its name. */
  readonly versions: Map<string, string>;
  /** Absolute and empty, on a disk with room for some gigabytes; removed at the end. */
  readonly directory: string;
  /** The tests' engine. */
  readonly engine: Shared<OpenEngine>;
  /** One PHP tree, in the hands of each of those who build it. */
  readonly php: Shared<PhpBuilds>;
  /** Without a window. */
  readonly browser: Shared<Browser>;
  /** VS Code with the packaged extension. */
  readonly editor: Shared<BenchEditor>;
}

/**
 * Hands a context to `use` and takes everything down whatever happened. Only one at a time may be open on a machine:
 * its directory has a fixed name, so that what a killed run has left is found and removed.
 */
export async function withContext<T>(
  { tiny, signal }: { readonly tiny: boolean; readonly signal: AbortSignal },
  use: (context: BenchContext) => Promise<T>,
): Promise<T> {
  const versions = new Map<string, string>();
  const directory = join(cacheDirectory(), 'bench');
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const engine = new Shared(
    async () => {
      const open = await openTestEngine();
      await removeOwnTraces(open);
      await removeTreeTraces(open, directory);
      return open;
    },
    async (open) => {
      await removeOwnTraces(open);
      await removeTreeTraces(open, directory);
      open.port.close();
    },
  );
  const php = new Shared(
    async () => openPhpBuilds({ tiny, signal, versions, directory, engine: await engine.get() }),
    (builds) => builds.close(),
  );
  const browser = new Shared(
    // The chart's page collects garbage before it is measured.
    () => launchBrowser({ flags: ['--js-flags=--expose-gc'] }),
    (open) => open.close(),
  );
  const editor = new Shared(
    async () => openEditor((await testEngine()).socketPath, versions),
    ({ stage }) => stage.close(),
  );
  try {
    return await use({ tiny, signal, versions, directory, engine, php, browser, editor });
  } finally {
    await editor.close();
    await browser.close();
    await php.close();
    await engine.close();
    await rm(directory, { recursive: true, force: true });
  }
}
