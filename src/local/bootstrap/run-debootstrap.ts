import { execa } from 'execa';
import { LineSplitter } from '../../core/build/lines.ts';
import { errors } from '../../core/errors.ts';
import { proxyEnvironment } from '../../core/machine/proxy.ts';
import type { ProxySettings } from '../../core/model/machine.ts';
import type { OnLine } from '../../core/ports.ts';

const longestLine = 4000;
const keptLines = 20;

export interface DebootstrapRequest {
  readonly suite: string;
  /** Debian's name of it; `undefined` for this machine's own. */
  readonly architecture: string | undefined;
  readonly directory: string;
  readonly keyring: string;
  /** `undefined` for debootstrap's own. */
  readonly mirror: string | undefined;
  /** The machine's own variables count where it names none. */
  readonly proxy: ProxySettings;
}

/** Programs of the system administrator are not on everyone's PATH. */
export function systemPath(env: NodeJS.ProcessEnv): string {
  return `${env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin`;
}

/** The environment of the system's programs: their messages in English, this machine's proxy. */
export function systemEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of ['http_proxy', 'https_proxy', 'ftp_proxy', 'no_proxy', 'HOME']) {
    const value = env[name];
    if (value !== undefined) {
      kept[name] = value;
    }
  }
  return { ...kept, PATH: systemPath(env), LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
}

function argumentsOf(request: DebootstrapRequest): string[] {
  // With its own mount and process tables: what it mounts and starts ends with it, however it ends.
  const isolation = ['--mount', '--pid', '--fork', '--kill-child', '--'];
  // Without a keyring debootstrap would only warn that nothing is checked.
  const checks = ['--force-check-gpg', `--keyring=${request.keyring}`];
  const mirror = request.mirror === undefined ? [] : [request.mirror];
  const architecture = request.architecture === undefined ? [] : [`--arch=${request.architecture}`];
  const target = [request.suite, request.directory, ...mirror];
  return [...isolation, 'debootstrap', '--variant=minbase', ...architecture, ...checks, ...target];
}

function failure(request: DebootstrapRequest, lines: readonly string[], cause: unknown): Error {
  if (lines.some((line) => line.includes('No space left on device'))) {
    return errors.diskFull(request.directory, cause);
  }
  const told = lines.filter((line) => line.startsWith('E: ')).at(-1) ?? lines.at(-1) ?? 'it said nothing';
  const hint = told.includes('noexec or nodev')
    ? ' Set XDG_CACHE_HOME to a directory that is mounted without noexec and nodev.'
    : '';
  return errors.baseImageUnavailable(request.suite, `debootstrap failed (${told}).${hint}`, cause);
}

/**
 * Makes a minimal root file system in `request.directory`, which must not exist yet. An abort kills everything that
 * was started.
 * @throws `base-image-unavailable` with debootstrap's own reason, `disk-full`, `cancelled`
 */
export async function runDebootstrap(
  request: DebootstrapRequest,
  onLine: OnLine,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) {
    throw errors.cancelled();
  }
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => {
    lines.push(line);
    lines.splice(0, lines.length - keptLines);
    onLine(line);
  }, longestLine);
  const running = execa('unshare', argumentsOf(request), {
    env: { ...systemEnvironment(process.env), ...proxyEnvironment(request.proxy) },
    extendEnv: false,
    reject: false,
    all: true,
    buffer: false,
    stdin: 'ignore',
    cancelSignal: signal,
    // unshare ignores gentler signals while its child runs.
    killSignal: 'SIGKILL',
  });
  running.all.on('data', (chunk: Uint8Array) => splitter.push(chunk));
  const result = await running;
  splitter.end();
  if (signal.aborted) {
    throw errors.cancelled();
  }
  if (result.exitCode !== 0) {
    throw failure(request, lines, result);
  }
}
