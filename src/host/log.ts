import * as vscode from 'vscode';
import { describeCauses } from '../core/errors.ts';
import type { ProgressEvent } from '../core/ports.ts';
import { formatDuration } from '../core/text/format.ts';
import { logLine } from './foreign-text.ts';

const maxLineLength = 4000;
/** One operation writes at most this much, whatever a build or a benchmark prints. */
const maxOperationCharacters = 20_000_000;

/** The output channel "PHP Source Bench", made when the first line is written. */
export class Log implements vscode.Disposable {
  #channel: vscode.OutputChannel | undefined;

  /** Brings the log to the front and leaves the focus where it is. */
  show(): void {
    this.#open().show(true);
  }

  /** Starts an operation's part of the log; returns what writes its events. */
  begin(title: string): (event: ProgressEvent) => void {
    this.#write(`\n=== ${new Date().toISOString()} ${title}`);
    let left = maxOperationCharacters;
    return (event) => {
      const text = describeEvent(event);
      if (left > 0) {
        left -= text.length + 1;
        this.#write(left > 0 ? text : vscode.l10n.t('The rest of the output is left out: it is too long.'));
      }
    };
  }

  /** Writes an error with its causes and stacks. */
  failure(error: unknown): void {
    this.#write(
      describeCauses(error)
        .split('\n')
        .map((line) => logLine(line, maxLineLength))
        .join('\n'),
    );
  }

  dispose(): void {
    this.#channel?.dispose();
  }

  #write(text: string): void {
    this.#open().appendLine(text);
  }

  #open(): vscode.OutputChannel {
    this.#channel ??= vscode.window.createOutputChannel('PHP Source Bench', 'log');
    return this.#channel;
  }
}

/** An event as a line of the log. */
export function describeEvent(event: ProgressEvent): string {
  switch (event.kind) {
    case 'step':
      return `--- ${logLine(event.title, maxLineLength)}`;
    case 'step-done': {
      const detail = event.detail === '' ? '' : `: ${event.detail}`;
      return `--- ${logLine(`${event.title}${detail}`, maxLineLength)} (${formatDuration(event.durationMs)})`;
    }
    case 'warning':
      return `warning: ${logLine(event.text, maxLineLength)}`;
    case 'line':
      return logLine(event.text, maxLineLength);
  }
}
