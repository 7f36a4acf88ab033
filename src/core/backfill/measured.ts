/** What the history has already of what a plan asks for. */
import { configureFlagsOf } from '../build/configuration.ts';
import type { RunRow } from '../model/bench.ts';
import type { BuildConfiguration } from '../model/build.ts';
import type { Platform } from '../model/platform.ts';
import { phpVersionOf } from '../php/version.ts';

/** What makes two runs of a commit the same measurement. */
export interface Measurement extends Pick<BuildConfiguration, 'preset' | 'configureFlags'> {
  readonly machineId: string;
  readonly suite: string;
  readonly platform: Platform;
}

/** The variant that automatic runs measure. */
const variant = 'default';

/** The complete runs of unchanged commits on this machine, of this suite and this configuration. */
export function runsOfMeasurement(runs: readonly RunRow[], wanted: Measurement): readonly RunRow[] {
  return runs.filter(
    (run) =>
      run.status === 'complete' &&
      !run.dirty &&
      run.machineId === wanted.machineId &&
      run.suite === wanted.suite &&
      run.variant === variant &&
      run.platform === wanted.platform &&
      hasFlags(run, wanted),
  );
}

/** The newest of those runs for each commit, by the commit's full hash. */
export function runsByCommit(runs: readonly RunRow[]): ReadonlyMap<string, string> {
  const oldestFirst = [...runs].sort((a, b) => a.startedAtMs - b.startedAtMs);
  return new Map(
    oldestFirst.flatMap(({ commit, id }) => (commit === undefined ? [] : [[commit.sha, id] as const])),
  );
}

/** A preset means other flags in another version, so that the run's own version decides. */
function hasFlags({ phpVersion, configureFlags }: RunRow, wanted: Measurement): boolean {
  const version = phpVersionOf(phpVersion);
  if (version === undefined) {
    return false;
  }
  const flags = configureFlagsOf(wanted, version);
  return flags.length === configureFlags.length && flags.every((flag, at) => flag === configureFlags[at]);
}
