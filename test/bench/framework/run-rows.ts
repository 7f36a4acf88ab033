/**
 * Measures rows: in each round every contender once, so that what slows the machine down meets them all, and every
 * other round the other way round, so that nobody always comes after the same one.
 */
import { judge } from './goal.ts';
import type { ContenderResult, MeasuredRow, RowResult } from './result.ts';
import { type Contender, type Row, type Size, type Trial, tinySize } from './row.ts';
import { inPairs, type Measured, summarise } from './statistics.ts';

export interface RunOptions {
  /** Only checks that each row can be produced. */
  readonly tiny: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** What happens, for whoever waits. */
export type Progress =
  | { readonly kind: 'begin'; readonly row: string; readonly size: string }
  | {
      readonly kind: 'turn';
      readonly contender: string;
      /** From 0 on; below 0 for warm-ups. */
      readonly round: number;
      readonly rounds: number;
    }
  | { readonly kind: 'end'; readonly result: RowResult; readonly durationMs: number };

/**
 * Measures the rows one after the other. One that cannot be produced is a result that says why; the others go on.
 * Rejects only with the signal's reason, after the row that ran has taken down what it had set up.
 */
export async function runRows<C>(
  rows: readonly Row<C>[],
  context: C,
  options: RunOptions,
): Promise<readonly RowResult[]> {
  const results: RowResult[] = [];
  for (const row of rows) {
    for (const size of options.tiny ? [tinySize(row)] : row.sizes) {
      options.signal.throwIfAborted();
      options.onProgress({ kind: 'begin', row: row.name, size: size.label });
      const startedAtMs = performance.now();
      const result = await runRow(row, context, size, options);
      results.push(result);
      options.onProgress({ kind: 'end', result, durationMs: performance.now() - startedAtMs });
    }
  }
  return results;
}

async function runRow<C>(row: Row<C>, context: C, size: Size, options: RunOptions): Promise<RowResult> {
  const place = { row: row.name, title: row.title, size: size.label };
  try {
    let measured: Pick<MeasuredRow, 'contenders' | 'ratios' | 'goals'> | undefined;
    await row.withTrial(context, size, async (trial) => {
      measured = await runTrial(trial, size, options);
    });
    if (measured === undefined) {
      throw new Error('The row never measured anything.');
    }
    return { kind: 'measured', ...place, unit: row.unit, ...measured };
  } catch (error) {
    options.signal.throwIfAborted();
    return { kind: 'failed', ...place, message: error instanceof Error ? error.message : String(error) };
  }
}

async function runTrial({ ours, others }: Trial, size: Size, { signal, onProgress }: RunOptions) {
  const turns = [ours, ...others].map((contender) => ({ contender, values: [] as Measured[] }));
  for (let round = -size.warmups; round < size.rounds; round += 1) {
    const present = turns.filter(({ contender }) => takesPart(contender, round));
    for (const { contender, values } of round % 2 === 0 ? present : present.toReversed()) {
      signal.throwIfAborted();
      onProgress({ kind: 'turn', contender: contender.name, round, rounds: size.rounds });
      const value = checked(contender, await contender.measure(round));
      if (round >= 0) {
        values.push({ round, value });
      }
    }
  }
  const [our = [], ...theirs] = turns.map(({ values }) => values);
  const byName = new Map(others.map(({ name }, index) => [name, theirs[index] ?? []]));
  return {
    contenders: [
      contenderResult(ours, 'ours', our),
      ...others.map((other) => contenderResult(other, other.role, byName.get(other.name) ?? [])),
    ],
    ratios: others.map(({ name }) => ({
      to: name,
      ratio: summarise(inPairs(our, byName.get(name) ?? [], (mine, their) => mine / their)),
    })),
    goals: size.goals.map((goal) => judge(goal, our, byName)),
  };
}

function takesPart({ every = 1 }: Contender, round: number): boolean {
  return every === 1 || (round >= 0 && round % every === 0);
}

function checked({ name }: Contender, value: number): number {
  if (!Number.isFinite(value) || value <= 0) {
    throw new RangeError(`${name} measured ${value}, which is no figure.`);
  }
  return value;
}

function contenderResult(
  { name }: Contender,
  role: ContenderResult['role'],
  values: readonly Measured[],
): ContenderResult {
  return { name, role, values, summary: summarise(values.map(({ value }) => value)) };
}
