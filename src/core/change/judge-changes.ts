import type { Cause, CauseEvidence, Companions, Verdict } from './cause.ts';
import type { SeriesChanges, Stretch } from './change-point.ts';
import { detectChanges } from './detect-changes.ts';
import { gatherEvidence } from './gather-evidence.ts';
import { isAtChange } from './same-place.ts';

/** Two builds of the same code differ by up to this, because their code and data lie elsewhere in memory. */
const layoutLimit = 0.01;

type Fact = CauseEvidence['fact'];

/**
 * Says what moved a series, for each of its changes and spikes, from what else was recorded, and which facts led to
 * it. Changes of the instructions where the series stayed are added. README.md has the rules.
 *
 * @param found what was found in `series`.
 * @param series divided by its control if `found` is of the series so divided, and `companions.remeasured` likewise.
 * @param limit below what size a change may be layout only; three times that where the instructions are the same; 0
 *   for a metric that does not depend on layout, such as memory or instructions.
 * @returns in the order of the points.
 * @throws RangeError if a companion is not as long as the series, or an instruction count is not positive.
 */
export function judgeChanges(
  found: SeriesChanges,
  series: readonly (number | null)[],
  companions: Companions,
  limit = layoutLimit,
): readonly Verdict[] {
  for (const [name, values] of Object.entries(companions)) {
    if (values.length !== series.length) {
      throw new RangeError(`There are ${series.length} points, but ${values.length} of ${name}.`);
    }
  }
  const verdicts: Verdict[] = [
    ...found.changes.map((change, index) => {
      const around = stretchesAround(found, index);
      const evidence = gatherEvidence({ change, around, series }, companions, limit);
      return { cause: causeOf(new Set(evidence.map(({ fact }) => fact))), change, evidence };
    }),
    ...instructionOnly(found, companions),
    ...found.spikes.map((spike): Verdict => {
      const evidence: CauseEvidence = { fact: spike.cameBack ? 'came-back' : 'newest-point' };
      return { cause: 'spike', spike, evidence: [evidence] };
    }),
  ];
  return verdicts.sort((one, other) => placeOf(one) - placeOf(other));
}

/** The first rule that applies decides, from what rules PHP out to what rules it in. */
function causeOf(facts: ReadonlySet<Fact>): Exclude<Cause, 'spike'> {
  const controlKnown = facts.has('control-moved') || facts.has('control-steady');
  if (facts.has('control-moved')) {
    return 'environment';
  }
  if (facts.has('environment-changed') && !controlKnown && !facts.has('remeasured-steady')) {
    return 'environment';
  }
  if (facts.has('same-commit') || facts.has('remeasured-moved')) {
    return 'harness';
  }
  return facts.has('below-layout-limit') && !facts.has('instructions-moved') ? 'layout-only' : 'code';
}

function instructionOnly(found: SeriesChanges, { instructions }: Companions): readonly Verdict[] {
  if (instructions === undefined) {
    return [];
  }
  return detectChanges(instructions)
    .changes.filter((change) => !found.changes.some((other) => isAtChange(other, change)))
    .map((change) => ({
      cause: 'instruction-only',
      change,
      evidence: [{ fact: 'instructions-moved', relative: change.relative }, { fact: 'time-steady' }],
    }));
}

function stretchesAround({ stretches }: SeriesChanges, index: number): readonly [Stretch, Stretch] {
  const before = stretches[index];
  const after = stretches[index + 1];
  if (before === undefined || after === undefined) {
    throw new RangeError('A change has a stretch on each side.');
  }
  return [before, after];
}

function placeOf(verdict: Verdict): number {
  return verdict.cause === 'spike' ? verdict.spike.index : verdict.change.firstAfter;
}
