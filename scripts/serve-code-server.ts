/** Serves a real VS Code to a browser on this machine, with the extension installed and a folder open. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { type CodeServer, ensureCodeServer } from './setup/code-server.ts';
import { lastLines, SetupError } from './setup/setup-error.ts';

/** What to serve. */
export interface ServeRequest {
  /** Folder that the printed address opens; absolute. */
  readonly folder: string;
  /** Port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Packaged extension to install; absolute. */
  readonly vsix: string;
  /** Variables for the editor and its extensions, on top of this process's own. */
  readonly env: Readonly<Record<string, string>>;
  /** The editor's user data, extensions and configuration; made if missing, kept afterwards. Absolute. */
  readonly directory: string;
  /** User settings to write if there are none yet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Ends the server by itself after so long without a window, for callers that may die without a word. */
  readonly idleLimitSeconds?: number;
}

/** A running server. */
export interface ServedEditor {
  /** Address that opens the folder. */
  readonly url: string;
  /** Address of the server itself, without a path. */
  readonly origin: string;
  /** Where the person's settings are kept, and those of the machine: each kind of setting is read from one. */
  readonly settingsFiles: { readonly user: string; readonly machine: string };
  /** Settles when the server has ended, by itself or through `stop`. */
  readonly ended: Promise<void>;
  /** Ends the server with everything it started. */
  stop(): Promise<void>;
}

const startLimitMs = 60_000;
const stopLimitMs = 5_000;

/**
 * Installs code-server if need be, installs the extension in it, starts it and waits until it answers.
 * Rejects with the server's output when it ends early or does not answer within a minute.
 */
export async function serveCodeServer(request: ServeRequest): Promise<ServedEditor> {
  const codeServer = await ensureCodeServer();
  const settingsFiles = await prepare(request);
  await installExtension(codeServer, request);
  const server = start(codeServer, request);
  try {
    const origin = await server.listening;
    await waitUntilHealthy(origin, server.ended);
    return {
      url: `${origin}/?folder=${encodeURIComponent(request.folder)}`,
      origin,
      settingsFiles,
      ended: server.ended,
      stop: server.stop,
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function prepare(request: ServeRequest): Promise<ServedEditor['settingsFiles']> {
  const userData = join(request.directory, 'user-data');
  const files = {
    user: join(userData, 'User', 'settings.json'),
    machine: join(userData, 'Machine', 'settings.json'),
  };
  await mkdir(dirname(files.user), { recursive: true });
  await mkdir(dirname(files.machine), { recursive: true });
  await writeFile(join(request.directory, 'config.yaml'), 'auth: none\n');
  if (!existsSync(files.user)) {
    await writeFile(files.user, JSON.stringify(request.settings ?? {}, undefined, 2));
  }
  return files;
}

function placeArguments(codeServer: CodeServer, directory: string): string[] {
  return [
    codeServer.codeServer,
    '--config',
    join(directory, 'config.yaml'),
    '--user-data-dir',
    join(directory, 'user-data'),
    '--extensions-dir',
    join(directory, 'extensions'),
  ];
}

/** This process's variables without those that would make the server join another editor or change its address. */
function environmentFor(request: ServeRequest): Record<string, string> {
  const inherited: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (
      value !== undefined &&
      !/^(VSCODE_|ELECTRON_|CODE_SERVER_|PASSWORD$|HASHED_PASSWORD$|PORT$)/.test(name)
    ) {
      inherited[name] = value;
    }
  }
  return { ...inherited, EXTENSIONS_GALLERY: '{}', ...request.env };
}

/** A clean extensions folder: with two versions of the extension in it, the editor would choose. */
async function installExtension(codeServer: CodeServer, request: ServeRequest): Promise<void> {
  await rm(join(request.directory, 'extensions'), { recursive: true, force: true });
  const result = await execa(
    codeServer.node,
    [...placeArguments(codeServer, request.directory), '--install-extension', request.vsix],
    { env: environmentFor(request), extendEnv: false, stdin: 'ignore', all: true, reject: false },
  );
  if (result.failed) {
    throw new SetupError(`The editor refused ${request.vsix}:\n${lastLines(result.all)}`);
  }
}

interface StartedServer {
  readonly listening: Promise<string>;
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

function start(codeServer: CodeServer, request: ServeRequest): StartedServer {
  const child = spawn(
    codeServer.node,
    [
      ...placeArguments(codeServer, request.directory),
      '--auth=none',
      `--bind-addr=127.0.0.1:${request.port}`,
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-getting-started-override',
      '--ignore-last-opened',
      ...(request.idleLimitSeconds === undefined
        ? []
        : [`--idle-timeout-seconds=${request.idleLimitSeconds}`]),
    ],
    // A process group of its own, so that nothing the editor starts can be left behind.
    { env: environmentFor(request), stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const killNow = () => signalGroup(child, 'SIGKILL');
  process.once('exit', killNow);
  const ended = once(child, 'close').then(() => {
    process.off('exit', killNow);
  });
  return {
    listening: listeningAddress(child, ended),
    ended,
    stop: async () => {
      signalGroup(child, 'SIGTERM');
      const timer = setTimeout(killNow, stopLimitMs);
      await ended;
      clearTimeout(timer);
      killNow();
    },
  };
}

/** A group that is gone already is what was wanted. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) {
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) {
      throw error;
    }
  }
}

/** The address that the server prints once it listens. */
function listeningAddress(child: ChildProcess, ended: Promise<void>): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(
      () =>
        reject(
          new SetupError(`code-server did not start within ${startLimitMs / 1000} s:\n${lastLines(output)}`),
        ),
      startLimitMs,
    );
    const read = (chunk: Buffer) => {
      // Later output is the editor's chatter; reading on keeps the pipe from filling.
      output = `${output}${chunk}`.slice(-20_000);
      const address = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
      if (address !== undefined) {
        clearTimeout(timer);
        resolve(address);
      }
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    void ended.then(() => {
      clearTimeout(timer);
      reject(new SetupError(`code-server ended before it listened:\n${lastLines(output)}`));
    });
  });
}

async function waitUntilHealthy(origin: string, ended: Promise<void>): Promise<void> {
  const controller = new AbortController();
  void ended.then(() => controller.abort(new SetupError('code-server ended while it started.')));
  const signal = AbortSignal.any([controller.signal, AbortSignal.timeout(startLimitMs)]);
  const answer = await fetch(`${origin}/healthz`, { signal });
  if (!answer.ok) {
    throw new SetupError(`code-server answers its health check with ${answer.status}.`);
  }
}
