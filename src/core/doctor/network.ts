/** What a container and this machine reach of the network, by the machine's profile. */
import { isBenchError } from '../errors.ts';
import type { EngineInfo } from '../model/engine.ts';
import type { MachineProfile } from '../model/machine.ts';
import { bisonReleases } from '../php/bison.ts';
import type { DownloadPort } from '../ports.ts';
import { bisonUrls } from '../recipe/ensure-toolchain.ts';
import { machineSetUp } from '../recipe/machine-base.ts';
import { preflight } from '../recipe/preflight.ts';
import { type AskDeps, askContainer } from './ask-container.ts';
import type { Outcome } from './sheet.ts';

/** The name that a container must resolve: with a proxy its name, as it resolves all others; else the mirror's. */
export function nameToResolve({ proxy, packageMirror }: MachineProfile): string | undefined {
  const address = proxy.httpProxy || proxy.httpsProxy || packageMirror;
  return URL.canParse(address) ? new URL(address).hostname : undefined;
}

/** Without a name in its arguments it takes the one of the image's own package mirror. */
const script = `
name=$1
[ -n "$name" ] || name=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
  sed -n 's#^\\(deb\\|URIs:\\)[^/]*https\\{0,1\\}://\\([^/ ]*@\\)\\{0,1\\}\\([^/: ]*\\).*#\\3#p' | head -n 1)
echo "name $name"
sed -n 's/^nameserver/server/p' /etc/resolv.conf
timeout 20 getent ahosts "$name" | sed -n 's/^\\([^ ]*\\) .*/address \\1/p' | head -n 1
`;

/** Values after a word that lines begin with. */
function after(lines: readonly string[], word: string): readonly string[] {
  return lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1).trim()] : []));
}

/** What the container said of a name. */
export function judgeNames(lines: readonly string[]): Outcome<true> {
  const [name = ''] = after(lines, 'name');
  const servers = after(lines, 'server');
  if (name === '') {
    return { state: 'not checked', sentence: 'The image to check with names no package mirror.' };
  }
  if (/^[\d.]+$|^\[/.test(name)) {
    return { state: 'passed', sentence: `${name} is an address, so that no name is needed.`, value: true };
  }
  const asked = servers.length === 0 ? 'no name server' : `name servers: ${servers.join(', ')}`;
  if (after(lines, 'address').length > 0) {
    return { state: 'passed', sentence: `A container resolves ${name} (${asked}).`, value: true };
  }
  return {
    state: 'failed',
    sentence: `A container cannot resolve ${name} (${asked}).`,
    action:
      'Set "dns" in the engine\'s daemon.json to a name server that containers reach, and restart Docker; behind a proxy, give its address in the machine profile.',
    reason: 'engine-name-resolution',
  };
}

/** Resolves a name in a container on the engine's usual network. */
export async function checkNames(
  deps: AskDeps,
  { image, engine, profile }: NetworkPlace,
  signal: AbortSignal,
): Promise<Outcome<true>> {
  const name = nameToResolve(profile);
  const question = { image, platform: engine.platform, network: 'default', script, files: [] };
  return judgeNames(await askContainer(deps, { ...question, arguments: [name ?? ''] }, signal));
}

export interface NetworkPlace {
  readonly image: string;
  readonly engine: EngineInfo;
  readonly profile: MachineProfile;
}

/** Every toolchain has these. */
const packages = ['gcc', 'make', 'bison'];

/** Whether a container gets packages; throws like `preflight`. */
export async function checkMirror(
  deps: AskDeps,
  { image, engine, profile }: NetworkPlace,
  signal: AbortSignal,
): Promise<Outcome<true>> {
  const question = { baseReference: image, platform: engine.platform, packages };
  await preflight(deps, profile, { ...question, setUp: machineSetUp(profile) }, () => {}, signal);
  const mirror = profile.packageMirror === '' ? 'The package mirror' : profile.packageMirror;
  return { state: 'passed', sentence: `${mirror} answers a container, and has the packages.`, value: true };
}

/** Whether Bison's source can be had by this machine, which hands it to the engine. */
export async function checkBison(
  downloads: Pick<DownloadPort, 'locate' | 'readTarball'>,
  tarball: string,
  profile: MachineProfile,
  signal: AbortSignal,
): Promise<Outcome<true>> {
  if (tarball !== '') {
    const { fileName } = await downloads.readTarball(tarball, undefined, signal);
    return { state: 'passed', sentence: `${fileName} of the settings can be read.`, value: true };
  }
  const [{ version, sha256 } = { version: '', sha256: '' }] = bisonReleases;
  try {
    const place = await downloads.locate({ urls: bisonUrls(version), sha256 }, profile, signal);
    return { state: 'passed', sentence: `Bison ${version} can be had from ${place}.`, value: true };
  } catch (error) {
    if (!isBenchError(error, 'bison-download-failed')) {
      throw error;
    }
    const { message, reason } = error;
    const sentence = `${message} Only trees before PHP 7.4 need it.`;
    return { state: 'warning', sentence, reason, value: true };
  }
}
