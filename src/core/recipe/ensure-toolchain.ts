import { errors } from '../errors.ts';
import type { EngineInfo } from '../model/engine.ts';
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
import type { ContainerAssets, DownloadPort, EnginePort, MachinePort, Report, Tarball } from '../ports.ts';
import type { Steps } from '../steps.ts';
import { type BaseDeps, ensureBase } from './ensure-base.ts';
import { type Recipe, toolchainRecipe } from './toolchain.ts';

export interface ToolchainDeps extends BaseDeps {
  readonly engine: BaseDeps['engine'] & Pick<EnginePort, 'buildImage'>;
  readonly downloads: DownloadPort;
  readonly machine: Pick<MachinePort, 'sha256'>;
  readonly assets: ContainerAssets;
}

export interface ToolchainSettings {
  readonly baseImage: string;
  readonly bisonTarball: string;
  readonly packageMirror: string;
  /** Debian's names of packages to have beside what a build needs. */
  readonly extraPackages: readonly string[];
}

export interface ToolchainNeeds {
  readonly phpVersion: string;
  readonly requirement: BisonRequirement | undefined;
  /** Release trees ship the generated parsers, so that any Bison will do. */
  readonly shipsParsers: boolean;
  readonly platform: Platform;
  /** Debian's names of packages that the configure flags need. */
  readonly packages: readonly string[];
}

export interface Toolchain {
  readonly key: string;
  readonly reference: string;
  readonly engine: EngineInfo;
}

function bisonUrls(version: string): readonly string[] {
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
  const tarball = await deps.downloads.download(bisonUrls(choice.version), choice.sha256, onLine, signal);
  steps.done('SHA-256 is right');
  return { choice, tarball };
}

/** The recipe for a tree's toolchain on this engine; makes sure of the base image and of the Bison source. */
export async function recipeFor(
  deps: ToolchainDeps,
  settings: ToolchainSettings,
  needs: ToolchainNeeds,
  steps: Steps,
  report: Report,
  signal: AbortSignal,
): Promise<Recipe> {
  const base = await ensureBase(
    deps,
    { reference: settings.baseImage, platform: needs.platform },
    steps,
    report,
    signal,
  );
  const bison = await bisonForTree(deps, settings, needs, steps, report, signal);
  return toolchainRecipe({
    baseReference: base.reference,
    baseId: base.image.id,
    platform: needs.platform,
    bison: bison.choice,
    bisonTarball: bison.tarball,
    packageMirror: settings.packageMirror,
    packages: packagesOf(settings, needs),
    assets: deps.assets,
    sha256: (text) => deps.machine.sha256(text),
  });
}

/** @throws `invalid-setting` for a name that could not stand in a Dockerfile */
function packagesOf(settings: ToolchainSettings, needs: ToolchainNeeds): readonly string[] {
  const invalid = settings.extraPackages.find((name) => !isPackageName(name));
  if (invalid !== undefined) {
    throw errors.invalidSetting('phpSourceBench.toolchain.extraPackages', `"${invalid}" is no package name.`);
  }
  return [...needs.packages, ...settings.extraPackages];
}

/** Finds the toolchain image by its key, else builds it. */
export async function ensureToolchain(
  deps: ToolchainDeps,
  settings: ToolchainSettings,
  needs: Omit<ToolchainNeeds, 'platform'> & { readonly platform: Platform | undefined },
  steps: Steps,
  report: Report,
  signal: AbortSignal,
): Promise<Toolchain> {
  const engine = await deps.engine.describe(signal);
  const platform = needs.platform ?? engine.platform;
  const recipe = await recipeFor(deps, settings, { ...needs, platform }, steps, report, signal);
  const found = await deps.engine.findImage(recipe.reference, signal);
  if (found === undefined) {
    steps.start(`Building the toolchain (${recipe.title})`);
    const { reference, dockerfile, files, labels } = recipe;
    await deps.engine.buildImage(
      { reference, dockerfile, files, labels, platform, buildArgs: {} },
      (text) => report({ kind: 'line', text }),
      signal,
    );
    steps.done(reference);
  }
  return { key: recipe.key, reference: recipe.reference, engine };
}
