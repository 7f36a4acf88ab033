import { createHash, randomUUID } from 'node:crypto';
import { cpus, hostname } from 'node:os';
import type { MachinePort } from '../core/ports.ts';
import { identityOf, isRunning, parseIdentity } from './process-identity.ts';

/** This machine. */
export function localMachine(): MachinePort {
  return {
    cpuModel: () => cpus()[0]?.model.trim().replace(/\s+/g, ' ') || 'unknown',
    hostName: hostname,
    owner: () => JSON.stringify(identityOf()),
    ownerIsGone: (owner) => {
      const identity = parseIdentity(owner);
      return identity !== undefined && !isRunning(identity);
    },
    nowMs: Date.now,
    uuid: randomUUID,
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
  };
}
