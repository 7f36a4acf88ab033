/** `npm start`: the main job from nothing to a chart, and then VS Code with the extension and the tree open. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import * as v from 'valibot';
import { serveCodeServer } from './serve-code-server.ts';
import { makeBaseImageAsRoot } from './setup/base-image.ts';
import { type ChosenEngine, ensureEngine } from './setup/engine.ts';
import { packageExtension } from './setup/extension-package.ts';
import { dataDirectory } from './setup/locations.ts';
import { runScript } from './setup/main.ts';
import { ensurePhpTree } from './setup/php-tree.ts';
import { servingProcess, whileServing } from './setup/served.ts';
import { SetupError } from './setup/setup-error.ts';
import { say, step } from './setup/steps.ts';
import { ensureSystemPackages, hasDebianPackages } from './setup/system-packages.ts';

const usualPort = 8371;
const help = `Usage: npm start -- [options]

Builds a php-src tree in a container, benchmarks it, and serves VS Code with the extension and the tree open.

  --tree PATH        the tree; without it, a PHP release from Debian's source packages
  --once             end before serving VS Code
  --port N           port on 127.0.0.1 (default: ${usualPort}, or a free one if that is in use)
  --private-engine   use the private Docker engine even if another one answers
  --help             show this

"npm run stop" stops VS Code and the private engine.
`;

interface StartOptions {
  readonly tree: string | undefined;
  readonly once: boolean;
  readonly port: number | undefined;
  readonly privateEngine: boolean;
}

const repository = join(import.meta.dirname, '..');

await runScript(async (signal) => {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(help);
    return 0;
  }
  await refuseSecondServer(options);
  const { engine, tree, vsix } = await prepare(options, signal);
  await mainJob(tree, engine, signal);
  if (!options.once) {
    await serve({ tree, vsix, engine, port: options.port }, signal);
  }
  return 0;
});

function parseOptions(words: readonly string[]): StartOptions | 'help' {
  let values: ReturnType<typeof parseWords>;
  try {
    values = parseWords(words);
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
  if (values.help) {
    return 'help';
  }
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new SetupError(`--port must be a number from 0 to 65535, not "${values.port}".`);
  }
  const tree = values.tree === undefined ? undefined : resolve(values.tree);
  if (tree !== undefined && !existsSync(join(tree, 'main', 'php_version.h'))) {
    throw new SetupError(`--tree: ${tree} is not a php-src tree; it has no main/php_version.h.`);
  }
  return { tree, once: values.once, port, privateEngine: values['private-engine'] };
}

function parseWords(words: readonly string[]) {
  return parseArgs({
    args: [...words],
    options: {
      tree: { type: 'string' },
      once: { type: 'boolean', default: false },
      port: { type: 'string' },
      'private-engine': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  }).values;
}

async function refuseSecondServer({ once }: StartOptions): Promise<void> {
  const serving = once ? undefined : await servingProcess();
  if (serving !== undefined) {
    throw new SetupError(
      `Process ${serving.pid} serves VS Code already. End it with "npm run stop", or use --once.`,
    );
  }
}

async function prepare(options: StartOptions, signal: AbortSignal) {
  await step('Tools of this machine', ensureTools);
  signal.throwIfAborted();
  const engine = await step(
    'Docker engine',
    () => ensureEngine(options.privateEngine),
    ({ description }) => description,
  );
  signal.throwIfAborted();
  const { privateHost } = engine;
  // Bootstrapping needs root. Whoever has an engine of their own is not asked for it: a pull may do.
  if (privateHost !== undefined && process.getuid?.() !== 0) {
    await step(
      'Base image',
      () => makeBaseImageAsRoot(privateHost),
      (reference) => reference,
    );
  }
  const tree = options.tree ?? (await step('PHP release tree', ensurePhpTree, describeTree)).path;
  signal.throwIfAborted();
  const { path: vsix } = await step(
    'Building and packaging the extension',
    packageExtension,
    (made) => made.path,
  );
  signal.throwIfAborted();
  return { engine, tree, vsix };
}

function describeTree({ path, reused }: { readonly path: string; readonly reused: boolean }): string {
  return reused ? `${path}, already there` : path;
}

async function ensureTools(): Promise<void> {
  if (!hasDebianPackages()) {
    say('This is no Debian machine, so git and a Docker engine must be there.');
    return;
  }
  await ensureSystemPackages(['git', 'debootstrap', 'debian-archive-keyring', 'ca-certificates', 'xz-utils']);
}

async function mainJob(tree: string, engine: ChosenEngine, signal: AbortSignal): Promise<void> {
  const product = (...words: string[]) => runProduct(words, engine, signal);
  const picture = join(dataDirectory(), 'history.svg');
  await mkdir(dataDirectory(), { recursive: true });
  await step(`Building ${tree}`, () => product('build', '--tree', tree));
  await step('Benchmarking the build', () => product('bench', '--tree', tree));
  await step('History', () => product('history', '--svg', picture));
  say(`history: ${await historyPath(engine)}`);
  say(`picture: ${picture}`);
}

/** The command line that people use, on this terminal, so that they see what it shows. */
async function runProduct(
  words: readonly string[],
  engine: ChosenEngine,
  signal: AbortSignal,
): Promise<void> {
  const child = execa(process.execPath, [join(repository, 'dist', 'cli.cjs'), ...words], {
    env: engine.env,
    stdio: ['ignore', 'inherit', 'inherit'],
    reject: false,
  });
  // A terminal sends Ctrl-C to the child as well; asking twice would make it drop its clean-up.
  const forward = () => (process.stdin.isTTY ? undefined : child.kill('SIGTERM'));
  signal.addEventListener('abort', forward, { once: true });
  const result = await child;
  signal.removeEventListener('abort', forward);
  signal.throwIfAborted();
  if (result.failed) {
    throw new SetupError(`"php-source-bench ${words.join(' ')}" failed (see above).`);
  }
}

async function historyPath(engine: ChosenEngine): Promise<string> {
  const cli = join(repository, 'dist', 'cli.cjs');
  const result = await execa(process.execPath, [cli, 'history', '--json'], {
    env: engine.env,
    stdin: 'ignore',
  });
  return v.parse(v.object({ path: v.string() }), JSON.parse(result.stdout)).path;
}

interface Serving {
  readonly tree: string;
  readonly vsix: string;
  readonly engine: ChosenEngine;
  readonly port: number | undefined;
}

async function serve({ tree, vsix, engine, port }: Serving, signal: AbortSignal): Promise<void> {
  await whileServing(async () => {
    const editor = await step(
      'VS Code in the browser',
      async () =>
        serveCodeServer({
          folder: tree,
          port: port ?? ((await isFree(usualPort)) ? usualPort : 0),
          vsix,
          env: engine.env,
          directory: join(dataDirectory(), 'editor'),
          settings: { 'telemetry.telemetryLevel': 'off', 'workbench.startupEditor': 'none' },
        }),
      ({ url }) => url,
    );
    console.log(
      `\nOpen ${editor.url}\nCtrl-C ends VS Code; "npm run stop" also stops a private Docker engine.`,
    );
    try {
      await Promise.race([editor.ended, aborted(signal)]);
    } finally {
      await editor.stop();
    }
    if (!signal.aborted) {
      throw new SetupError('VS Code ended by itself. Start it again with "npm start".');
    }
    console.log('\nVS Code is stopped.');
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) {
      done();
    }
    signal.addEventListener('abort', () => done(), { once: true });
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });
}
