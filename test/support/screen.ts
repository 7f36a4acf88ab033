/** What a terminal of a container shows, for tests that talk with the program in it. */
import type { TerminalPort } from '../../src/core/ports.ts';

export interface Screen {
  /** Everything since the start. */
  shown(): string;
  /** Resolves when the terminal has shown `text` after all that earlier calls waited for. */
  until(text: string): Promise<void>;
}

/** Keeps what a terminal shows. */
export function watch(terminal: TerminalPort): Screen {
  const decoder = new TextDecoder();
  let shown = '';
  let seen = 0;
  let awaited: { readonly text: string; readonly resolve: () => void } | undefined;
  const check = () => {
    const at = awaited === undefined ? -1 : shown.indexOf(awaited.text, seen);
    if (awaited !== undefined && at !== -1) {
      seen = at + awaited.text.length;
      awaited.resolve();
      awaited = undefined;
    }
  };
  terminal.onData((chunk) => {
    shown += decoder.decode(chunk, { stream: true });
    check();
  });
  return {
    shown: () => shown,
    until: (text) =>
      new Promise<void>((resolve) => {
        awaited = { text, resolve };
        check();
      }),
  };
}
