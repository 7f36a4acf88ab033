import * as vscode from 'vscode';
import { toBenchError } from '../core/errors.ts';
import type { ContainerPort, TerminalPort, TerminalSize } from '../core/ports.ts';

/** Opens a container for the shell, hands it to `use` and removes it afterwards. */
export type WithShell = (
  use: (container: ContainerPort) => Promise<number>,
  signal: AbortSignal,
) => Promise<number>;

const usualSize: TerminalSize = { columns: 80, rows: 24 };

/** A terminal of the editor that is the interpreter in a container; closing one ends the other. */
export class ShellTerminal implements vscode.Pseudoterminal {
  readonly #write = new vscode.EventEmitter<string>();
  readonly #close = new vscode.EventEmitter<number>();
  readonly onDidWrite = this.#write.event;
  readonly onDidClose = this.#close.event;
  readonly #withShell: WithShell;
  readonly #onFailure: (error: unknown) => void;
  readonly #controller = new AbortController();
  #size = usualSize;
  #terminal: TerminalPort | undefined;
  #ended: Promise<void> = Promise.resolve();
  /** What was typed before the container was there. */
  #typedAhead = '';

  constructor(withShell: WithShell, onFailure: (error: unknown) => void) {
    this.#withShell = withShell;
    this.#onFailure = onFailure;
  }

  open(dimensions: vscode.TerminalDimensions | undefined): void {
    this.#size = dimensions ?? usualSize;
    this.#write.fire(`${vscode.l10n.t('Starting PHP in a container…')}\r\n`);
    this.#ended = this.#withShell((container) => this.#attach(container), this.#controller.signal).then(
      (exitCode) => this.#close.fire(exitCode),
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
  async #attach(container: ContainerPort): Promise<number> {
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

  #fail(error: unknown): void {
    if (!this.#controller.signal.aborted) {
      this.#write.fire(`${toBenchError(error).message}\r\n`);
      this.#onFailure(error);
    }
    this.#close.fire(1);
  }
}
