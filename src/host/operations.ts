import * as vscode from 'vscode';
import type { Report } from '../core/ports.ts';
import { inertText } from './foreign-text.ts';
import type { Log } from './log.ts';
import type { Messages } from './messages.ts';
import type { Operation, Running } from './running.ts';
import type { OpenTree } from './trees.ts';

/** What an operation works on: a tree, or something else of which only one operation at a time makes sense. */
export type Worked = Pick<OpenTree, 'root'>;

/** What an operation works with. */
export interface OperationContext {
  readonly report: Report;
  readonly signal: AbortSignal;
}

export interface OperationOptions {
  /** What of the tree it works on; without it, on all of it. Only operations on different ones run side by side. */
  readonly configuration?: string;
  /** Cancels the operation. */
  readonly signal?: AbortSignal | undefined;
  /** Whether it has no message of its own while it runs: whoever starts it shows what it does, and its end. */
  readonly quiet?: boolean;
}

/** Runs operations with a progress message that can cancel them, and tells how they end. */
export class Operations {
  readonly running: Running;
  readonly #log: Log;
  readonly #messages: Messages;

  constructor(running: Running, log: Log, messages: Messages) {
    this.running = running;
    this.#log = log;
    this.#messages = messages;
  }

  /**
   * Runs `work` on a tree, or on what else `root` names. A failure is told here. Settles with the result, or with `undefined` when it failed,
   * was cancelled, or was refused because of what runs on that tree already.
   */
  async run<T>(
    tree: Worked,
    title: string,
    work: (context: OperationContext) => Promise<T>,
    { configuration, signal, quiet = false }: OperationOptions = {},
  ): Promise<T | undefined> {
    if (this.refusesWork(tree, configuration)) {
      return undefined;
    }
    try {
      return await this.running.run({ treeRoot: tree.root, configuration }, title, (operation) => {
        const { controller } = operation;
        signal?.addEventListener('abort', () => controller.abort(), { once: true });
        if (signal?.aborted === true) {
          controller.abort();
        }
        return quiet ? work(this.#contextOf(operation, () => {})) : this.#withProgress(operation, work);
      });
    } catch (error) {
      this.#messages.failure(error);
      return undefined;
    }
  }

  /**
   * Whether something runs already that conflicts; if so, says what it is and offers its log and its end.
   * @param configuration as in {@link OperationOptions}
   */
  refusesWork(tree: Worked, configuration?: string): boolean {
    const other = this.running.conflicting({ treeRoot: tree.root, configuration });
    if (other === undefined) {
      return false;
    }
    const step = other.step === '' ? '' : ` (${other.step})`;
    this.#messages.warn(
      vscode.l10n.t('{0} is still running{1}. Wait for its end, or cancel it.', other.title, step),
      [this.#messages.showLog(), { title: vscode.l10n.t('Cancel It'), run: () => other.controller.abort() }],
    );
    return true;
  }

  /** Cancels what runs; asks which if there is more than one. */
  async cancel(): Promise<void> {
    const operations = this.running.all();
    const [first, second] = operations;
    if (first === undefined) {
      this.#messages.inform(vscode.l10n.t('Nothing is running.'), []);
      return;
    }
    if (second === undefined) {
      first.controller.abort();
      return;
    }
    const items = operations.map((operation) => ({
      label: operation.title,
      description: operation.step,
      detail: operation.treeRoot,
      operation,
    }));
    const chosen = await vscode.window.showQuickPick(items, {
      placeHolder: vscode.l10n.t('Choose what to cancel'),
    });
    chosen?.operation.controller.abort();
  }

  async #withProgress<T>(operation: Operation, work: (context: OperationContext) => Promise<T>): Promise<T> {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: inertText(operation.title),
      cancellable: true,
    };
    return vscode.window.withProgress(options, async (progress, token) => {
      const { controller } = operation;
      token.onCancellationRequested(() => controller.abort());
      controller.signal.addEventListener('abort', () => {
        progress.report({ message: vscode.l10n.t('cancelling…') });
      });
      return work(this.#contextOf(operation, (title) => progress.report({ message: inertText(title) })));
    });
  }

  /** Events go to the log; the step that it is at is shown until it is cancelled. */
  #contextOf(operation: Operation, showStep: (title: string) => void): OperationContext {
    const write = this.#log.begin(operation.title);
    const { signal } = operation.controller;
    const report: Report = (event) => {
      write(event);
      if (event.kind === 'step' && !signal.aborted) {
        this.running.step(operation, event.title);
        showStep(event.title);
      }
    };
    return { report, signal };
  }
}
