/** The process of a served editor: started in a group of its own, waited for, and ended with all that it started. */
import { type ChildProcess, spawn } from 'node:child_process';
import { lastLines, SetupError } from './setup-error.ts';

/** Far above what is usual: it ends a wait in vain on a machine that may be busy. */
const startLimitMs = 300_000;
const stopLimitMs = 5_000;

/** A started editor. */
export interface EditorProcess {
  /** The server's address once it listens; rejects with its output when it ends before. */
  readonly listening: Promise<string>;
  /** Settles when the process has ended, by itself or through `stop`. */
  readonly ended: Promise<void>;
  /** Ends the process with everything it started. */
  stop(): Promise<void>;
}

/** Starts a program that prints the address it listens on, as code-server does. It never outlives this process. */
export function startEditorProcess(
  program: string,
  programArguments: readonly string[],
  env: Readonly<Record<string, string>>,
): EditorProcess {
  // A process group of its own, so that nothing the editor starts can be left behind.
  const child = spawn(program, programArguments, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const killNow = () => signalGroup(child, 'SIGKILL');
  process.once('exit', killNow);
  const ended = new Promise<void>((resolve) => {
    child.once('close', resolve);
    child.once('error', () => resolve());
  }).then(() => {
    process.off('exit', killNow);
  });
  return {
    listening: listeningAddress(child, ended),
    ended,
    stop: async () => {
      signalGroup(child, 'SIGTERM');
      const timer = setTimeout(killNow, stopLimitMs);
      await ended;
      clearTimeout(timer);
      killNow();
    },
  };
}

/** A group that is gone already is what was wanted. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) {
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) {
      throw error;
    }
  }
}

/** The address that the server prints once it listens. */
function listeningAddress(child: ChildProcess, ended: Promise<void>): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (what: string) => reject(new SetupError(`The editor ${what}:\n${lastLines(output)}`));
    const timer = setTimeout(() => fail(`did not listen within ${startLimitMs / 1000} s`), startLimitMs);
    const read = (chunk: Buffer) => {
      // Later output is the editor's chatter; reading on keeps the pipe from filling.
      output = `${output}${chunk}`.slice(-20_000);
      const address = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
      if (address !== undefined) {
        clearTimeout(timer);
        resolve(address);
      }
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', (error) => {
      output += error.message;
    });
    void ended.then(() => {
      clearTimeout(timer);
      fail('ended before it listened');
    });
  });
}
