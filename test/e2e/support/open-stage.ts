/** Opens a real VS Code server with an extension installed, and a browser, in folders of their own. */
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { type ServedEditor, serveCodeServer } from '../../../scripts/serve-code-server.ts';
import { launchBrowser } from './launch-browser.ts';

/** A running server and browser. */
export interface Stage {
  readonly server: ServedEditor;
  readonly browser: Browser;
  /** Absolute, removed at the end; everything that server and browser write is below it. */
  readonly directory: string;
  /** Ends both and removes their folders. */
  close(): Promise<void>;
}

/** The extension that the stage installs and the variables that it runs with. */
export interface StageRequest {
  readonly vsix: () => Promise<string>;
  readonly env: () => Promise<Readonly<Record<string, string>>>;
}

/** Opens a stage; what was opened before something failed is closed again. */
export async function openStage(request: StageRequest): Promise<Stage> {
  const directory = await mkdtemp(join(tmpdir(), 'psb-e2e-'));
  let serving: Promise<ServedEditor> | undefined;
  let launching: Promise<Browser> | undefined;
  const close = async () => {
    // What could not be opened needs no closing.
    await launching?.then(
      (browser) => browser.close(),
      () => undefined,
    );
    await serving?.then(
      (server) => server.stop(),
      () => undefined,
    );
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const env = { ...(await ownFolders(directory)), ...(await request.env()) };
    const vsix = await request.vsix();
    const editor = join(directory, 'editor');
    serving = serveCodeServer({ folder: directory, port: 0, vsix, env, directory: editor });
    launching = launchBrowser({ env });
    const [server, browser] = await Promise.all([serving, launching]);
    removeAtExit(directory);
    return { server, browser, directory, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * The runner ends a process that it stops before anything asynchronous is done. Server and browser kill themselves
 * at exit; this comes after them.
 */
function removeAtExit(directory: string): void {
  process.once('exit', () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));
}

/** Nothing that the editor, an extension or the browser writes may land in this person's own folders. */
async function ownFolders(directory: string): Promise<Record<string, string>> {
  const folders = {
    HOME: join(directory, 'home'),
    TMPDIR: join(directory, 'tmp'),
    XDG_CACHE_HOME: join(directory, 'home', '.cache'),
    XDG_CONFIG_HOME: join(directory, 'home', '.config'),
    XDG_DATA_HOME: join(directory, 'home', '.local', 'share'),
    XDG_STATE_HOME: join(directory, 'home', '.local', 'state'),
    XDG_RUNTIME_DIR: join(directory, 'run'),
  };
  for (const folder of Object.values(folders)) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
  return folders;
}
