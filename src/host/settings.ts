/** The settings that package.json contributes, checked. Pure: `configuration.ts` reads them from the editor. */
import * as v from 'valibot';
import { isCpuSet } from '../core/bench/suite.ts';
import { ccacheUses } from '../core/build/ccache.ts';
import { errors } from '../core/errors.ts';
import { parseProfiles } from '../core/machine/profile-schema.ts';
import { firstInvalidFlag } from '../core/php/configure-flags.ts';
import { isPackageName, presetNames } from '../core/php/presets.ts';
import { parseRules } from '../core/prune/rule.ts';
import type { ServiceSettings } from '../core/services.ts';
import { prefix } from './command-names.ts';

const maxTextLength = 4096;
const maxFlags = 200;

const line = v.pipe(
  v.string('it must be a text.'),
  v.trim(),
  v.maxLength(maxTextLength, `it is longer than ${maxTextLength} characters.`),
  v.regex(/^\P{Cc}*$/u, 'it contains a line end or another control character.'),
);

/** Absolute on Linux, macOS or Windows, or below the home folder. */
const path = v.pipe(
  line,
  v.regex(/^$|^\/|^~\/|^[A-Za-z]:[\\/]|^\\\\/, 'it must be an absolute path, or one that starts with "~/".'),
);

function wholeNumber(minimum: number, maximum: number) {
  const detail = `it must be a whole number from ${minimum} to ${maximum}.`;
  return v.pipe(
    v.number(detail),
    v.safeInteger(detail),
    v.minValue(minimum, detail),
    v.maxValue(maximum, detail),
  );
}

/** @param parse gives the checked value, or what is wrong with it as the end of a sentence */
function parsedBy<T extends object>(parse: (value: unknown) => T | string) {
  return v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset, addIssue, NEVER }): T => {
      const parsed = parse(dataset.value);
      if (typeof parsed === 'string') {
        addIssue({ message: parsed });
        return NEVER;
      }
      return parsed;
    }),
  );
}

const schemas = {
  'docker.host': v.pipe(
    line,
    v.regex(
      /^$|^(unix|npipe|tcp|http|https|ssh|context):\/\/\S+$/,
      'it must be empty, an address such as unix:///run/docker.sock, tcp://host:2376 or ssh://user@host, or a Docker context such as context://build-host.',
    ),
  ),
  'toolchain.baseImage': v.pipe(
    line,
    v.regex(
      /^[A-Za-z0-9][A-Za-z0-9._:/@-]*$/,
      'it must be an image reference such as debian:bookworm-slim, with or without a digest.',
    ),
  ),
  'toolchain.bisonTarball': path,
  'toolchain.extraPackages': v.pipe(
    v.array(line, 'it must be a list of texts.'),
    v.maxLength(maxFlags, `it has more than ${maxFlags} packages.`),
    v.check((names) => names.every(isPackageName), 'every entry must be the name of a Debian package.'),
  ),
  'build.preset': v.picklist(presetNames, `it must be one of ${presetNames.join(', ')}.`),
  'build.configureFlags': v.pipe(
    v.array(line, 'it must be a list of texts.'),
    v.maxLength(maxFlags, `it has more than ${maxFlags} flags.`),
    v.check(
      (flags) => firstInvalidFlag(flags) === undefined,
      'every flag must look like --name, --name=value or VARIABLE=value.',
    ),
  ),
  'build.ccache': v.picklist(ccacheUses, `it must be one of ${ccacheUses.join(', ')}.`),
  'build.keepContainerMinutes': wholeNumber(0, 1440),
  'machine.profiles': parsedBy(parseProfiles),
  'history.path': path,
  'benchmark.iterations': wholeNumber(1, 1000),
  'benchmark.warmups': wholeNumber(0, 100),
  'benchmark.timeLimitSeconds': wholeNumber(1, 86_400),
  'benchmark.memoryLimitMb': wholeNumber(64, 1_048_576),
  'benchmark.compareRounds': wholeNumber(2, 1000),
  'benchmark.cpuSet': v.pipe(
    line,
    v.check((text) => text === '' || isCpuSet(text), 'it must look like 0, 0-3 or 0,2.'),
  ),
  'benchmark.suitesFile': path,
  'test.jobs': wholeNumber(0, 1024),
  'test.timeoutSeconds': wholeNumber(1, 86_400),
  'prune.rules': parsedBy(parseRules),
} as const;

export type SettingName = keyof typeof schemas;

/** The settings' names below `phpSourceBench.`, in the order of package.json. */
export const settingNames = Object.keys(schemas) as readonly SettingName[];

/** A setting's whole name. */
export function settingId(name: SettingName): string {
  return `${prefix}.${name}`;
}

/**
 * Checks what the editor has for each setting.
 * @param read the value of a setting, its default included.
 * @param homeDirectory what `~/` stands for.
 * @throws `invalid-setting` that names the first one that is not valid.
 */
export function parseSettings(read: (name: SettingName) => unknown, homeDirectory: string): ServiceSettings {
  const value = <Name extends SettingName>(name: Name): v.InferOutput<(typeof schemas)[Name]> => {
    const result = v.safeParse(schemas[name], read(name));
    if (!result.success) {
      throw errors.invalidSetting(settingId(name), result.issues[0].message);
    }
    return result.output;
  };
  return {
    dockerHost: value('docker.host'),
    baseImage: value('toolchain.baseImage'),
    bisonTarball: expandHome(value('toolchain.bisonTarball'), homeDirectory),
    ccache: value('build.ccache'),
    keepContainerMinutes: value('build.keepContainerMinutes'),
    profiles: value('machine.profiles'),
    extraPackages: value('toolchain.extraPackages'),
    preset: value('build.preset'),
    configureFlags: value('build.configureFlags'),
    historyPath: expandHome(value('history.path'), homeDirectory),
    benchmarkIterations: value('benchmark.iterations'),
    benchmarkWarmups: value('benchmark.warmups'),
    benchmarkTimeLimitSeconds: value('benchmark.timeLimitSeconds'),
    benchmarkMemoryLimitMb: value('benchmark.memoryLimitMb'),
    benchmarkCpuSet: value('benchmark.cpuSet'),
    benchmarkSuitesFile: expandHome(value('benchmark.suitesFile'), homeDirectory),
    compareRounds: value('benchmark.compareRounds'),
    testJobs: value('test.jobs'),
    testTimeoutSeconds: value('test.timeoutSeconds'),
    pruneRules: value('prune.rules'),
  };
}

function expandHome(text: string, homeDirectory: string): string {
  return text.startsWith('~/') ? `${homeDirectory}${text.slice(1)}` : text;
}
