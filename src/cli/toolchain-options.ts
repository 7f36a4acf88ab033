/** The options of every command that needs a toolchain. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CcacheUse, ccacheUses } from '../core/build/ccache.ts';
import { errors } from '../core/errors.ts';
import { parseProfiles } from '../core/machine/profile-schema.ts';
import type { ProfilesSettings } from '../core/model/machine.ts';
import { type Platform, parsePlatform } from '../core/model/platform.ts';
import { type PresetName, presetNames } from '../core/php/presets.ts';
import type { ServiceSettings } from '../core/services.ts';
import { parseJson } from './json-option.ts';

export interface ToolchainHooks {
  readonly defaultBaseImage: string;
  /** A small file's text; rejects with `invalid-setting` if there is none. */
  readonly readText: (path: string) => Promise<string>;
}

/** What a toolchain is made of, and what for. */
export interface ToolOptions {
  readonly package: readonly string[];
  readonly baseImage: string;
  readonly bisonTarball: string;
  readonly ccache: CcacheUse;
  readonly packageMirror?: string;
  readonly profiles?: string;
}

export interface ToolchainOptions extends ToolOptions {
  readonly tree: string;
  readonly commit?: string;
  readonly preset: PresetName;
  readonly flag: readonly string[];
  readonly platform?: Platform;
}

/** For an option that may be given several times. */
export function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

/** What the options say of the toolchain. Rejects with `invalid-setting` for profiles that are not valid. */
export async function toolSettings(
  options: ToolOptions,
  hooks: ToolchainHooks,
): Promise<Partial<ServiceSettings>> {
  const { baseImage, bisonTarball, ccache } = options;
  const profiles = await readProfiles(options, hooks);
  return { baseImage, bisonTarball, ccache, profiles, extraPackages: options.package };
}

/** The same, with what is built. */
export async function toolchainSettings(
  options: ToolchainOptions,
  hooks: ToolchainHooks,
): Promise<Partial<ServiceSettings>> {
  const { preset, flag: configureFlags } = options;
  return { ...(await toolSettings(options, hooks)), preset, configureFlags };
}

/** A platform, with or without `linux/`. */
function platformOption(text: string): Platform {
  const platform = parsePlatform(text);
  if (platform === undefined) {
    throw new InvalidArgumentError('It must look like linux/ppc64le.');
  }
  return platform;
}

/** The profiles of a file, and a mirror for where they name none. */
async function readProfiles(
  { profiles: path, packageMirror }: ToolOptions,
  hooks: ToolchainHooks,
): Promise<ProfilesSettings> {
  const parsed = path === undefined ? {} : parseProfiles(parseJson('--profiles', await hooks.readText(path)));
  if (typeof parsed === 'string') {
    throw errors.invalidSetting('--profiles', parsed);
  }
  return packageMirror === undefined ? parsed : { ...parsed, default: { packageMirror, ...parsed.default } };
}

/** Adds the options that say what a toolchain is made of. */
export function withToolOptions(command: Command, hooks: ToolchainHooks): Command {
  return command
    .option('--package <name>', 'Debian package to have in the toolchain too, repeatable', collect, [])
    .option('--base-image <image>', 'image that the toolchain starts from', hooks.defaultBaseImage)
    .option('--bison-tarball <file>', 'local Bison source instead of a download', '')
    .addOption(
      new Option('--ccache <builds>', 'which builds use the compiler cache')
        .choices(ccacheUses)
        .default('clean'),
    )
    .option('--package-mirror <url>', 'Debian mirror for whatever engine has none in its profile')
    .option('--profiles <file>', 'machine profiles, as JSON: proxy, certificates, mirror, platform, limits');
}

/** Adds the options of every command that needs a toolchain. */
export function withToolchainOptions(command: Command, hooks: ToolchainHooks): Command {
  command
    .option('--tree <dir>', 'php-src checkout or release', process.cwd())
    .addOption(new Option('--preset <name>', 'set of configure flags').choices(presetNames).default('usual'))
    .option('--flag <flag>', 'configure flag after those of the preset, repeatable', collect, []);
  return withToolOptions(command, hooks).addOption(
    new Option('--platform <platform>', 'build for another one, for instance linux/ppc64le').argParser(
      platformOption,
    ),
  );
}

/** Adds the choice of a commit of the tree. */
export function withCommitOption(command: Command): Command {
  return command.option('--commit <commit>', 'build this commit instead of the work tree');
}
