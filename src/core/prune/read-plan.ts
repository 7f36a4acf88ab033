/** Reads from an engine all that a prune plan needs, and makes it. */
import type { EnginePort, MachinePort } from '../ports.ts';
import { classify } from '../resources/classify.ts';
import { knownUsage } from '../resources/known-usage.ts';
import { type PlanRequest, planPrune } from './plan.ts';
import type { PrunePlan } from './plan-model.ts';

type PlanEngine = Pick<
  EnginePort,
  | 'describe'
  | 'listImagesAndSteps'
  | 'listContainers'
  | 'listVolumes'
  | 'listNetworks'
  | 'lookAtContainer'
  | 'diskUsage'
>;

export interface PlanDeps {
  readonly engine: PlanEngine;
  readonly machine: Pick<MachinePort, 'nowMs'>;
  /** As `HistoryPort` has it; asked for only if the rule wants to know what was used when. */
  readonly lastUses: () => Promise<ReadonlyMap<string, number>>;
}

/** How many containers are looked at at a time: each look is a connection. */
const looksAtATime = 16;

/** A plan for what an engine holds now. */
export async function readPrunePlan(
  { engine, machine, lastUses }: PlanDeps,
  request: PlanRequest,
  signal: AbortSignal,
): Promise<PrunePlan> {
  const [info, images, containers, volumes, networks, usage] = await Promise.all([
    engine.describe(signal),
    engine.listImagesAndSteps(signal),
    engine.listContainers(signal),
    engine.listVolumes(signal),
    engine.listNetworks(signal),
    knownUsage(engine, signal),
  ]);
  const snapshot = classify({ engine: info, images, containers, volumes, networks }, usage);
  const ended = snapshot.containers.filter((container) => container.ended).map(({ id }) => id);
  const finishedAtMs = await readEnds(engine, ended, signal);
  const buildUsedAtMs =
    request.rule.unusedForDays === undefined ? new Map<string, number>() : await lastUses();
  const facts = { nowMs: machine.nowMs(), finishedAtMs, buildUsedAtMs };
  return planPrune(snapshot, facts, request);
}

/** When containers ended, by id. */
async function readEnds(
  engine: PlanEngine,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const ends = new Map<string, number>();
  for (let start = 0; start < ids.length; start += looksAtATime) {
    const some = ids.slice(start, start + looksAtATime);
    const looks = await Promise.all(some.map((id) => engine.lookAtContainer(id, signal)));
    for (const [index, look] of looks.entries()) {
      const id = some[index];
      if (id !== undefined && look?.finishedAtMs !== undefined) {
        ends.set(id, look.finishedAtMs);
      }
    }
  }
  return ends;
}
