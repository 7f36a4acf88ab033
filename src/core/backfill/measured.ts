/** What the history has already of what a plan asks for. */
import type { MeasureRequest } from '../bench/request.ts';
import { iniOf } from '../bench/suite.ts';
import { configureFlagsOf } from '../build/configuration.ts';
import type { BuildRecord, RunRecord } from '../model/bench.ts';
import type { BuildConfiguration } from '../model/build.ts';
import type { Platform } from '../model/platform.ts';
import { phpVersionOf } from '../php/version.ts';
import { canonicalJson } from '../text/canonical-json.ts';

/** What makes two runs of a commit the same measurement. */
export interface Measurement
  extends Pick<BuildConfiguration, 'preset' | 'configureFlags'>,
    Pick<MeasureRequest, 'suite' | 'variant' | 'branch' | 'role'> {
  readonly machineId: string;
  readonly platform: Platform;
}

/** The complete runs of unchanged commits that are in the series of this measurement. */
export function runsOfMeasurement(runs: readonly RunRecord[], wanted: Measurement): readonly RunRecord[] {
  const ini = canonicalJson(iniOf(wanted.suite, wanted.variant));
  return runs.filter(
    (run) =>
      run.status === 'complete' &&
      !run.build.dirty &&
      run.machine.id === wanted.machineId &&
      run.suite === wanted.suite.name &&
      run.variant.name === wanted.variant.name &&
      canonicalJson(run.variant.ini) === ini &&
      run.role === (wanted.role ?? 'subject') &&
      run.branch === (wanted.branch ?? '') &&
      run.build.platform === wanted.platform &&
      hasFlags(run.build, wanted),
  );
}

/** The newest of those runs for each commit, by the commit's full hash. */
export function runsByCommit(runs: readonly RunRecord[]): ReadonlyMap<string, string> {
  const oldestFirst = [...runs].sort((a, b) => a.startedAtMs - b.startedAtMs);
  return new Map(
    oldestFirst.flatMap(({ build: { commit }, id }) =>
      commit === undefined ? [] : [[commit.sha, id] as const],
    ),
  );
}

/** A preset means other flags in another version, so that the run's own version decides. */
function hasFlags({ phpVersion, configureFlags }: BuildRecord, wanted: Measurement): boolean {
  const version = phpVersionOf(phpVersion);
  if (version === undefined) {
    return false;
  }
  const flags = configureFlagsOf(wanted, version);
  return flags.length === configureFlags.length && flags.every((flag, at) => flag === configureFlags[at]);
}
