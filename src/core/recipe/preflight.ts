/** Proves from inside a container that a toolchain can be built here, before minutes are spent on it. */
import { LineSplitter } from '../build/lines.ts';
import { runByLine } from '../build/run-by-line.ts';
import { type BenchError, errors } from '../errors.ts';
import { describeProxy, isLoopbackProxy, proxyEnvironment, proxySecrets } from '../machine/proxy.ts';
import type { ContainerExit } from '../model/engine.ts';
import { label, ownLabels } from '../model/labels.ts';
import type { MachineProfile } from '../model/machine.ts';
import type { Platform } from '../model/platform.ts';
import type { EnginePort, MachinePort, Report } from '../ports.ts';
import { redact } from '../text/redact.ts';
import type { MachineSetUp } from './machine-base.ts';

export interface PreflightDeps {
  readonly engine: Pick<EnginePort, 'withContainer'>;
  readonly machine: Pick<MachinePort, 'owner'>;
}

export interface PreflightQuestion {
  /** What the toolchain's Dockerfile starts from. */
  readonly baseReference: string;
  readonly platform: Platform;
  /** Debian's names of all that will be installed. */
  readonly packages: readonly string[];
  /** What a base that is not the machine's own lacks of it. */
  readonly setUp?: MachineSetUp;
}

const mirrorSilent = 20;
const packageMissing = 21;
const maxLineLength = 4000;
const keptLines = 40;

/** apt calls an update without any answer a success with warnings unless it is told otherwise. */
const script = `
quick='-q -o Acquire::Retries=1 -o Acquire::http::Timeout=15 -o Acquire::https::Timeout=15'
apt-get $quick -o APT::Update::Error-Mode=any update || exit ${mirrorSilent}
apt-get $quick -s --no-install-recommends install "$@" >/dev/null || exit ${packageMissing}
`;

/** What a failed preflight means, from its exit code and the end of its output. */
export function preflightFailure(
  exit: Pick<ContainerExit, 'exitCode'>,
  lines: readonly string[],
  profile: MachineProfile,
  platform: Platform,
): BenchError | undefined {
  const text = lines.join('\n');
  const unreachable = /Failed to fetch|Could not (?:connect|resolve)|Err:\d/.test(text);
  if (/exec format error/i.test(text)) {
    return errors.platformUnavailable(platform);
  }
  if (exit.exitCode === mirrorSilent || (exit.exitCode === packageMissing && unreachable)) {
    return errors.mirrorUnreachable(lastComplaint(lines), mirrorHint(profile));
  }
  const missing =
    /^E: (?:Unable to locate package |Package '|Couldn't find any package by \S+ ')([a-z0-9][a-z0-9+.-]*)/m.exec(
      text,
    );
  if (missing !== null) {
    return errors.packageMissing(missing[1] ?? '');
  }
  return exit.exitCode === 0
    ? undefined
    : errors.mirrorUnreachable(lastComplaint(lines), mirrorHint(profile));
}

function lastComplaint(lines: readonly string[]): string {
  const complaint = lines
    .filter((line) => /^[EW]: /.test(line))
    .find((line) => !line.includes('old ones used'));
  return (complaint ?? lines.at(-1) ?? 'it said nothing').replace(/^[EW]: /, '').trim();
}

function mirrorHint({ name, proxy }: MachineProfile): string {
  const shown = describeProxy(proxy);
  if (shown === undefined) {
    return `Check the network, or give a proxy or a packageMirror in the profile "${name}" of "phpSourceBench.machine.profiles".`;
  }
  return isLoopbackProxy(proxy)
    ? `The proxy ${shown} of the profile "${name}" is one inside the container itself there: give it the machine's address on its network.`
    : `Check the proxy ${shown} of the profile "${name}" in "phpSourceBench.machine.profiles".`;
}

/**
 * Asks the package mirror for its lists, and for every package that will be wanted.
 * @throws `mirror-unreachable`, `package-missing`, `platform-unavailable`
 */
export async function preflight(
  deps: PreflightDeps,
  profile: MachineProfile,
  question: PreflightQuestion,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const { baseReference, platform, packages, setUp = { files: [], script: '' } } = question;
  const secrets = proxySecrets(profile.proxy);
  const lines: string[] = [];
  const onLine = (line: string) => {
    const safe = redact(line.replace(/\r$/, ''), secrets);
    lines.push(safe);
    lines.splice(0, lines.length - keptLines);
    report({ kind: 'line', text: safe });
  };
  const spec = {
    image: baseReference,
    command: ['/bin/sh', '-c', `${setUp.script}${script}`, 'preflight', ...packages],
    labels: ownLabels('preflight-container', {
      [label.platform]: platform,
      [label.owner]: deps.machine.owner(),
    }),
    platform,
    network: 'default',
    environment: { ...proxyEnvironment(profile.proxy), DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
  };
  const exit = await deps.engine.withContainer(
    spec,
    async (container) => {
      if (setUp.files.length > 0) {
        await container.writeFiles(setUp.files, '/', signal);
      }
      const splitters = {
        stdout: new LineSplitter(onLine, maxLineLength),
        stderr: new LineSplitter(onLine, maxLineLength),
      };
      return runByLine(container, splitters, signal);
    },
    signal,
  );
  const failure = preflightFailure(exit, lines, profile, platform);
  if (failure !== undefined) {
    throw failure;
  }
}
