/** The command line as a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { productRoot } from './product.ts';

export interface CommandLineEnd {
  /** `null` after a signal. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandLine {
  /** Settles at the first line on standard error that matches; rejects if the process ends before. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<CommandLineEnd>;
}

/** Starts `src/cli.ts`; `environment` comes on top of this process's own. */
export function startCommandLine(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): CommandLine {
  const child = spawn(process.execPath, [join(productRoot, 'src', 'cli.ts'), ...words], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const seen: string[] = [];
  const listeners = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  createInterface({ input: child.stderr }).on('line', (text) => {
    stderr += `${text}\n`;
    seen.push(text);
    for (const listener of listeners) {
      listener();
    }
  });
  const ended = once(child, 'close').then(() => ({ exitCode: child.exitCode, stdout, stderr }));
  const line = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const match = seen.map((text) => pattern.exec(text)).find((found) => found !== null);
        if (match !== undefined && match !== null) {
          listeners.delete(look);
          resolve(match);
        }
      };
      listeners.add(look);
      look();
      ended.then(() => reject(new Error(`It ended without a line like ${pattern}:\n${stderr}`)), reject);
    });
  return { line, kill: (signal) => child.kill(signal), ended };
}
