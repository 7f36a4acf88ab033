/** Where a job's reports come in, from the collector and from standard output, each iteration counted once. */
import { type BenchError, toBenchError } from '../errors.ts';
import type { Iteration, RunEnd, RunStart } from '../model/bench.ts';
import type { Report, RunIntakePort, Stored } from '../ports.ts';
import { interpretReport, outputOf } from './interpret.ts';
import type { IterationReport } from './runner-message.ts';

export type Way = 'collector' | 'stdout';

/** Keeps a job's samples in the history from the first one on; a job without a sample leaves nothing there. */
export class Intake {
  readonly #history: RunIntakePort;
  readonly #run: RunStart;
  readonly #report: Report;
  readonly #seen = new Set<string>();
  readonly #iterations: Iteration[] = [];
  #begun = false;
  readonly #collected = new Set<string>();
  #last: IterationReport | undefined;
  #failure: BenchError | undefined;

  constructor(history: RunIntakePort, run: RunStart, report: Report) {
    this.#history = history;
    this.#run = run;
    this.#report = report;
  }

  /** What was stored, in order of arrival. */
  get iterations(): readonly Iteration[] {
    return this.#iterations;
  }

  /** How many measured iterations came through the collector. */
  get viaCollector(): number {
    return this.#collected.size;
  }

  /** The newest execution, a warm-up too. */
  get last(): IterationReport | undefined {
    return this.#last;
  }

  /** The first report that could not be understood or stored. */
  get failure(): BenchError | undefined {
    return this.#failure;
  }

  /** Takes a report; a repeated one, whichever way it comes, is a duplicate. */
  take(report: IterationReport, way: Way): Stored {
    const id = `${report.warmup ? 'w' : 'm'}${report.iteration}`;
    if (way === 'collector' && !report.warmup) {
      this.#collected.add(id);
    }
    if (this.#seen.has(id)) {
      return 'duplicate';
    }
    this.#seen.add(id);
    this.#last = report;
    const failed = report.timedOut || report.signal !== 0 || report.exitCode !== 0 || report.stdoutTruncated;
    if (failed) {
      this.#report({ kind: 'line', text: outputOf(report) });
      return 'stored';
    }
    return report.warmup ? 'stored' : this.#store(report);
  }

  #store(report: IterationReport): Stored {
    try {
      const iteration = interpretReport(report, this.#run.suite);
      if (!this.#begun) {
        this.#history.beginRun(this.#run);
        this.#begun = true;
      }
      const stored = this.#history.addIteration(this.#run.id, iteration);
      this.#iterations.push(iteration);
      this.#tell(iteration);
      return stored;
    } catch (error) {
      this.#failure ??= toBenchError(error);
      this.#report({ kind: 'line', text: outputOf(report) });
      return 'stored';
    }
  }

  #tell(iteration: Iteration): void {
    const total = iteration.samples.find(
      (sample) => sample.benchmark === 'Total' && sample.metric === 'time',
    );
    const number = `${iteration.index + 1} of ${this.#run.plannedIterations}`;
    this.#report({
      kind: 'line',
      text: `Iteration ${number}: total ${((total?.value ?? 0) / 1000).toFixed(3)} s`,
    });
  }

  /** Closes the run in the history, if it has begun. */
  finish(end: RunEnd): void {
    if (this.#begun) {
      this.#history.finishRun(this.#run.id, end);
    }
  }
}
