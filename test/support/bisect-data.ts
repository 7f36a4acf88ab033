/** Bisections of simulated histories: what each commit takes, with the noise of a machine. */
import type { Bisection } from '../../src/core/bisect/bisection.ts';
import type { CommitInRole, MeasureInTurns, TurnRole } from '../../src/core/bisect/measure-turns.ts';
import { errors } from '../../src/core/errors.ts';
import { measuring } from './backfill-data.ts';
import { commitsOf } from './commit-line.ts';
import { noisyRounds } from './noise.ts';

export interface SimulatedHistory {
  /** Each commit's time against the first, by its number; `undefined` for one that does not build. */
  readonly factors: readonly (number | undefined)[];
  /** Scatter of one execution, as a part of its time. */
  readonly sigma: number;
  readonly random: () => number;
}

export function bisectionOf(size: number, more: Partial<Bisection> = {}): Bisection {
  return {
    id: 'bisection-1',
    createdAtMs: 1,
    measuring: { ...measuring, iterations: 3, warmups: 0 },
    machine: { id: 'machine-1', name: 'box' },
    wanted: undefined,
    maxRounds: 60,
    line: commitsOf(size),
    ends: undefined,
    steps: [],
    confirmation: undefined,
    outcome: undefined,
    ...more,
  };
}

/** Measures commits of a simulated history; `measured` is told which. */
export function simulatedTurns(
  { factors, sigma, random }: SimulatedHistory,
  measured: (builds: readonly CommitInRole[], rounds: number) => void = () => {},
): MeasureInTurns {
  return async ({ maxRounds }, builds, goesOn) => {
    const factorOf = ({ commit }: CommitInRole) => factors[Number.parseInt(commit.sha, 16)];
    const broken = builds.find((build) => factorOf(build) === undefined);
    if (broken !== undefined) {
      const error = errors.buildFailed('make');
      const failure = { reason: error.reason, message: error.message, output: ['x.c: error'] };
      return { kind: 'failed', role: broken.role, failure, error };
    }
    const all = noisyRounds(
      builds.map((build) => factorOf(build) ?? 1),
      maxRounds,
      sigma,
      random,
    );
    const upTo = (rounds: number) => {
      const values = (role: TurnRole) =>
        (all[builds.findIndex((build) => build.role === role)] ?? []).slice(0, rounds);
      return { before: values('before'), candidate: values('candidate'), after: values('after') };
    };
    let rounds = 1;
    while (goesOn(upTo(rounds))) {
      rounds += 1;
    }
    measured(builds, rounds);
    const number = { benchmark: 'Total', metric: 'time', unit: 'ms' } as const;
    return { kind: 'measured', values: upTo(rounds), number, runIds: builds.map(({ role }) => role) };
  };
}
