/** The command line of a nightly benchmark, as a scheduler starts it. */
import type { ServiceSettings } from '../services.ts';
import type { NightlyRequest } from './nightly.ts';

/**
 * The arguments for the command line interface that mean this request with these settings; what stands for the
 * machine's own is left to it.
 * @param profilesPath a file with the settings' machine profiles; `undefined` if there are none
 */
export function nightlyArguments(
  { measuring, branch, remote, days, control, repeat }: NightlyRequest,
  settings: Pick<
    ServiceSettings,
    | 'dockerHost'
    | 'historyPath'
    | 'baseImage'
    | 'bisonTarball'
    | 'extraPackages'
    | 'ccache'
    | 'benchmarkSuitesFile'
  >,
  profilesPath: string | undefined,
): readonly string[] {
  const { treeRoot, suite, variant, preset, configureFlags, platform, cpuSet } = measuring;
  return [
    ...['nightly', 'run', '--tree', treeRoot, '--branch', branch],
    ...optional('--host', settings.dockerHost),
    ...optional('--history', settings.historyPath),
    ...optional('--fetch', remote),
    ...optional('--control', control),
    ...repeatWords(control !== undefined, repeat),
    ...['--days', String(days), '--suite', suite.name, '--variant', variant.name],
    ...optional('--suites', settings.benchmarkSuitesFile),
    ...['--preset', preset],
    ...configureFlags.map((flag) => `--flag=${flag}`),
    ...optional('--platform', platform),
    ...['--iterations', String(measuring.iterations), '--warmups', String(measuring.warmups)],
    ...['--time-limit', String(measuring.timeLimitSeconds)],
    ...['--memory', String(Math.round(measuring.memoryLimitBytes / 1_000_000))],
    ...optional('--cpus', cpuSet),
    ...optional('--base-image', settings.baseImage),
    ...optional('--bison-tarball', settings.bisonTarball),
    ...settings.extraPackages.flatMap((name) => ['--package', name]),
    ...['--ccache', settings.ccache],
    ...optional('--profiles', profilesPath),
  ];
}

/** A control asks for the repeat too, unless that is declined. */
function repeatWords(hasControl: boolean, repeat: boolean): readonly string[] {
  if (repeat === hasControl) {
    return [];
  }
  return [repeat ? '--repeat' : '--no-repeat'];
}

function optional(name: string, value: string | undefined): readonly string[] {
  return value === undefined || value === '' ? [] : [name, value];
}
