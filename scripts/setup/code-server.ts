/**
 * A real VS Code that a browser can open, made from registry packages alone: code-server, and the Node it asks for.
 * It lives outside the repository and is shared by `npm start` and the end-to-end tests.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { execa } from 'execa';
import { locked } from '../../src/local/locked.ts';
import { cacheDirectory } from './locations.ts';
import { lastLines, SetupError } from './setup-error.ts';
import { say, step } from './steps.ts';
import { ensureSystemPackages } from './system-packages.ts';

const codeServerVersion = '4.139.1';
const nodeVersion = '24.21.0';

/** A code-server that is ready to start. */
export interface CodeServer {
  /** Path of the Node it runs on; the machine's own may be too old or too new for it. */
  readonly node: string;
  /** Path of its entry script, for that Node. */
  readonly codeServer: string;
  /** Path of its package. */
  readonly package: string;
  /** Where it is installed. */
  readonly directory: string;
}

/**
 * Returns an installed code-server; installs it first if this machine has none (about 50 s, 800 MB in the cache).
 * Safe to call from several processes at once. Rejects with what the failing step printed.
 */
export async function ensureCodeServer(): Promise<CodeServer> {
  const parent = join(cacheDirectory(), 'code-server');
  const directory = join(parent, `${codeServerVersion}-node-${nodeVersion}-${process.arch}`);
  if (!existsSync(directory)) {
    await locked(
      join(cacheDirectory(), 'locks', 'code-server'),
      async () => {
        if (!existsSync(directory)) {
          await installInto(parent, directory);
        }
      },
      { onWait: (pid) => say(`Process ${pid} is installing code-server; waiting for it`) },
    );
  }
  return codeServerAt(directory);
}

function codeServerAt(directory: string): CodeServer {
  const modules = join(directory, 'node_modules');
  return {
    node: join(modules, `node-linux-${process.arch}`, 'bin', 'node'),
    codeServer: join(modules, 'code-server', 'out', 'node', 'entry.js'),
    package: join(modules, 'code-server'),
    directory,
  };
}

/** Only a complete installation gets the final name, so a broken one is never mistaken for it. */
async function installInto(parent: string, directory: string): Promise<void> {
  await ensureSystemPackages(['python3', 'make', 'g++']);
  await mkdir(parent, { recursive: true });
  const unfinished = await mkdtemp(join(parent, 'unfinished-'));
  try {
    await install(unfinished);
    await rename(unfinished, directory);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

async function install(directory: string): Promise<void> {
  const { node, package: server } = codeServerAt(directory);
  const bin = dirname(node);
  const editor = join(server, 'lib', 'vscode');

  await writeFile(join(directory, 'package.json'), JSON.stringify({ private: true }));
  await step(`Getting code-server ${codeServerVersion} and Node ${nodeVersion}`, () =>
    npm(directory, undefined, [
      'install',
      '--ignore-scripts',
      '--save-exact',
      `code-server@${codeServerVersion}`,
      `node-linux-${process.arch}@${nodeVersion}`,
    ]),
  );
  await step("Getting the editor's own packages", async () => {
    await npm(editor, bin, ['install', '--omit=dev', '--ignore-scripts']);
    await npm(join(editor, 'extensions'), bin, ['install', '--omit=dev', '--ignore-scripts']);
    await linkScripts(editor);
  });
  await step("Building the editor's logger", () =>
    npm(editor, bin, ['rebuild', '@vscode/spdlog'], {
      // Its headers must be those of the Node that loads it, whatever the machine's npm is set to.
      npm_config_nodedir: join(directory, 'node_modules', `node-linux-${process.arch}`),
      CXXFLAGS: '-O0',
    }),
  );
}

/** What the package's own install script would do, besides running npm. */
async function linkScripts(editor: string): Promise<void> {
  await replaceLink('code-linux.sh', join(editor, 'bin', 'remote-cli', 'code-server'));
  await replaceLink('browser-linux.sh', join(editor, 'bin', 'helpers', 'browser.sh'));
}

async function replaceLink(target: string, path: string): Promise<void> {
  await rm(path, { force: true });
  await symlink(target, path);
}

async function npm(
  directory: string,
  nodeDirectory: string | undefined,
  command: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const searchPath = process.env.PATH ?? '';
  const result = await execa('npm', [...command, '--no-audit', '--no-fund'], {
    cwd: directory,
    env: {
      ...environment,
      PATH: nodeDirectory === undefined ? searchPath : `${nodeDirectory}${delimiter}${searchPath}`,
    },
    stdin: 'ignore',
    all: true,
    reject: false,
  });
  if (result.failed) {
    throw new SetupError(`"npm ${command.join(' ')}" failed in ${directory}:\n${lastLines(result.all)}`);
  }
}
