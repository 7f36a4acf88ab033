import type { ProgressEvent } from '../ports.ts';
import { plainText } from '../text/format.ts';

const maxErrors = 10;
const maxTail = 20;
const maxLineLength = 300;

const errorLine = /\berror\b[: ]|\bundefined reference\b|\bfatal\b/i;

/** Keeps of an operation's output what explains a failure: the first lines that name an error, and the last lines. */
export class TellingOutput {
  readonly #errors: string[] = [];
  readonly #tail: string[] = [];

  push(event: ProgressEvent): void {
    if (event.kind !== 'line' && event.kind !== 'warning') {
      return;
    }
    const line = plainText(event.text, maxLineLength);
    if (errorLine.test(line) && this.#errors.length < maxErrors) {
      this.#errors.push(line);
      return;
    }
    this.#tail.push(line);
    if (this.#tail.length > maxTail) {
      this.#tail.shift();
    }
  }

  /** Errors first. */
  lines(): readonly string[] {
    return [...this.#errors, ...this.#tail];
  }
}
