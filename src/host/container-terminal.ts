import * as vscode from 'vscode';
import { noInterpreterExit } from '../core/build/terminal-program.ts';
import { toBenchError } from '../core/errors.ts';
import type { ContainerPort, TerminalPort, TerminalSize } from '../core/ports.ts';
import { logLine } from './foreign-text.ts';

/**
 * Opens a container for the program, hands it to `use` and removes it afterwards. A note that is not empty is shown
 * before the program's output.
 */
export type WithContainer = (
  use: (container: Pick<ContainerPort, 'openTerminal'>, note: string) => Promise<number>,
  signal: AbortSignal,
) => Promise<number>;

const maxNoteLength = 2000;
const usualSize: TerminalSize = { columns: 80, rows: 24 };

/** The usual last words of a terminal that stays. */
export function usualEnding(exitCode: number): string {
  return vscode.l10n.t('It ended with exit code {0}. Press any key to close the terminal.', exitCode);
}

/** What the terminal says itself. */
export interface TerminalWords {
  /** While there is nothing to show yet; empty for nothing. */
  readonly greeting: string;
  /** After the program's end, so that its output can be read; without it the terminal closes then. */
  readonly ending: ((exitCode: number) => string) | undefined;
}

/** A terminal of the editor that is a program in a container; closing one ends the other. */
export class ContainerTerminal implements vscode.Pseudoterminal {
  readonly #write = new vscode.EventEmitter<string>();
  readonly #close = new vscode.EventEmitter<number | undefined>();
  readonly onDidWrite = this.#write.event;
  readonly onDidClose = this.#close.event;
  readonly #withContainer: WithContainer;
  readonly #onFailure: (error: unknown) => void;
  readonly #controller = new AbortController();
  #size = usualSize;
  #terminal: TerminalPort | undefined;
  #ended: Promise<void> = Promise.resolve();
  readonly #words: TerminalWords;
  #over = false;
  /** What was typed before the container was there. */
  #typedAhead = '';

  constructor(withContainer: WithContainer, onFailure: (error: unknown) => void, words: TerminalWords) {
    this.#withContainer = withContainer;
    this.#onFailure = onFailure;
    this.#words = words;
  }

  open(dimensions: vscode.TerminalDimensions | undefined): void {
    this.#size = dimensions ?? usualSize;
    if (this.#words.greeting !== '') {
      this.#write.fire(`${this.#words.greeting}\r\n`);
    }
    const attach: Parameters<WithContainer>[0] = (container, note) => {
      this.#say(note);
      return this.#attach(container);
    };
    this.#ended = this.#withContainer(attach, this.#controller.signal).then(
      (exitCode) => this.#finish(exitCode),
      (error: unknown) => this.#fail(error),
    );
  }

  /** Ends the shell and settles when its container is gone. */
  async end(): Promise<void> {
    this.#controller.abort();
    await this.#ended;
  }

  close(): void {
    this.#controller.abort();
  }

  handleInput(data: string): void {
    if (this.#over) {
      this.#close.fire(undefined);
      return;
    }
    if (this.#terminal === undefined) {
      this.#typedAhead += data;
    } else {
      this.#terminal.write(data);
    }
  }

  setDimensions(dimensions: vscode.TerminalDimensions): void {
    this.#size = dimensions;
    // A size that cannot be set is no reason to end the shell; the next one may work.
    this.#terminal?.resize(dimensions).catch(() => undefined);
  }

  /** Bridges the container's terminal until its process ends; resolves to its exit code. */
  async #attach(container: Pick<ContainerPort, 'openTerminal'>): Promise<number> {
    const size = this.#size;
    const terminal = await container.openTerminal(size, this.#controller.signal);
    const decoder = new TextDecoder();
    terminal.onData((chunk) => this.#write.fire(decoder.decode(chunk, { stream: true })));
    this.#terminal = terminal;
    terminal.write(this.#typedAhead);
    if (this.#size !== size) {
      this.setDimensions(this.#size);
    }
    try {
      return (await terminal.exited).exitCode;
    } finally {
      this.#terminal = undefined;
    }
  }

  /** A line of ours between the program's: dim. */
  #say(text: string): void {
    if (text !== '') {
      this.#write.fire(`\u001b[2m${logLine(text, maxNoteLength)}\u001b[22m\r\n`);
    }
  }

  #finish(exitCode: number): void {
    const ending = this.#words.ending ?? (exitCode === noInterpreterExit ? usualEnding : undefined);
    if (ending === undefined) {
      this.#close.fire(exitCode);
      return;
    }
    this.#over = true;
    this.#write.fire('\r\n');
    this.#say(ending(exitCode));
  }

  #fail(error: unknown): void {
    if (!this.#controller.signal.aborted) {
      this.#write.fire(`${toBenchError(error).message}\r\n`);
      this.#onFailure(error);
    }
    this.#close.fire(1);
  }
}
