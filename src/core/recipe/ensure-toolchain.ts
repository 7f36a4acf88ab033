import { errors } from '../errors.ts';
import type { EngineInfo } from '../model/engine.ts';
import { startedLabel } from '../model/labels.ts';
import type { MachineProfile } from '../model/machine.ts';
import type { Platform } from '../model/platform.ts';
import {
  acceptsBison,
  type BisonChoice,
  type BisonRequirement,
  bisonFromTarball,
  chooseBison,
  describeRequirement,
} from '../php/bison.ts';
import { isPackageName } from '../php/presets.ts';
import type {
  ContainerAssets,
  DownloadPort,
  EnginePort,
  MachinePort,
  ProfilePort,
  Report,
  Tarball,
} from '../ports.ts';
import type { Steps } from '../steps.ts';
import { buildOwnImage } from './build-own-image.ts';
import { type BaseDeps, type BaseImage, ensureBase } from './ensure-base.ts';
import { ensureMachineBase } from './machine-base.ts';
import { preflight } from './preflight.ts';
import { type Recipe, toolchainRecipe } from './toolchain.ts';

export interface ToolchainDeps extends BaseDeps {
  readonly engine: BaseDeps['engine'] & Pick<EnginePort, 'buildImage' | 'describe' | 'withContainer'>;
  readonly downloads: DownloadPort;
  readonly profiles: ProfilePort;
  readonly machine: Pick<MachinePort, 'sha256' | 'owner' | 'nowMs'>;
  readonly assets: ContainerAssets;
}

export interface ToolchainSettings {
  readonly baseImage: string;
  readonly bisonTarball: string;
  /** Debian's names of packages to have beside what a build needs. */
  readonly extraPackages: readonly string[];
}

export interface ToolchainNeeds {
  readonly phpVersion: string;
  readonly requirement: BisonRequirement | undefined;
  /** Release trees ship the generated parsers, so that any Bison will do. */
  readonly shipsParsers: boolean;
  /** Debian's names of packages that the configure flags need. */
  readonly packages: readonly string[];
}

/** Which machine a toolchain is for. */
export interface Target {
  readonly engine: EngineInfo;
  readonly profile: MachineProfile;
  readonly platform: Platform;
}

export interface Toolchain extends Target {
  readonly key: string;
  readonly reference: string;
}

/** The recipe, and what it starts from on this machine. */
export interface LocalRecipe {
  readonly recipe: Recipe;
  readonly base: BaseImage;
}

/** Where a Bison release is downloaded from, the first that answers. */
export function bisonUrls(version: string): readonly string[] {
  const file = `bison-${version}.tar.gz`;
  return [`https://ftpmirror.gnu.org/bison/${file}`, `https://ftp.gnu.org/gnu/bison/${file}`];
}

interface BisonSource {
  readonly choice: BisonChoice;
  readonly tarball: Tarball | undefined;
}

async function bisonFromSetting(
  deps: ToolchainDeps,
  path: string,
  needs: ToolchainNeeds,
  signal: AbortSignal,
): Promise<BisonSource> {
  const expected = bisonFromTarball(path.split(/[\\/]/).at(-1) ?? '');
  const sha256 = expected?.kind === 'source' ? expected.sha256 : undefined;
  const tarball = await deps.downloads.readTarball(path, sha256, signal);
  const choice = bisonFromTarball(tarball.fileName);
  if (choice?.kind !== 'source') {
    throw errors.bisonUnreadable(path);
  }
  const { requirement } = needs;
  if (requirement !== undefined && !needs.shipsParsers && !acceptsBison(requirement, choice.version)) {
    throw errors.noBisonFits(needs.phpVersion, `${describeRequirement(requirement)}, not ${choice.version}`);
  }
  return { choice: { ...choice, sha256: tarball.sha256 }, tarball };
}

async function bisonForTree(
  deps: ToolchainDeps,
  settings: ToolchainSettings,
  needs: ToolchainNeeds,
  profile: MachineProfile,
  steps: Steps,
  report: Report,
  signal: AbortSignal,
): Promise<BisonSource> {
  if (settings.bisonTarball !== '') {
    return bisonFromSetting(deps, settings.bisonTarball, needs, signal);
  }
  const choice: BisonChoice =
    needs.requirement === undefined && needs.shipsParsers
      ? { kind: 'distribution' }
      : chooseBison(needs.requirement, needs.phpVersion);
  if (choice.kind === 'distribution' || choice.sha256 === undefined) {
    return { choice, tarball: undefined };
  }
  steps.start(`Getting Bison ${choice.version}`);
  const onLine = (text: string) => report({ kind: 'line', text });
  const file = { urls: bisonUrls(choice.version), sha256: choice.sha256 };
  const tarball = await deps.downloads.download(file, profile, onLine, signal);
  steps.done('SHA-256 is right');
  return { choice, tarball };
}

