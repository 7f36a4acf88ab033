import { join } from 'node:path';
import type { TurnPort } from '../core/automation/ports.ts';
import { locked } from './locked.ts';

/** Turns between the processes of this machine. @param directory of the locks */
export function localTurns(directory: string): TurnPort {
  return {
    takeTurn: (machineId, work, onWait, signal) =>
      locked(join(directory, `measuring-${machineId.replaceAll(/[^\w-]/g, '_')}`), work, { onWait, signal }),
  };
}
