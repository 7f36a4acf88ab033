/**
 * What all end-to-end tests of a process share: one VS Code server with the packaged extension, one browser, and
 * folders of their own for everything that either writes. Made on first use, ended after the last test.
 */
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { type Browser, chromium } from 'playwright-core';
import { type ServedEditor, serveCodeServer } from '../../../scripts/serve-code-server.ts';
import { ensureChromium } from '../../../scripts/setup/chromium.ts';

/** A running server and browser. */
export interface Stage {
  readonly server: ServedEditor;
  readonly browser: Browser;
  /** Absolute, removed at the end; tests put their folders below it. */
  readonly directory: string;
}

interface Parts {
  directory?: string;
  server?: ServedEditor;
  browser?: Browser;
}

let opened: Promise<Stage> | undefined;
const parts: Parts = {};

/** The extension that the stage installs and the variables that it runs with. */
export interface StageRequest {
  readonly vsix: () => Promise<string>;
  readonly env: () => Promise<Readonly<Record<string, string>>>;
}

/** The stage of this process; the first call decides what it is made of. */
export function stage(request: StageRequest): Promise<Stage> {
  opened ??= open(request);
  return opened;
}

async function open(request: StageRequest): Promise<Stage> {
  const directory = await mkdtemp(join(tmpdir(), 'psb-e2e-'));
  parts.directory = directory;
  const env = { ...(await ownFolders(directory)), ...(await request.env()) };
  const vsix = await request.vsix();
  const [server, browser] = await Promise.all([
    serveCodeServer({
      folder: directory,
      port: 0,
      vsix,
      env,
      directory: join(directory, 'editor'),
    }).then((served) => {
      parts.server = served;
      return served;
    }),
    launchBrowser(env),
  ]);
  removeAtExit(directory);
  return { server, browser, directory };
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

async function launchBrowser(env: Readonly<Record<string, string>>): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: await ensureChromium(),
    headless: true,
    // The stage ends its browser itself, together with the server.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    env: { ...process.env, ...env },
  });
  parts.browser = browser;
  return browser;
}

async function close(): Promise<void> {
  await opened?.catch(() => undefined);
  await parts.browser?.close();
  await parts.server?.stop();
  if (parts.directory !== undefined) {
    await rm(parts.directory, { recursive: true, force: true });
  }
}

after(close);

/** A run that is stopped from outside leaves nothing behind either. */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    void close().finally(() => process.exit(128 + constants.signals[signal]));
  });
}
