/** Decides what a night measures beside its commits, and what of that is done. */
import type { Measurement } from '../backfill/measured.ts';
import { runsOfMeasurement } from '../backfill/measured.ts';
import type { ItemState, Measuring } from '../backfill/plan.ts';
import { isBenchError } from '../errors.ts';
import type { RunRecord } from '../model/bench.ts';
import type { CommitInfo } from '../model/tree.ts';
import type { TreePort } from '../ports.ts';
import {
  beginningOf,
  type Companion,
  companionRun,
  lastMeasured,
  type NightCompanions,
} from './companions.ts';
import type { NightlyRequest } from './nightly.ts';

export interface CompanionPlanning {
  readonly request: Pick<NightlyRequest, 'control' | 'repeat'>;
  readonly measurement: Measurement & Measuring;
  /** All that the history has. */
  readonly runs: readonly RunRecord[];
  /** What was written down last, if that was measured in the same way. */
  readonly before: NightCompanions | undefined;
  readonly nowMs: number;
}

/** @throws `commit-missing` for a control that the tree does not have */
export async function planCompanions(
  tree: Pick<TreePort, 'resolveCommit'>,
  planning: CompanionPlanning,
  signal: AbortSignal,
): Promise<NightCompanions> {
  const beganAtMs = beginningOf(planning.before, planning.nowMs);
  const wanted = [
    ...(await controlOf(tree, planning, signal)),
    ...(await repeatOf(tree, planning, beganAtMs, signal)),
  ];
  const items = wanted.map((each) => ({ ...each, state: stateOf(each, planning, beganAtMs) }));
  return { beganAtMs, items };
}

async function controlOf(
  tree: Pick<TreePort, 'resolveCommit'>,
  { request: { control }, measurement: { treeRoot } }: CompanionPlanning,
  signal: AbortSignal,
): Promise<readonly Companion[]> {
  return control === undefined
    ? []
    : [{ role: 'control', commit: (await tree.resolveCommit(treeRoot, control, signal)).info }];
}

/** None in the first night, and none where the branch was rewritten so that the commit is gone. */
async function repeatOf(
  tree: Pick<TreePort, 'resolveCommit'>,
  { request, measurement, runs }: CompanionPlanning,
  beganAtMs: number,
  signal: AbortSignal,
): Promise<readonly Companion[]> {
  const sha = lastMeasured(runsOfMeasurement(runs, measurement), beganAtMs);
  if (!request.repeat || sha === undefined) {
    return [];
  }
  const commit = await findCommit(tree, measurement.treeRoot, sha, signal);
  return commit === undefined ? [] : [{ role: 'repeat', commit }];
}

async function findCommit(
  tree: Pick<TreePort, 'resolveCommit'>,
  root: string,
  sha: string,
  signal: AbortSignal,
): Promise<CommitInfo | undefined> {
  try {
    return (await tree.resolveCommit(root, sha, signal)).info;
  } catch (error) {
    if (isBenchError(error, 'commit-missing')) {
      return undefined;
    }
    throw error;
  }
}

/** What could not be measured the last time is not tried again, in another night neither. */
function stateOf(
  companion: Companion,
  { measurement, runs, before }: CompanionPlanning,
  beganAtMs: number,
): ItemState {
  const item = before?.items.find(
    ({ role, commit }) => role === companion.role && commit.sha === companion.commit.sha,
  );
  const isOfThisNight = before?.beganAtMs === beganAtMs;
  if (item?.state.kind === 'skipped' || (item?.state.kind === 'measured' && isOfThisNight)) {
    return item.state;
  }
  const run = companionRun(runs, measurement, companion, beganAtMs);
  return run === undefined ? { kind: 'waiting' } : { kind: 'known', runId: run.id };
}
