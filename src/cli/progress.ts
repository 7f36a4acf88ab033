import type { Report } from '../core/ports.ts';
import { formatDuration } from '../core/text/format.ts';

export interface ProgressOutput {
  write(text: string): void;
  readonly isTerminal: boolean;
}

export interface Progress {
  readonly report: Report;
  /** Says something beside the steps. */
  readonly note: (text: string) => void;
  /** The last lines of output, for a failure that was not shown as it came. */
  tail(): readonly string[];
}

const tailLines = 25;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is removed here
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * Prints the steps of an operation, each with its duration when it is done; with `verbose` all output too. On a
 * terminal the running step is shown on a line of its own that its end replaces.
 */
export function progressPrinter(output: ProgressOutput, verbose: boolean): Progress {
  const tail: string[] = [];
  const live = output.isTerminal && !verbose;
  const keep = (text: string) => {
    const plain = text.replaceAll(controls, '');
    tail.push(plain);
    if (tail.length > tailLines) {
      tail.shift();
    }
    if (verbose) {
      output.write(`  ${plain}\n`);
    }
  };
  return {
    tail: () => tail,
    note: (text) => output.write(`${live ? '\r\u001b[K' : ''}${text.replaceAll(controls, ' ')}\n`),
    report: (event) => {
      switch (event.kind) {
        case 'step':
          if (live) {
            output.write(`… ${event.title}`);
          } else if (verbose) {
            output.write(`… ${event.title}\n`);
          }
          return;
        case 'step-done': {
          const detail = event.detail === '' ? '' : `: ${event.detail}`;
          output.write(
            `${live ? '\r\u001b[K' : ''}✓ ${event.title}${detail} (${formatDuration(event.durationMs)})\n`,
          );
          return;
        }
        case 'line':
          keep(event.text);
          return;
        case 'warning':
          output.write(`${live ? '\r\u001b[K' : ''}! ${event.text.replaceAll(controls, ' ')}\n`);
          return;
      }
    },
  };
}
