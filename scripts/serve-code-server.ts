/** Serves a real VS Code to a browser on this machine, with the extension installed and a folder open. */
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { type CodeServer, ensureCodeServer } from './setup/code-server.ts';
import { type EditorProcess, startEditorProcess } from './setup/editor-process.ts';
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
}

/** A running server. */
export interface ServedEditor {
  /** Address that opens the folder. */
  readonly url: string;
  /** Address of the server itself, without a path. */
  readonly origin: string;
  /** Where the person's settings are kept, and those of the machine: each kind of setting is read from one. */
  readonly settingsFiles: { readonly user: string; readonly machine: string };
  /** Folder of the editor's logs. */
  readonly logs: string;
  /** Settles when the server has ended, by itself or through `stop`. */
  readonly ended: Promise<void>;
  /** Ends the server with everything it started. */
  stop(): Promise<void>;
}

/**
 * Installs code-server if need be, installs the extension in it, starts it and waits until it answers.
 * Rejects with the server's output when it ends early or does not answer.
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
      logs: join(request.directory, 'user-data', 'logs'),
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

function places(directory: string): string[] {
  return [
    '--config',
    join(directory, 'config.yaml'),
    '--user-data-dir',
    join(directory, 'user-data'),
    '--extensions-dir',
    join(directory, 'extensions'),
  ];
}

/**
 * Variables that would make the server join another editor or listen elsewhere, and those of npm and of the test
 * runner, which are not meant for what a person runs in the editor's terminal.
 */
const unwanted =
  /^(VSCODE_|ELECTRON_|CODE_SERVER_|npm_|NODE_OPTIONS$|NODE_TEST_|PASSWORD$|HASHED_PASSWORD$|PORT$)/;

function environmentFor(request: ServeRequest): Record<string, string> {
  const inherited: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !unwanted.test(name)) {
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
    [codeServer.codeServer, ...places(request.directory), '--install-extension', request.vsix],
    { env: environmentFor(request), extendEnv: false, stdin: 'ignore', all: true, reject: false },
  );
  if (result.failed) {
    throw new SetupError(`The editor refused ${request.vsix}:\n${lastLines(result.all)}`);
  }
}

function start(codeServer: CodeServer, request: ServeRequest): EditorProcess {
  return startEditorProcess(
    codeServer.node,
    [
      join(import.meta.dirname, 'code-server-process.ts'),
      codeServer.package,
      ...places(request.directory),
      '--auth=none',
      `--bind-addr=127.0.0.1:${request.port}`,
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-getting-started-override',
      '--ignore-last-opened',
    ],
    environmentFor(request),
  );
}

async function waitUntilHealthy(origin: string, ended: Promise<void>): Promise<void> {
  const controller = new AbortController();
  void ended.then(() => controller.abort(new SetupError('code-server ended while it started.')));
  const answer = await fetch(`${origin}/healthz`, { signal: controller.signal });
  if (!answer.ok) {
    throw new SetupError(`code-server answers its health check with ${answer.status}.`);
  }
}
