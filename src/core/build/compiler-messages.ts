/** Reads errors and warnings of gcc, clang, Bison and the linker out of a build's output. */
import { containerPath } from './names.ts';

export interface CompilerPlace {
  /** Below the tree's root, with `/`. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1; 0 for the whole line. */
  readonly column: number;
}

export interface CompilerMessage extends CompilerPlace {
  readonly severity: 'error' | 'warning';
  readonly text: string;
  /** The compiler's own name for it, for instance `-Wunused-variable`; empty if it has none. */
  readonly flag: string;
  /** What the compiler adds, each with its own place. */
  readonly notes: readonly (CompilerPlace & { readonly text: string })[];
}

/** What one build said. */
export interface CompilerOutput {
  readonly messages: readonly CompilerMessage[];
  /** Source files that were compiled, below the tree's root. */
  readonly compiled: ReadonlySet<string>;
}

/** A build that says more than this has one cause for most of it. */
const maxMessages = 5000;
const maxNotes = 50;
const maxTextLength = 2000;
const maxPathLength = 4096;

/** `FILE:LINE:COLUMN: error: TEXT`, and Bison's `FILE:LINE.COLUMN-COLUMN: error: TEXT`. */
const compilerLine =
  /^(?<file>[^\s:][^:]*):(?<line>\d{1,9})(?:[:.](?<column>\d{1,9}))?(?:-[\d.]+)?: (?<kind>fatal error|error|warning|note): (?<text>.*)$/;
const linkerLine =
  /^(?:\S*\bld: )?(?<file>[^\s:][^:]*):(?<line>\d{1,9}): (?<text>(?:undefined reference to|multiple definition of) .*)$/;
const compileCommand = / -c (?<file>\S+\.(?:c|cc|cpp|cxx|s|S)) -o /;

/** Collects the messages of one build, line by line. */
export class CompilerMessageReader {
  readonly #root: string;
  readonly #messages: { message: CompilerMessage; notes: (CompilerPlace & { text: string })[] }[] = [];
  readonly #seen = new Set<string>();
  readonly #compiled = new Set<string>();
  /** Where notes belong to: nothing after a message that was left out. */
  #notes: (CompilerPlace & { text: string })[] | undefined;

  /** @param treeRoot the tree's root as the host knows it */
  constructor(treeRoot: string) {
    this.#root = containerPath(treeRoot);
  }

  push(line: string): void {
    const compiled = compileCommand.exec(line)?.groups?.file;
    if (compiled !== undefined) {
      const path = this.#inTree(compiled);
      if (path !== undefined) {
        this.#compiled.add(path);
      }
      return;
    }
    const groups = compilerLine.exec(line)?.groups;
    if (groups?.kind === 'note') {
      this.#addNote(groups);
    } else if (groups !== undefined) {
      this.#add(groups, groups.kind === 'warning' ? 'warning' : 'error');
    } else {
      const linker = linkerLine.exec(line)?.groups;
      if (linker !== undefined) {
        this.#add(linker, 'error');
      }
    }
  }

  output(): CompilerOutput {
    return {
      messages: this.#messages.map(({ message, notes }) => ({ ...message, notes })),
      compiled: this.#compiled,
    };
  }

  #add(groups: Groups, severity: CompilerMessage['severity']): void {
    this.#notes = undefined;
    const place = this.#place(groups);
    if (place === undefined || this.#messages.length >= maxMessages) {
      return;
    }
    const whole = (groups.text ?? '').slice(0, maxTextLength);
    const flag = / \[(-W[\w=+-]+)\]$/.exec(whole)?.[1] ?? '';
    const text = flag === '' ? whole : whole.slice(0, -flag.length - 3);
    // A header's warning comes once for each file that includes it.
    const key = JSON.stringify([place, severity, whole]);
    if (this.#seen.has(key)) {
      return;
    }
    this.#seen.add(key);
    this.#notes = [];
    this.#messages.push({ message: { ...place, severity, text, flag, notes: [] }, notes: this.#notes });
  }

  #addNote(groups: Groups): void {
    const place = this.#place(groups);
    if (place !== undefined && this.#notes !== undefined && this.#notes.length < maxNotes) {
      this.#notes.push({ ...place, text: (groups.text ?? '').slice(0, maxTextLength) });
    }
  }

  #place(groups: Groups): CompilerPlace | undefined {
    const path = this.#inTree(groups.file ?? '');
    const line = Number(groups.line);
    return path === undefined || line < 1 ? undefined : { path, line, column: Number(groups.column ?? 0) };
  }

  /** The path below the root; `undefined` for one outside, such as a header of the system. */
  #inTree(file: string): string | undefined {
    const relative = file.startsWith(`${this.#root}/`) ? file.slice(this.#root.length + 1) : file;
    if (relative.startsWith('/') || relative.includes('\0')) {
      return undefined;
    }
    const parts: string[] = [];
    for (const part of relative.split('/')) {
      if (part === '..') {
        if (parts.pop() === undefined) {
          return undefined;
        }
      } else if (part !== '.' && part !== '') {
        parts.push(part);
      }
    }
    const path = parts.join('/');
    return path === '' || path.length > maxPathLength ? undefined : path;
  }
}

type Groups = Readonly<Record<string, string | undefined>>;

/** What was known when a build began and what is known when it ends, which builds beside it may have changed. */
export interface KnownMessages {
  readonly atStart: readonly CompilerMessage[];
  readonly atEnd: readonly CompilerMessage[];
}

/**
 * What is true after a build, of what was true before it: a file that was compiled again has only its new messages,
 * an error does not outlive the build that it stopped, and everything else stays, as make did not look at it. What a
 * build of another configuration said meanwhile stays too.
 * @param everything whether the build began from nothing, so that nothing old holds
 */
export function mergeMessages(
  { atStart, atEnd }: KnownMessages,
  now: CompilerOutput,
  everything: boolean,
): readonly CompilerMessage[] {
  const started = new Set(atStart);
  const meanwhile = atEnd.filter((message) => !started.has(message));
  const merged = mergeOlder(
    atEnd.filter((message) => started.has(message)),
    now,
    everything,
  );
  const said = new Set(merged.map(keyOf));
  return [...merged, ...meanwhile.filter((message) => !said.has(keyOf(message)))];
}

/** Two configurations say most things alike. */
function keyOf({ path, line, column, severity, text, flag }: CompilerMessage): string {
  return JSON.stringify([path, line, column, severity, text, flag]);
}

function mergeOlder(
  before: readonly CompilerMessage[],
  now: CompilerOutput,
  everything: boolean,
): readonly CompilerMessage[] {
  const spoken = new Set(now.messages.map(({ path }) => path));
  const kept = everything
    ? []
    : before.filter(
        ({ path, severity }) => severity === 'warning' && !now.compiled.has(path) && !spoken.has(path),
      );
  return [...kept, ...now.messages];
}
