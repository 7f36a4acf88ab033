/** Where a job's reports come in, from the collector and from standard output, each execution counted once. */
import { type BenchError, errors, toBenchError } from '../errors.ts';
import type { Iteration, Remark, RunEnd, RunStart, Sample } from '../model/bench.ts';
import type { Report, RunIntakePort, Stored } from '../ports.ts';
import { formatValue } from '../text/format.ts';
import { endedWell, interpretReport, outputOf, type Reading } from './interpret.ts';
import { IterationParts } from './iteration-parts.ts';
import { mainNumber, totalBenchmark } from './main-number.ts';
import type { IterationReport } from './runner-message.ts';

export type Way = 'collector' | 'stdout';

/** Keeps a job's samples in the history from the first one on; a job without a sample leaves nothing there. */
export class Intake {
  readonly #history: RunIntakePort;
  readonly #run: RunStart;
  readonly #report: Report;
  readonly #seen = new Set<string>();
  readonly #measured: IterationParts;
  readonly #collected: IterationParts;
  #begun = false;
  #last: IterationReport | undefined;
  #failure: BenchError | undefined;
  #uncounted: string | undefined;
  readonly #counted: Iteration[] = [];
  #observedNs = 0;
  #othersUs = 0;
  /** How the reports are read. */
  readonly reading: Reading;

  constructor(history: RunIntakePort, run: RunStart, reading: Reading, report: Report) {
    this.#history = history;
    this.#run = run;
    this.#report = report;
    this.reading = reading;
    this.#measured = new IterationParts(reading.scripts.length);
    this.#collected = new IterationParts(reading.scripts.length);
  }

  /** The measured iterations in which every script was executed, in order of arrival. */
  get iterations(): readonly Iteration[] {
    return this.#measured.whole;
  }

  /** How many of them came through the collector. */
  get viaCollector(): number {
    return this.#collected.whole.length;
  }

  /** The newest execution, a warm-up too. */
  get last(): IterationReport | undefined {
    return this.#last;
  }

  /** The first report that could not be understood or stored. */
  get failure(): BenchError | undefined {
    return this.#failure;
  }

  /** The instructions that callgrind counted. */
  get counted(): readonly Iteration[] {
    return this.#counted;
  }

  /** Why the processor's counter counted no instructions, if it should have. */
  get uncounted(): string | undefined {
    return this.#uncounted;
  }

  /** CPUs that others than the benchmark used on average during its measured executions; `undefined` if unknown. */
  get otherCpus(): number | undefined {
    return this.#observedNs === 0 ? undefined : (this.#othersUs * 1000) / this.#observedNs;
  }

  /** Takes a report; a repeated one, whichever way it comes, is a duplicate. */
  take(report: IterationReport, way: Way): Stored {
    const { iteration, script, warmup, count } = report;
    const id = JSON.stringify([warmup, count, iteration, script]);
    if (this.#seen.has(id)) {
      return 'duplicate';
    }
    this.#seen.add(id);
    this.#last = report;
    if (way === 'collector' && !warmup && count !== 'callgrind') {
      this.#collected.add({ index: iteration, samples: [] });
    }
    if (!endedWell(report)) {
      this.#report({ kind: 'line', text: outputOf(report) });
      return 'stored';
    }
    return warmup ? 'stored' : this.#keep(report);
  }

  #keep(report: IterationReport): Stored {
    try {
      if (report.script >= this.reading.scripts.length) {
        throw errors.invalidMessage('the runner', 'it names a script that the suite does not have.');
      }
      const part = { index: report.iteration, samples: interpretReport(report, this.reading) };
      return report.count === 'callgrind' ? this.#count(part, report) : this.#measure(part, report);
    } catch (error) {
      this.#failure ??= toBenchError(error);
      this.#report({ kind: 'line', text: outputOf(report) });
      return 'stored';
    }
  }

  #count(part: Iteration, { uncounted }: IterationReport): Stored {
    if (part.samples.length === 0) {
      throw errors.benchmarkFailed(this.reading.suite, `its instructions were not counted: ${uncounted}`);
    }
    this.#counted.push(part);
    return this.#store(part);
  }

  #measure({ index, samples }: Iteration, { wallNs, othersCpuUs, uncounted }: IterationReport): Stored {
    const isLast = this.#measured.isLast(index);
    const part = { index, samples: isLast ? [...samples, ...this.#totalOf(index, samples)] : samples };
    const stored = this.#store(part);
    this.#measured.add(part);
    if (uncounted !== '') {
      this.#uncounted ??= uncounted;
    }
    if (othersCpuUs !== null) {
      this.#observedNs += wallNs;
      this.#othersUs += othersCpuUs;
    }
    if (isLast) {
      this.#tell();
    }
    return stored;
  }

  /** The wall time of all scripts together, where there are several. */
  #totalOf(index: number, last: readonly Sample[]): readonly Sample[] {
    const earlier = this.#measured.of(index);
    const walls = [...earlier.flatMap(({ samples }) => samples), ...last].filter(
      ({ metric }) => metric === 'wall',
    );
    const value = walls.reduce((sum, wall) => sum + wall.value, 0);
    return earlier.length === 0 ? [] : [{ benchmark: totalBenchmark, metric: 'wall', unit: 'ms', value }];
  }

  #store(part: Iteration): Stored {
    if (!this.#begun) {
      this.#history.beginRun(this.#run);
      this.#begun = true;
    }
    return this.#history.addIteration(this.#run.id, part);
  }

  #tell(): void {
    const iteration = this.iterations.at(-1);
    const main = mainNumber(iteration?.samples ?? []);
    if (iteration !== undefined && main !== undefined) {
      const number = `${iteration.index + 1} of ${this.#run.plannedIterations}`;
      this.#report({ kind: 'line', text: `Iteration ${number}: ${formatValue(main.value, main.unit)}` });
    }
  }

  /** Closes the run in the history, if it has begun. */
  finish(end: RunEnd, remarks: readonly Remark[]): void {
    if (this.#begun) {
      for (const remark of remarks) {
        this.#history.addRemark(this.#run.id, remark);
      }
      this.#history.finishRun(this.#run.id, end);
    }
  }
}
