/** What runs in a terminal, and the command line for it. */
import { containerPath } from './names.ts';
import { builtMark } from './volume-state.ts';

/** What watches a script while it runs; neither is part of a toolchain. */
export type Debugger = 'gdb' | 'valgrind';

export type TerminalProgram =
  /** PHP's own interactive mode. */
  | { readonly kind: 'php-shell' }
  /** A shell in the tree's folder, with the toolchain around it. */
  | { readonly kind: 'container-shell' }
  | ScriptProgram;

/** A PHP file; `under` is `undefined` for a plain run. */
export type ScriptProgram =
  | {
      /** A file of the tree, as the build has it. */
      readonly kind: 'tree-script';
      /** Below the tree's root, with `/`. */
      readonly path: string;
      readonly under?: Debugger | undefined;
    }
  | {
      /** A file from elsewhere: sent as it is, to the place that it has on the host. */
      readonly kind: 'script';
      /** Absolute. */
      readonly path: string;
      readonly text: string;
      readonly under?: Debugger | undefined;
    };

/** How a program ends that has no interpreter to run. */
export const noInterpreterExit = 78;

/** Says what is wrong where a build left no interpreter, instead of the engine's own words for it. */
const check = `[ -x "$0" ] || { echo "This build left no interpreter. Build the tree again."; exit ${noInterpreterExit}; }`;
const plainRun = 'exec "$0" "$@"';

/** Suppression files that a tree may have, below its root. */
const suppressions = 'Zend/valgrind.supp valgrind.supp';

/** PCRE's compiled code reads past the end of strings on purpose. */
const valgrindRun = `
set -- "$0" -d pcre.jit=0 "$@"
for file in ${suppressions}; do
  [ ! -f "$file" ] || set -- "--suppressions=$file" "$@"
done
exec valgrind --tool=memcheck --leak-check=full --num-callers=30 "$@"`;

/**
 * The tree's .gdbinit (zbacktrace and its kind) lies where gdb starts, and is read from folders that are called safe.
 * That is a command of gdb, so the path is its argument whatever it holds.
 */
const gdbRun = 'exec gdb -q -iex "add-auto-load-safe-path $PWD" --args "$0" "$@"';

function php(tree: string, run: string): readonly string[] {
  return ['/bin/sh', '-c', `${check}\n${run}`, `${tree}/sapi/cli/php`];
}

const scriptRuns = { gdb: gdbRun, valgrind: valgrindRun, none: plainRun } as const;

function runScript(script: ScriptProgram, tree: string): readonly string[] {
  const file = script.kind === 'tree-script' ? `${tree}/${script.path}` : containerPath(script.path);
  return [...php(tree, scriptRuns[script.under ?? 'none']), file];
}

/** What a program needs in its environment. */
export function environmentOf(program: TerminalProgram): Readonly<Record<string, string>> {
  // Valgrind only sees what goes through malloc, and cannot name functions of what was unloaded.
  return 'under' in program && program.under === 'valgrind'
    ? { USE_ZEND_ALLOC: '0', ZEND_DONT_UNLOAD_MODULES: '1' }
    : {};
}

/** The command line of a program; `tree` is the root inside the container. */
export function commandOf(program: TerminalProgram, tree: string): readonly string[] {
  switch (program.kind) {
    case 'php-shell':
      return [...php(tree, plainRun), '-a'];
    case 'container-shell':
      // What is done by hand may leave anything behind: the next build must not take it for up to date.
      return ['/bin/sh', '-c', `rm -f ${builtMark}; PATH="$PWD/sapi/cli:$PATH" exec /bin/bash -i`];
    case 'tree-script':
    case 'script':
      return runScript(program, tree);
  }
}
