import { errors, toBenchError } from '../errors.ts';
import type { Report } from '../ports.ts';
import type { TurnPort } from './ports.ts';

/**
 * Works when it is this process' turn on a machine, and says for whom it waits before that.
 * @throws `cancelled` on an abort, and what `work` throws
 */
export async function inTurn<T>(
  { takeTurn }: TurnPort,
  machineId: string,
  work: () => Promise<T>,
  report: Report,
  signal: AbortSignal,
): Promise<T> {
  const onWait = (pid: number) =>
    report({ kind: 'step', title: `Waiting until process ${pid} has measured its commit` });
  try {
    return await takeTurn(machineId, work, onWait, signal);
  } catch (thrown) {
    const error = toBenchError(thrown);
    throw signal.aborted && error.reason !== 'cancelled' ? errors.cancelled(error) : error;
  }
}