/**
 * The machine that builds run on: the engine, its profile, and the platform that is built for.
 * @param wanted the platform that a request names; the profile's, else the engine's own, if it names none
 */
export async function findTarget(
  deps: Pick<ToolchainDeps, 'profiles'> & { readonly engine: Pick<EnginePort, 'describe'> },
  wanted: Platform | undefined,
  signal: AbortSignal,
): Promise<Target> {
  const engine = await deps.engine.describe(signal);
  const profile = await deps.profiles.profileOf(engine, signal);
  return { engine, profile, platform: wanted ?? profile.platform ?? engine.platform };
}

/** The recipe for a tree's toolchain on this engine; makes sure of the base image and of the Bison source. */
export async function recipeFor(
  deps: ToolchainDeps,
  settings: ToolchainSettings,
  needs: ToolchainNeeds,
  target: Target,
  steps: Steps,
  report: Report,
  signal: AbortSignal,
): Promise<LocalRecipe> {
  const base = await ensureBase(deps, settings.baseImage, target, steps, report, signal);
  const bison = await bisonForTree(deps, settings, needs, target.profile, steps, report, signal);
  const recipe = toolchainRecipe({
    baseReference: base.reference,
    baseId: base.image.id,
    platform: target.platform,
    bison: bison.choice,
    bisonTarball: bison.tarball,
    packages: packagesOf(settings, needs),
    assets: deps.assets,
    sha256: (text) => deps.machine.sha256(text),
  });
  return { recipe, base };
}

/** @throws `invalid-setting` for a name that could not stand in a Dockerfile */
function packagesOf(settings: ToolchainSettings, needs: ToolchainNeeds): readonly string[] {
  const invalid = settings.extraPackages.find((name) => !isPackageName(name));
  if (invalid !== undefined) {
    throw errors.invalidSetting('phpSourceBench.toolchain.extraPackages', `"${invalid}" is no package name.`);
  }
  return [...needs.packages, ...settings.extraPackages];
}

/** Finds the toolchain image by its key, else proves that it can be built here, and builds it. */
export async function ensureToolchain(
  deps: ToolchainDeps,
  settings: ToolchainSettings,
  needs: ToolchainNeeds,
  target: Target,
  steps: Steps,
  report: Report,
  signal: AbortSignal,
): Promise<Toolchain> {
  warnOfEmulation(target, report);
  const local = await recipeFor(deps, settings, needs, target, steps, report, signal);
  const { recipe } = local;
  if ((await deps.engine.findImage(recipe.reference, signal)) === undefined) {
    await buildToolchain(deps, local, target, steps, report, signal);
  }
  return { key: recipe.key, reference: recipe.reference, ...target };
}

function warnOfEmulation({ engine, platform }: Target, report: Report): void {
  if (platform !== engine.platform) {
    const text = `${platform} runs under emulation on this ${engine.platform} engine: everything takes many times longer, and timings say nothing about real ${platform} machines.`;
    report({ kind: 'warning', text });
  }
}

async function buildToolchain(
  deps: ToolchainDeps,
  { recipe, base }: LocalRecipe,
  { profile, platform }: Target,
  steps: Steps,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const { reference, dockerfile, files, packages } = recipe;
  steps.start('Asking the package mirror');
  const baseReference = await ensureMachineBase(deps, profile, base, platform, report, signal);
  await preflight(deps, profile, { baseReference, platform, packages }, report, signal);
  steps.done(`${packages.length} packages and what they need are there`);
  steps.start(`Building the toolchain (${recipe.title})`);
  const buildArgs = { BASE: baseReference };
  const labels = { ...recipe.labels, ...startedLabel(deps.machine.nowMs()) };
  await buildOwnImage(
    deps.engine,
    { reference, dockerfile, files, labels, platform, buildArgs },
    profile,
    report,
    signal,
  );
  steps.done(reference);
}
