/** Searches a line of commits for the one that changed a number, and writes down each step as soon as it is done. */
import { withPrefix } from '../automation/step-prefix.ts';
import type { Failure } from '../backfill/plan.ts';
import { judge } from '../compare/verdict.ts';
import { errors } from '../errors.ts';
import type { CommitInfo } from '../model/tree.ts';
import type { Report } from '../ports.ts';
import { median } from '../stats/quantiles.ts';
import {
  type Bisection,
  type BisectStep,
  bisectConfidence,
  type Outcome,
  type PairEvidence,
  questionsOf,
  searchOf,
} from './bisection.ts';
import { type Looks, planLooks } from './looks.ts';
import type { CommitInRole, MeasuredTurns, MeasureInTurns, TurnValues } from './measure-turns.ts';
import { type Placing, placeCandidate } from './place.ts';
import { bracketOf, nextMove, stepsNeeded } from './search.ts';

export interface RunBisectionDeps {
  readonly save: (bisection: Bisection) => Promise<void>;
  readonly measureInTurns: MeasureInTurns;
  /** The commits that one commit brought to the line beside itself, at most some dozens; none unless it is a merge. */
  readonly mergedBy: (before: CommitInfo, commit: CommitInfo) => Promise<readonly CommitInfo[]>;
}

/**
 * Goes on to the outcome. What fails but by a commit's own fault ends it, as an abort does; the steps until then
 * stay.
 * @throws what the measuring throws, the failure of either end too, since nothing can be told without them
 */
export async function runBisection(
  deps: RunBisectionDeps,
  bisection: Bisection,
  report: Report,
): Promise<Bisection> {
  const search = new BisectionRun(deps, bisection, report);
  return search.run();
}

class BisectionRun {
  readonly #deps: RunBisectionDeps;
  readonly #report: Report;
  readonly #looks: Looks;
  #current: Bisection;

  constructor(deps: RunBisectionDeps, bisection: Bisection, report: Report) {
    this.#deps = deps;
    this.#report = report;
    this.#current = { ...bisection, outcome: undefined };
    this.#looks = planLooks(bisection.maxRounds, questionsOf(bisection), bisectConfidence);
  }

  async run(): Promise<Bisection> {
    const outcome = (await this.#measureEnds()) ?? (await this.#search());
    return this.#save({ outcome });
  }

  async #save(change: Partial<Bisection>): Promise<Bisection> {
    this.#current = { ...this.#current, ...change };
    await this.#deps.save(this.#current);
    return this.#current;
  }

  /** An outcome only if there is no change to look for. */
  async #measureEnds(): Promise<Outcome | undefined> {
    const { line } = this.#current;
    if (this.#current.ends?.isShown !== true) {
      await this.#save({});
      const ends = await this.#measurePair(0, line.length - 1, 'Both ends');
      await this.#save({ ends });
    }
    const { ends } = this.#current;
    return ends?.isShown === false ? { kind: 'no-change', rounds: ends.rounds } : undefined;
  }

  async #search(): Promise<Outcome> {
    for (;;) {
      const move = nextMove(searchOf(this.#current));
      switch (move.kind) {
        case 'one-of':
          return move;
        case 'found':
          return this.#confirm(move.index);
        case 'measure': {
          const ended = await this.#measureCandidate(move.index);
          if (ended !== undefined) {
            return ended;
          }
        }
      }
    }
  }

  /** An outcome only if the commit could not be told to be on either side. */
  async #measureCandidate(index: number): Promise<Outcome | undefined> {
    const { line, maxRounds } = this.#current;
    const { low, high } = bracketOf(searchOf(this.#current));
    const title = `Commit ${this.#short(index)}, one of ${high - low - 1} left, about ${stepsNeeded(high - low + 1)} more to measure`;
    let placing: Placing | undefined;
    const goesOn = (values: TurnValues) => {
      const rounds = values.before.length;
      if (this.#looks.rounds.includes(rounds)) {
        placing = placeCandidate(values, this.#looks.confidence);
      }
      return placing?.side === undefined && rounds < maxRounds;
    };
    const builds: readonly CommitInRole[] = [
      { role: 'candidate', commit: commitAt(line, index) },
      { role: 'before', commit: commitAt(line, 0) },
      { role: 'after', commit: commitAt(line, line.length - 1) },
    ];
    const measured = await this.#measure(builds, goesOn, title);
    if (measured.kind === 'failed') {
      await this.#addStep({ kind: 'skipped', index, ...skippable(measured) });
      return undefined;
    }
    const { side, position } = placing ?? placeCandidate(measured.values, this.#looks.confidence);
    const { values, runIds } = measured;
    const rounds = values.before.length;
    if (side === undefined) {
      return { kind: 'cannot-tell', index, position, rounds };
    }
    const step = { index, side, position, median: median(values.candidate), rounds, runIds };
    await this.#addStep({ kind: 'judged', ...step });
    return undefined;
  }

  async #addStep(step: BisectStep): Promise<void> {
    await this.#save({ steps: [...this.#current.steps, step] });
  }

  async #confirm(index: number): Promise<Outcome> {
    const { line, ends } = this.#current;
    const confirmation =
      line.length === 2
        ? ends
        : await this.#measurePair(index - 1, index, 'The commit and the one before it');
    await this.#save({ confirmation });
    const merged = await this.#deps.mergedBy(commitAt(line, index - 1), commitAt(line, index));
    return { kind: 'found', index, merged };
  }

  async #measurePair(first: number, second: number, title: string): Promise<PairEvidence> {
    const { line, maxRounds } = this.#current;
    const { rounds: looks, confidence } = this.#looks;
    const judged = ({ before, after }: TurnValues) =>
      judge({ base: before, candidate: after }, { confidence, smallestChange: 0.01 });
    const isShown = (values: TurnValues) => ['faster', 'slower'].includes(judged(values).verdict);
    const goesOn = (values: TurnValues) => {
      const rounds = values.before.length;
      return rounds < maxRounds && !(looks.includes(rounds) && isShown(values));
    };
    const builds: readonly CommitInRole[] = [
      { role: 'before', commit: commitAt(line, first) },
      { role: 'after', commit: commitAt(line, second) },
    ];
    const measured = await this.#measure(builds, goesOn, title);
    if (measured.kind === 'failed') {
      throw measured.error;
    }
    const { baseMedian, candidateMedian, change, rounds } = judged(measured.values);
    const { benchmark, metric, unit } = measured.number;
    return {
      ...{ benchmark, metric, unit, change, confidence, rounds },
      ...{ beforeMedian: baseMedian, afterMedian: candidateMedian },
      isShown: isShown(measured.values),
      runIds: measured.runIds,
    };
  }

  #measure(
    builds: readonly CommitInRole[],
    goesOn: (values: TurnValues) => boolean,
    title: string,
  ): Promise<MeasuredTurns> {
    return this.#deps.measureInTurns(this.#current, builds, goesOn, withPrefix(this.#report, title));
  }

  #short(index: number): string {
    return commitAt(this.#current.line, index).sha.slice(0, 10);
  }
}

/** Only the candidate may be passed over: without either end nothing can be told. */
function skippable({ role, failure, error }: Extract<MeasuredTurns, { kind: 'failed' }>): Failure {
  if (role !== 'candidate') {
    throw error;
  }
  return failure;
}

function commitAt(line: readonly CommitInfo[], index: number): CommitInfo {
  const commit = line[index];
  if (commit === undefined) {
    throw errors.commitsUnfit(`The line of commits has no commit at ${index}.`);
  }
  return commit;
}
