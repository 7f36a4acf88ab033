import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommanderError } from 'commander';
import { exitCode, exitCodeOf } from './cli/exit-codes.ts';
import type { GlobalOptions, ProgramHooks } from './cli/options.ts';
import { createProgram } from './cli/program.ts';
import { progressPrinter } from './cli/progress.ts';
import { loadServices } from './compose.ts';
import { defaultBaseImage } from './core/default-base-image.ts';
import { describeCauses, toBenchError } from './core/errors.ts';
import type { Services } from './core/services.ts';
import { readProductVersion, readTextFile, writeWholeFile } from './local/whole-file.ts';

/** The folder with `package.json` and `media/`: beside `dist/` in a package, beside `src/` in a checkout. */
const productRoot = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Aborts on the first Ctrl-C or termination; a second one ends the process at once. */
function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => controller.abort());
  }
  return controller.signal;
}

function reportFailure(thrown: unknown, global: GlobalOptions, tail: readonly string[]): void {
  const error = toBenchError(thrown);
  process.exitCode = exitCodeOf(error.reason);
  if (!global.verbose && tail.length > 0 && error.reason !== 'cancelled') {
    process.stderr.write(`${tail.map((line) => `  | ${line}`).join('\n')}\n`);
  }
  process.stderr.write(`✗ ${error.message}\n`);
  if (global.verbose && error.cause !== undefined) {
    process.stderr.write(`${describeCauses(error.cause)}\n`);
  }
  if (global.json) {
    process.stdout.write(`${JSON.stringify({ error: { reason: error.reason, message: error.message } })}\n`);
  }
}

const run: ProgramHooks['run'] = async (global, settings, command) => {
  const progress = progressPrinter(
    { write: (text) => process.stderr.write(text), isTerminal: process.stderr.isTTY },
    global.verbose,
  );
  let services: Services | undefined;
  const print = (value: unknown, text: () => string) => {
    process.stdout.write(global.json ? `${JSON.stringify(value)}\n` : text());
  };
  const exitWith = (code: number) => {
    process.exitCode = code;
  };
  try {
    const known = await settings();
    services = await loadServices(known, productRoot);
    await command({ services, settings: known, progress, signal: abortOnSignals(), print, exitWith });
  } catch (error) {
    reportFailure(error, global, progress.tail());
  } finally {
    await services?.close();
  }
};

/** A reader that has seen enough (`| head`) ends the program quietly; there is nobody left to tell. */
function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? exitCode.ok : exitCode.internal);
  });
}

async function main(): Promise<void> {
  endWithReader();
  const version = await readProductVersion(productRoot);
  const program = createProgram({
    version,
    defaultBaseImage,
    writeFile: writeWholeFile,
    readText: readTextFile,
    run,
  });
  try {
    await program.parseAsync(process.argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      throw error;
    }
    process.exitCode = error.exitCode === 0 ? exitCode.ok : exitCode.usage;
  }
}

main().catch((error: unknown) => {
  process.exitCode = exitCode.internal;
  process.stderr.write(`${describeCauses(error)}\n`);
});
