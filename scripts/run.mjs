/**
 * The entry of every npm script: `node scripts/run.mjs <command> [arguments]` runs `scripts/<command>.ts`.
 *
 * It is plain JavaScript without dependencies because it must start on Node 20 in a fresh clone. It finds or gets a
 * Node that runs TypeScript and has SQLite, lets that Node bring node_modules up to date, and then runs the command
 * with that Node first on PATH. Arguments, signals and the exit code pass through.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { constants, userInfo } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const neededMajor = 24;
const runtimeVersion = '24.21.0';
/** What the registry must deliver, so that a changed package is refused. */
const runtimeIntegrity = {
  'linux-x64':
    'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  'linux-arm64':
    'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
};

const scripts = dirname(fileURLToPath(import.meta.url));
const passedSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

async function main() {
  const [command, ...commandArguments] = process.argv.slice(2);
  if (command === undefined || !/^[a-z][a-z-]*$/.test(command)) {
    throw new Error('Usage: node scripts/run.mjs <command> [arguments]');
  }
  const script = join(scripts, `${command}.ts`);
  if (!existsSync(script)) {
    throw new Error(`There is no command "${command}": ${script} does not exist.`);
  }
  const node = await ensureRuntime();
  const environment = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
  const prepared = await runChild(node, [join(scripts, 'setup', 'dependencies.ts')], environment);
  if (prepared !== 0) {
    return prepared;
  }
  return runChild(node, [script, ...commandArguments], environment);
}

/** The path of a Node that is new enough: this one, or one of our own that is installed on first use. */
async function ensureRuntime() {
  if (Number.parseInt(process.versions.node, 10) >= neededMajor && process.features.typescript) {
    return process.execPath;
  }
  const platform = `${process.platform}-${process.arch}`;
  const parent = join(cacheDirectory(), 'node');
  const directory = join(parent, runtimeVersion);
  const node = join(directory, 'node_modules', `node-${platform}`, 'bin', 'node');
  if (!existsSync(node)) {
    await installRuntime(platform, parent, directory);
  }
  return node;
}

/**
 * Installs beside the final place and renames, so that it is there completely or not at all. Two processes may
 * both get here: the first to rename wins and the other throws its copy away.
 */
async function installRuntime(platform, parent, directory) {
  const integrity = runtimeIntegrity[platform];
  if (integrity === undefined) {
    throw new Error(
      `Node ${process.versions.node} is too old for the scripts. Install Node ${neededMajor} or newer, and try again.`,
    );
  }
  console.log(`Getting Node ${runtimeVersion}, because ${process.versions.node} does not run TypeScript ...`);
  const startedAtMs = performance.now();
  await mkdir(parent, { recursive: true });
  const unfinished = await mkdtemp(join(parent, 'unfinished-'));
  try {
    await writeLockedPackage(unfinished, `node-${platform}`, integrity);
    const exitCode = await runChild(
      'npm',
      ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier'],
      process.env,
      {
        cwd: unfinished,
      },
    );
    if (exitCode !== 0) {
      throw new Error(
        `npm could not get Node ${runtimeVersion} (see above). Check the network, and try again.`,
      );
    }
    await rename(unfinished, directory);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') {
      throw error;
    }
  }
  console.log(`  done in ${((performance.now() - startedAtMs) / 1000).toFixed(1)} s`);
}

async function writeLockedPackage(directory, name, integrity) {
  const root = { name: 'runtime', version: '0.0.0', dependencies: { [name]: runtimeVersion } };
  const lock = {
    ...root,
    lockfileVersion: 3,
    requires: true,
    packages: { '': root, [`node_modules/${name}`]: { version: runtimeVersion, integrity } },
  };
  await writeFile(join(directory, 'package.json'), JSON.stringify({ ...root, private: true }));
  await writeFile(join(directory, 'package-lock.json'), JSON.stringify(lock));
}

/** Same rule as `scripts/setup/locations.ts`, which this file cannot import. */
function cacheDirectory() {
  const configured = process.env.XDG_CACHE_HOME;
  const base =
    configured && isAbsolute(configured)
      ? configured
      : join(process.env.HOME || userInfo().homedir, '.cache');
  return join(base, 'php-source-bench');
}

/** Runs a program on this terminal; resolves to its exit code, or 128 plus the signal that ended it. */
function runChild(program, programArguments, environment, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, { stdio: 'inherit', env: environment, ...options });
    // A terminal sends Ctrl-C to the child as well, a supervisor to this process only.
    const forward = (signal) => (signal === 'SIGINT' && process.stdin.isTTY ? true : child.kill(signal));
    for (const signal of passedSignals) {
      process.on(signal, forward);
    }
    const stopForwarding = () => {
      for (const signal of passedSignals) {
        process.off(signal, forward);
      }
    };
    child.once('error', (error) => {
      stopForwarding();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      stopForwarding();
      resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
    });
  });
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
