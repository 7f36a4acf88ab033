/** Lines in the user's crontab. */
import { Buffer } from 'node:buffer';
import { errors } from '../../core/errors.ts';
import { cronLine, idsInCrontab, withCronLine, withoutCronLine } from '../../core/nightly/cron-line.ts';
import type { NightlyJob, ScheduledJob, SchedulePreview } from '../../core/nightly/schedule.ts';
import { requireScheduler, runScheduler, type SchedulerEnvironment } from './run-scheduler.ts';

/** The user's crontab. Its bytes are kept as they are, whatever their encoding. */
export class Crontab {
  readonly #environment: SchedulerEnvironment;

  constructor(environment: SchedulerEnvironment) {
    this.#environment = environment;
  }

  /** Why it cannot be used; `undefined` if it can. */
  async unavailableBecause(): Promise<string | undefined> {
    try {
      await this.#read();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  preview(job: NightlyJob): SchedulePreview {
    return {
      scheduler: 'cron',
      writes: [{ where: 'crontab', text: `${cronLine(job)}\n` }],
      runs: ['crontab -'],
      notes: [
        'A night that passes while the machine is off is made up for in the next one.',
        'cron sends what a failed run prints to you by mail, where the machine has mail.',
      ],
    };
  }

  /** @throws `schedule-failed` */
  async install(job: NightlyJob): Promise<void> {
    const line = Buffer.from(cronLine(job), 'utf8').toString('latin1');
    await this.#replace(await this.#read(), (crontab) => withCronLine(crontab, job.id, line));
  }

  /** Nothing where there is no crontab to read. */
  async list(): Promise<readonly ScheduledJob[]> {
    if ((await this.unavailableBecause()) !== undefined) {
      return [];
    }
    return idsInCrontab(await this.#read()).map((id) => ({
      id,
      scheduler: 'cron',
      isActive: true,
      next: '',
    }));
  }

  async remove(id: string): Promise<boolean> {
    if ((await this.unavailableBecause()) !== undefined) {
      return false;
    }
    const crontab = await this.#read();
    if (!idsInCrontab(crontab).includes(id)) {
      return false;
    }
    await this.#replace(crontab, (before) => withoutCronLine(before, id));
    return true;
  }

  /** Each byte as a character, empty for a user without a crontab. @throws `schedule-failed` */
  async #read(): Promise<string> {
    const { exitCode, stdout, stderr } = await runScheduler(this.#environment, ['crontab', '-l']);
    if (exitCode === 0) {
      return Buffer.from(stdout).toString('latin1');
    }
    if (/no crontab for/i.test(stderr)) {
      return '';
    }
    throw errors.scheduleFailed('crontab -l', stderr || 'there is no such program.');
  }

  async #replace(before: string, change: (crontab: string) => string): Promise<void> {
    const after = change(before);
    await requireScheduler(this.#environment, ['crontab', '-'], Buffer.from(after, 'latin1'));
    if ((await this.#read()) !== after) {
      throw errors.scheduleFailed('crontab -', 'the crontab is not what was written; look at "crontab -l".');
    }
  }
}
