/** The base image as a machine needs it: its package mirror and the certificates that it trusts. */
import { errors } from '../errors.ts';
import type { ContextFile } from '../model/engine.ts';
import { label, ownLabels } from '../model/labels.ts';
import type { MachineProfile } from '../model/machine.ts';
import { architectureTag, type Platform } from '../model/platform.ts';
import type { EnginePort, MachinePort, Report } from '../ports.ts';
import { buildOwnImage } from './build-own-image.ts';
import type { BaseImage } from './ensure-base.ts';

export interface MachineBaseDeps {
  readonly engine: Pick<EnginePort, 'findImage' | 'buildImage'>;
  readonly machine: Pick<MachinePort, 'sha256'>;
}

const certificatesPath = '/usr/local/share/php-source-bench/certificates.pem';
const mirrorForm = /^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/[A-Za-z0-9._~/-]*)?$/;

/** Whether a package mirror can be written into a Dockerfile as it is. */
export function isMirror(text: string): boolean {
  return mirrorForm.test(text);
}

/** Makes apt trust certificates that were put at `certificatesPath`, in words of a shell. */
const trustCertificates = [
  `chmod 0644 ${certificatesPath} \\`,
  ` && echo 'Acquire::https::CaInfo "${certificatesPath}";' > /etc/apt/apt.conf.d/90php-source-bench`,
];

/** Makes apt ask another mirror, in words of a shell. */
function useMirror(packageMirror: string): readonly string[] {
  return [
    'rm -f /etc/apt/sources.list.d/debian.sources \\',
    ` && . /etc/os-release && echo "deb ${packageMirror} $VERSION_CODENAME main" > /etc/apt/sources.list`,
  ];
}

/** The Dockerfile of a machine's base image; `undefined` if the base serves as it is. */
export function machineBaseDockerfile(
  baseReference: string,
  { packageMirror, caCertificates }: Pick<MachineProfile, 'packageMirror' | 'caCertificates'>,
): string | undefined {
  if (packageMirror === '' && caCertificates === '') {
    return undefined;
  }
  const lines = [`FROM ${baseReference}`];
  const run = ([first = '', ...rest]: readonly string[]) => lines.push(`RUN ${first}`, ...rest);
  if (caCertificates !== '') {
    lines.push(`COPY certificates.pem ${certificatesPath}`);
    run(trustCertificates);
  }
  if (packageMirror !== '') {
    run(useMirror(packageMirror));
  }
  return `${lines.join('\n')}\n`;
}

/** What makes a container of the plain base ask as the machine's base image would, without making that. */
export interface MachineSetUp {
  /** With paths from the root. */
  readonly files: readonly ContextFile[];
  /** Lines for a shell. */
  readonly script: string;
}

/** @throws `invalid-setting` for a mirror that cannot be written into a script */
export function machineSetUp(
  profile: Pick<MachineProfile, 'name' | 'packageMirror' | 'caCertificates'>,
): MachineSetUp {
  requireMirror(profile);
  const { packageMirror, caCertificates } = profile;
  const trusts = caCertificates !== '';
  const lines = [
    ...(trusts ? trustCertificates : []),
    ...(packageMirror === '' ? [] : useMirror(packageMirror)),
  ];
  return {
    files: trusts ? [{ path: certificatesPath.slice(1), content: caCertificates }] : [],
    script: lines.join('\n'),
  };
}

function requireMirror({ name, packageMirror }: Pick<MachineProfile, 'name' | 'packageMirror'>): void {
  if (packageMirror !== '' && !isMirror(packageMirror)) {
    throw errors.invalidSetting(
      'phpSourceBench.machine.profiles',
      `packageMirror of "${name}" must be an http or https address without user, password and query.`,
    );
  }
}

/**
 * The base image to build toolchains from on this machine: `base` itself, or one made of it once for the profile.
 * @returns its reference
 * @throws `invalid-setting` for a mirror that cannot be written into a Dockerfile, and whatever the engine throws
 */
export async function ensureMachineBase(
  deps: MachineBaseDeps,
  profile: MachineProfile,
  base: BaseImage,
  platform: Platform,
  report: Report,
  signal: AbortSignal,
): Promise<string> {
  requireMirror(profile);
  const dockerfile = machineBaseDockerfile(base.reference, profile);
  if (dockerfile === undefined) {
    return base.reference;
  }
  const identity = ['machine-base-1', base.image.id, dockerfile, profile.caCertificates];
  const key = deps.machine.sha256(JSON.stringify(identity)).slice(0, 16);
  const reference = `php-source-bench/base:machine-${architectureTag(platform)}-${key}`;
  if ((await deps.engine.findImage(reference, signal)) === undefined) {
    const files: readonly ContextFile[] =
      profile.caCertificates === '' ? [] : [{ path: 'certificates.pem', content: profile.caCertificates }];
    const labels = ownLabels('base', { [label.platform]: platform });
    const spec = { reference, dockerfile, files, labels, platform };
    await buildOwnImage(deps.engine, spec, profile, report, signal);
  }
  return reference;
}
