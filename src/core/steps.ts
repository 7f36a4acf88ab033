import type { MachinePort, Report } from './ports.ts';

/** Reports the steps of an operation one after the other, each with its duration. */
export class Steps {
  readonly #report: Report;
  readonly #clock: Pick<MachinePort, 'nowMs'>;
  #current: { title: string; startedAtMs: number } | undefined;

  constructor(report: Report, clock: Pick<MachinePort, 'nowMs'>) {
    this.#report = report;
    this.#clock = clock;
  }

  /** Ends the step before, if any, and starts this one. */
  start(title: string): void {
    this.done();
    this.#current = { title, startedAtMs: this.#clock.nowMs() };
    this.#report({ kind: 'step', title });
  }

  /** Ends the current step; `detail` says what came of it. */
  done(detail = ''): void {
    const current = this.#current;
    if (current === undefined) {
      return;
    }
    this.#current = undefined;
    const durationMs = Math.max(0, this.#clock.nowMs() - current.startedAtMs);
    this.#report({ kind: 'step-done', title: current.title, durationMs, detail });
  }
}
