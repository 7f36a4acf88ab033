/** Timers of the user's own systemd. */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { errors } from '../../core/errors.ts';
import type { NightlyJob, ScheduledJob, SchedulePreview } from '../../core/nightly/schedule.ts';
import { idOfTimer, isOwnUnit, serviceUnit, timerUnit, unitNames } from '../../core/nightly/systemd-units.ts';
import { writeWholeFile } from '../whole-file.ts';
import { requireScheduler, runScheduler, type SchedulerEnvironment } from './run-scheduler.ts';

const systemctl = ['systemctl', '--user'] as const;

/** The user's timers; it is there only where the user has a session with systemd. */
export class SystemdTimers {
  readonly #environment: SchedulerEnvironment;

  constructor(environment: SchedulerEnvironment) {
    this.#environment = environment;
  }

  /** Why it cannot be used; `undefined` if it can. */
  async unavailableBecause(): Promise<string | undefined> {
    const { exitCode, stderr } = await runScheduler(this.#environment, [...systemctl, 'show-environment']);
    return exitCode === 0 ? undefined : stderr || 'there is no systemctl.';
  }

  preview(job: NightlyJob): SchedulePreview {
    return {
      scheduler: 'systemd',
      writes: this.#unitsOf(job).map(({ path, text }) => ({ where: path, text })),
      runs: this.#commandsOf(job.id).map((command) => command.join(' ')),
      notes: [
        'A night that passes while the machine is off is made up for at its next start.',
        'The timer runs while you are logged in; "loginctl enable-linger" lets it run always.',
      ],
    };
  }

  /** @throws `schedule-failed`, also if a unit of that name is there and not ours */
  async install(job: NightlyJob): Promise<void> {
    const units = this.#unitsOf(job);
    for (const { path } of units) {
      await this.#requireOwn(path, job.id);
    }
    await mkdir(this.#directory(), { recursive: true });
    for (const { path, text } of units) {
      await writeWholeFile(path, text);
    }
    for (const command of this.#commandsOf(job.id)) {
      await requireScheduler(this.#environment, command);
    }
  }

  async list(): Promise<readonly ScheduledJob[]> {
    const names = await readdir(this.#directory()).catch(ignoreMissing);
    const found: ScheduledJob[] = [];
    for (const name of names ?? []) {
      const id = idOfTimer(name);
      const text = id === undefined ? undefined : await this.#read(join(this.#directory(), name));
      if (id !== undefined && text !== undefined && isOwnUnit(text, id)) {
        found.push(await this.#describe(id));
      }
    }
    return found;
  }

  async remove(id: string): Promise<boolean> {
    const { service, timer } = unitNames(id);
    const own: string[] = [];
    for (const name of [timer, service]) {
      const path = join(this.#directory(), name);
      const text = await this.#read(path);
      if (text !== undefined && isOwnUnit(text, id)) {
        own.push(path);
      }
    }
    if (own.length === 0) {
      return false;
    }
    // A timer that never was enabled is no reason to leave its files.
    await runScheduler(this.#environment, [...systemctl, 'disable', '--now', timer]);
    for (const path of own) {
      await rm(path, { force: true });
    }
    await runScheduler(this.#environment, [...systemctl, 'daemon-reload']);
    return true;
  }

  async #describe(id: string): Promise<ScheduledJob> {
    const { timer } = unitNames(id);
    const properties = ['ActiveState', 'NextElapseUSecRealtime'].map((name) => `--property=${name}`);
    const { stdout } = await runScheduler(this.#environment, [...systemctl, 'show', timer, ...properties]);
    const values = new Map(
      new TextDecoder()
        .decode(stdout)
        .split('\n')
        .map((line) => [line.split('=', 1)[0] ?? '', line.slice(line.indexOf('=') + 1)]),
    );
    return {
      id,
      scheduler: 'systemd',
      isActive: values.get('ActiveState') === 'active',
      next: values.get('NextElapseUSecRealtime') ?? '',
    };
  }

  #commandsOf(id: string): readonly (readonly [string, ...string[]])[] {
    const { timer } = unitNames(id);
    // Restarted, so that a timer that runs already takes its new time.
    return [
      [...systemctl, 'daemon-reload'],
      [...systemctl, 'enable', timer],
      [...systemctl, 'restart', timer],
    ];
  }

  #unitsOf(job: NightlyJob): readonly { readonly path: string; readonly text: string }[] {
    const { service, timer } = unitNames(job.id);
    return [
      { path: join(this.#directory(), service), text: serviceUnit(job) },
      { path: join(this.#directory(), timer), text: timerUnit(job) },
    ];
  }

  /** As systemd.unit(5) has it. */
  #directory(): string {
    const { XDG_CONFIG_HOME: configured, HOME: home = '/' } = this.#environment;
    const base = configured !== undefined && isAbsolute(configured) ? configured : join(home, '.config');
    return join(base, 'systemd', 'user');
  }

  async #requireOwn(path: string, id: string): Promise<void> {
    const text = await this.#read(path);
    if (text !== undefined && !isOwnUnit(text, id)) {
      throw errors.scheduleFailed(`Writing ${path}`, 'it is there already, and not made by this program.');
    }
  }

  async #read(path: string): Promise<string | undefined> {
    return readFile(path, 'utf8').catch(ignoreMissing);
  }
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
    return undefined;
  }
  throw error;
}
