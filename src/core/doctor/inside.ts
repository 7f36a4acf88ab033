/** What a container without a network sees of the engine: its disk, and what its kernel runs. */
import { careOf } from '../machine/engine-home.ts';
import type { EngineInfo } from '../model/engine.ts';
import type { MachineProfile } from '../model/machine.ts';
import type { Platform } from '../model/platform.ts';
import { formatBytes } from '../text/format.ts';
import { type AskDeps, askContainer } from './ask-container.ts';
import { foreignPrograms, programExitCode } from './foreign-programs.ts';
import type { Outcome } from './sheet.ts';

/** Room on a file system. */
export interface Room {
  readonly total: number;
  readonly free: number;
}

export interface InsideView {
  /** Bytes; `undefined` if the image has no `df`. */
  readonly space: Room | undefined;
  /** Files that it can hold; `undefined` on file systems without such a limit. */
  readonly inodes: Room | undefined;
  readonly platforms: readonly Platform[];
}

/** A layer and what a container writes lie on the disk of the engine's data, in its virtual machine if it has one. */
const script = `
echo "space $(df -Pk / | tail -n 1)"
echo "inodes $(df -Pi / | tail -n 1)"
for program in /tmp/psb-*; do
  "$program" >/dev/null 2>&1
  echo "program \${program##*/} $?"
done
`;

/** Total and free of a line of `df -P`: file system, total, used, free, percent, place. */
function roomIn(lines: readonly string[], word: string, unit: number): Room | undefined {
  const line = lines.find((candidate) => candidate.startsWith(`${word} `)) ?? '';
  const match = /\s(\d{1,18})\s+\d+\s+(\d{1,18})\s+\S+\s+\/\S*$/.exec(line);
  const total = Number(match?.[1] ?? 0) * unit;
  return total === 0 ? undefined : { total, free: Number(match?.[2] ?? 0) * unit };
}

/** Reads what the container printed; `undefined` if it ran nothing. */
export function readInsideView(lines: readonly string[]): InsideView | undefined {
  const { platforms } = foreignPrograms();
  if (!lines.some((line) => line.startsWith('program '))) {
    return undefined;
  }
  const running = [...platforms].filter(([name]) => lines.includes(`program ${name} ${programExitCode}`));
  return {
    space: roomIn(lines, 'space', 1024),
    inodes: roomIn(lines, 'inodes', 1),
    platforms: running.map(([, platform]) => platform),
  };
}

/** Runs a container and looks around in it. */
export async function lookInside(
  deps: AskDeps,
  image: string,
  { platform }: Pick<EngineInfo, 'platform'>,
  signal: AbortSignal,
): Promise<Outcome<InsideView>> {
  const { files } = foreignPrograms();
  const question = { image, platform, network: 'none', script, arguments: [], files };
  const view = readInsideView(await askContainer(deps, question, signal));
  return view === undefined
    ? { state: 'failed', sentence: `A container of ${image} started and said nothing.` }
    : { state: 'passed', sentence: `A container of ${image} ran, and is gone again.`, value: view };
}

/** A toolchain takes 0.7 GB, a build as much again; less than this is not enough for the first. */
const tooLittleBytes = 1e9;
const littleBytes = 5e9;
const littleShareOfInodes = 0.05;

/** What the room means for builds. */
export function judgeDisk({ space, inodes }: InsideView, engine: EngineInfo): Outcome<true> {
  if (space === undefined) {
    return { state: 'not checked', sentence: 'The image to check with has no df.' };
  }
  const enlarge =
    engine.operatingSystem === 'Docker Desktop' ? careOf('docker-desktop').enlargeDisk : undefined;
  const action = `Free some space with "PHP Source Bench: Prune..."${enlarge === undefined ? '' : `, or ${enlarge}`}.`;
  const place = engine.dataRoot === '' ? '' : ` (${engine.dataRoot})`;
  const sentence = `${formatBytes(space.free)} of ${formatBytes(space.total)} are free on the disk of the engine's data${place}.`;
  if (space.free < tooLittleBytes) {
    return { state: 'failed', sentence, action, reason: 'engine-disk-full' };
  }
  if (inodes !== undefined && inodes.free < inodes.total * littleShareOfInodes) {
    const share = Math.round((inodes.free / inodes.total) * 100);
    const few = `${sentence} But only ${share} % of its file entries (inodes) are free, and without one "no space" is left.`;
    return { state: 'warning', sentence: few, action, value: true };
  }
  return space.free < littleBytes
    ? { state: 'warning', sentence, action, value: true }
    : { state: 'passed', sentence, value: true };
}

const installEmulation =
  "Install qemu-user-static and binfmt-support on the engine's machine, or choose another platform in the profile.";

/** Which platforms run, and whether the one that is built for is among them. */
export function judgePlatforms(
  { platforms }: InsideView,
  { platform }: Pick<EngineInfo, 'platform'>,
  profile: Pick<MachineProfile, 'platform'> | undefined,
): Outcome<true> {
  const others = platforms.filter((other) => other !== platform);
  const wanted = profile?.platform;
  if (wanted !== undefined && wanted !== platform && !others.includes(wanted)) {
    const sentence = `The engine runs ${[platform, ...others].join(', ')}, but not ${wanted}, which the machine profile wants.`;
    return { state: 'failed', sentence, action: installEmulation, reason: 'platform-unavailable' };
  }
  const sentence =
    others.length === 0
      ? `The engine runs ${platform} only; there is no emulation.`
      : `The engine runs ${platform}, and also ${others.join(', ')}.`;
  return { state: 'passed', sentence, value: true };
}
