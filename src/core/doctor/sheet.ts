/** Fills in the findings, one check after the other, each with a limit of its own. */
import { type ErrorReason, errors, isBenchError, toBenchError } from '../errors.ts';
import type { MachinePort, Report } from '../ports.ts';
import { Steps } from '../steps.ts';
import { type CheckId, checkTitles, type Finding } from './model.ts';

/** What a check says; `value` is for those that depend on it. */
export type Outcome<T> = {
  readonly sentence: string;
  readonly action?: string;
  readonly reason?: ErrorReason;
} & (
  | { readonly state: 'passed' | 'warning'; readonly value: T }
  | { readonly state: 'failed' | 'not checked' }
);

type Mended<T> = Outcome<T> & Partial<Pick<Finding, 'command'>>;

/** What a check needs of others, by their names; `undefined` where they have none. */
type Needs = Partial<Readonly<Record<CheckId, unknown>>>;
type Known<N> = { readonly [K in keyof N]: Exclude<N[K], undefined> };

function allKnown<N extends Needs>(needs: N): needs is N & Known<N> {
  return Object.values(needs).every((value) => value !== undefined);
}

/** Package managers wait for a silent mirror some times. */
const usualLimitMs = 120_000;

export class Sheet {
  readonly findings: Finding[] = [];
  readonly #steps: Steps;
  readonly #signal: AbortSignal;
  readonly #limitMs: number;

  /** @param limitMs how long each check may take; tests shorten it */
  constructor(
    report: Report,
    machine: Pick<MachinePort, 'nowMs'>,
    signal: AbortSignal,
    limitMs = usualLimitMs,
  ) {
    this.#steps = new Steps(report, machine);
    this.#signal = signal;
    this.#limitMs = limitMs;
  }

  /**
   * Runs a check if all that it needs is known, and notes what it finds; a failure that it throws is what it found.
   * @returns its value, if it has one
   * @throws `cancelled`
   */
  async check<T, N extends Needs>(
    check: CheckId,
    needs: N,
    run: (known: Known<N>, signal: AbortSignal) => Promise<Outcome<T>>,
  ): Promise<T | undefined> {
    if (this.#signal.aborted) {
      throw errors.cancelled(this.#signal.reason);
    }
    this.#steps.start(checkTitles[check]);
    const outcome = allKnown(needs) ? await this.#attempt(run, needs) : unchecked(needs);
    this.#steps.done(outcome.state);
    this.findings.push({
      ...{ check, title: checkTitles[check], state: outcome.state, sentence: outcome.sentence },
      action: outcome.action ?? '',
      reason: outcome.reason,
      command: outcome.command,
    });
    return 'value' in outcome ? outcome.value : undefined;
  }

  async #attempt<T, N>(
    run: (known: Known<N>, signal: AbortSignal) => Promise<Outcome<T>>,
    known: Known<N>,
  ): Promise<Mended<T>> {
    const limit = AbortSignal.timeout(this.#limitMs);
    try {
      return await run(known, AbortSignal.any([this.#signal, limit]));
    } catch (thrown) {
      if (this.#signal.aborted || (isBenchError(thrown, 'cancelled') && !limit.aborted)) {
        throw errors.cancelled(thrown);
      }
      if (limit.aborted) {
        return { state: 'failed', sentence: `There was no answer in ${this.#limitMs / 1000} s.` };
      }
      const { message, reason, command } = toBenchError(thrown);
      return { state: 'failed', sentence: message, reason, command };
    }
  }
}

function unchecked(needs: Needs): Mended<never> {
  const titles: Readonly<Record<string, string>> = checkTitles;
  const missing = Object.entries(needs).filter(([, value]) => value === undefined);
  const names = missing.map(([check]) => `"${titles[check] ?? check}"`).join(' and ');
  return { state: 'not checked', sentence: `It needs ${names}, which did not pass.` };
}
