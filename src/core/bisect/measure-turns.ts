/** Builds commits and measures one number of them in turns, as long as somebody wants more rounds. */
import { commitsFault } from '../backfill/commit-fault.ts';
import { type Failure, failureOf } from '../backfill/plan.ts';
import { TellingOutput } from '../backfill/telling-output.ts';
import type { BuildSettings } from '../build/build-tree.ts';
import { type RoundValues, valuesOf } from '../compare/judge-builds.ts';
import { measureRounds, prepareSubject, type RoundsDeps, type Subject } from '../compare/measure-rounds.ts';
import { type BenchError, errors } from '../errors.ts';
import type { CommitInfo } from '../model/tree.ts';
import type { Report } from '../ports.ts';
import type { Bisection } from './bisection.ts';
import type { SideValues } from './place.ts';

export type TurnRole = keyof SideValues;

/** A value for each round; none for a role that no commit has. */
export type TurnValues = SideValues;

export interface CommitInRole {
  readonly role: TurnRole;
  readonly commit: CommitInfo;
}

/** What came of it; `failed` if one of the commits does not build or the suite fails on it. */
export type MeasuredTurns =
  | {
      readonly kind: 'measured';
      readonly values: TurnValues;
      readonly number: Pick<RoundValues, 'benchmark' | 'metric' | 'unit'>;
      readonly runIds: readonly string[];
    }
  | {
      readonly kind: 'failed';
      readonly role: TurnRole;
      readonly failure: Failure;
      readonly error: BenchError;
    };

/** @param goesOn asked before each round with the values so far; the first round is always measured */
export type MeasureInTurns = (
  bisection: Bisection,
  builds: readonly CommitInRole[],
  goesOn: (values: TurnValues) => boolean,
  report: Report,
) => Promise<MeasuredTurns>;

/** The real thing, with containers of the engine. */
export function measureInTurns(
  deps: RoundsDeps,
  settings: BuildSettings,
  signal: AbortSignal,
): MeasureInTurns {
  return async (bisection, builds, goesOn, report) => {
    const output = new TellingOutput();
    let role: TurnRole = builds[0]?.role ?? 'candidate';
    const listen: Report = (event) => {
      output.push(event);
      report(event);
    };
    const onRole = (next: TurnRole) => {
      role = next;
    };
    try {
      return await measureAll(deps, settings, { bisection, builds, goesOn, onRole }, listen, signal);
    } catch (thrown) {
      const error = commitsFault(thrown, signal);
      report({ kind: 'warning', text: error.message });
      return { kind: 'failed', role, failure: failureOf(error, output.lines()), error };
    }
  };
}

interface TurnsCall {
  readonly bisection: Bisection;
  readonly builds: readonly CommitInRole[];
  readonly goesOn: (values: TurnValues) => boolean;
  readonly onRole: (role: TurnRole) => void;
}

async function measureAll(
  deps: RoundsDeps,
  settings: BuildSettings,
  { bisection, builds, goesOn, onRole }: TurnsCall,
  report: Report,
  signal: AbortSignal,
): Promise<MeasuredTurns> {
  const request = { ...bisection.measuring, rounds: bisection.maxRounds };
  const subjects: Subject<TurnRole>[] = [];
  for (const { role, commit } of builds) {
    onRole(role);
    const source = { kind: 'commit', commit: commit.sha } as const;
    subjects.push(await prepareSubject(deps, settings, request, { role, source }, report, signal));
  }
  const course = {
    title: (round: number) => `round ${round} of at most ${request.rounds}`,
    goesOn: (rounds: number) => rounds === 0 || goesOn(valuesByRole(bisection, subjects, onRole)),
    onTurn: onRole,
  };
  await measureRounds(deps, request, subjects, course, report, signal);
  const number = numberOf(bisection, subjects[0]);
  return {
    kind: 'measured',
    values: valuesByRole(bisection, subjects, onRole),
    number,
    runIds: subjects.map(({ run }) => run.id),
  };
}

/** @param onRole told whose numbers are read, in case that they are not there */
function valuesByRole(
  bisection: Bisection,
  subjects: readonly Subject<TurnRole>[],
  onRole: (role: TurnRole) => void,
): TurnValues {
  const values = (role: TurnRole) => {
    onRole(role);
    const subject = subjects.find((each) => each.role === role);
    return subject === undefined ? [] : numberOf(bisection, subject).values;
  };
  return { before: values('before'), candidate: values('candidate'), after: values('after') };
}

/** @throws `benchmark-output` if the suite has no such number in each round */
function numberOf({ wanted, measuring }: Bisection, subject: Subject<TurnRole> | undefined): RoundValues {
  const number = valuesOf(subject?.intake.iterations ?? [], measuring.iterations, wanted);
  if (number === undefined) {
    const name = wanted === undefined ? 'total' : `"${wanted.benchmark}" (${wanted.metric})`;
    throw errors.benchmarkOutput(measuring.suite.name, `it has no number ${name} in each round`);
  }
  return number;
}
