import type { ActionPort, TerminalPort } from '../../core/ports.ts';

/** How much of what was written before is shown. */
const earlierLines = 1000;
const interrupt = '\u0003';

/** A log has line feeds alone, and a terminal wants a carriage return with each. Byte by byte, as chunks cut letters. */
function withReturns(chunk: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(chunk).toString('latin1').replaceAll(/\r?\n/g, '\r\n'), 'latin1');
}

/** A container's log as what a terminal shows: it grows until the container ends or Ctrl+C is typed. */
export async function openLogTerminal(
  actions: Pick<ActionPort, 'followLog'>,
  id: string,
  signal: AbortSignal,
): Promise<TerminalPort> {
  const left = new AbortController();
  const log = await actions.followLog(id, earlierLines, AbortSignal.any([signal, left.signal]));
  const { promise: exited, resolve, reject } = Promise.withResolvers<{ readonly exitCode: number }>();
  // Whoever awaits `exited` gets its failure; nobody has to.
  exited.catch(() => undefined);
  const end = () => resolve({ exitCode: 0 });
  const follow = async (listener: (chunk: Uint8Array) => void) => {
    for await (const chunk of log) {
      listener(withReturns(chunk));
    }
  };
  return {
    exited,
    onData: (listener) => {
      follow(listener).then(end, (error: unknown) => (left.signal.aborted ? end() : reject(error)));
    },
    write: (data) => {
      if (data.includes(interrupt)) {
        left.abort();
      }
    },
    resize: async () => {},
    kill: async () => left.abort(),
  };
}
