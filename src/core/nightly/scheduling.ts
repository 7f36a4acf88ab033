/** Puts nightly benchmarks into the hands of this machine's scheduler, shows them, and takes them out again. */
import type { StateStore } from '../automation/ports.ts';
import { type BenchError, errors, isBenchError } from '../errors.ts';
import type { ProfilesSettings } from '../model/machine.ts';
import type { ServiceSettings } from '../services.ts';
import { nightlyArguments } from './command-line.ts';
import { type NightlyRequest, type NightlyState, nightlyTitle } from './nightly.ts';
import type { NightlyJob, ScheduledJob, SchedulePort, SchedulePreview, TimeOfDay } from './schedule.ts';

/** What of the settings a scheduled nightly benchmark takes along. */
export type NightlySettings = Pick<
  ServiceSettings,
  | 'dockerHost'
  | 'historyPath'
  | 'baseImage'
  | 'bisonTarball'
  | 'extraPackages'
  | 'ccache'
  | 'benchmarkSuitesFile'
  | 'profiles'
>;

/** How a scheduler starts this program, and the files that it needs for that. */
export interface NightlyProgramPort {
  /** The program and the arguments before those of the command line; absolute paths. */
  command(): Promise<readonly string[]>;
  /** Which of a command's absolute paths are not there any more. */
  missing(command: readonly string[]): Promise<readonly string[]>;
  /** Where the machine profiles of a nightly benchmark are kept. */
  profilesPath(id: string): string;
  /** Keeps them for this user only; `undefined` removes them. */
  writeProfiles(id: string, profiles: ProfilesSettings | undefined): Promise<void>;
}

export interface SchedulingDeps {
  readonly nightlies: StateStore<NightlyState>;
  readonly schedules: SchedulePort;
  readonly program: NightlyProgramPort;
  /** See `Nightlies.identify`. */
  readonly identify: (
    request: NightlyRequest,
    signal: AbortSignal,
  ) => Promise<{ readonly id: string; readonly request: NightlyRequest }>;
}

/** An installation before anything is written. */
export interface PreparedNightly {
  readonly job: NightlyJob;
  readonly request: NightlyRequest;
  readonly profiles: ProfilesSettings;
  readonly preview: SchedulePreview;
}

/** A nightly benchmark, scheduled or run by hand. */
export interface ListedNightly {
  readonly id: string;
  /** For people; the id alone where its file cannot be used. */
  readonly title: string;
  readonly state: NightlyState | undefined;
  /** Why its file cannot be used. */
  readonly error: BenchError | undefined;
  /** `undefined` if no scheduler has it. */
  readonly scheduled: ScheduledJob | undefined;
  /** Files of its command that are not there any more, so that it cannot start: the program was moved or updated. */
  readonly missing: readonly string[];
  /** The process that runs it now. */
  readonly pid: number | undefined;
}

/** The scheduled nightly benchmarks of this person on this machine. */
export class NightlyScheduling {
  readonly #deps: SchedulingDeps;

  constructor(deps: SchedulingDeps) {
    this.#deps = deps;
  }

  /** Says what would be written and run. @throws `schedule-unavailable`, `invalid-setting`, `commit-missing` */
  async prepare(
    wanted: NightlyRequest,
    at: TimeOfDay,
    settings: NightlySettings,
    signal: AbortSignal,
  ): Promise<PreparedNightly> {
    const { identify, program, schedules } = this.#deps;
    const { id, request } = await identify(wanted, signal);
    const { profiles } = settings;
    const profilesPath = Object.keys(profiles).length === 0 ? undefined : program.profilesPath(id);
    const command = [...(await program.command()), ...nightlyArguments(request, settings, profilesPath)];
    const job = { id, title: nightlyTitle(request), command, at };
    const preview = await schedules.preview(job);
    const files = profilesPath === undefined ? [] : [{ where: profilesPath, text: profilesText(profiles) }];
    return { job, request, profiles, preview: { ...preview, writes: [...files, ...preview.writes] } };
  }

  /** Writes what was prepared, in the place of what the same benchmark had before. */
  async install({ job, request, profiles }: PreparedNightly): Promise<void> {
    const { nightlies, schedules, program } = this.#deps;
    const { id, command, at } = job;
    await nightlies.hold(id, async () => {
      const known = await this.#known(id);
      await program.writeProfiles(id, Object.keys(profiles).length === 0 ? undefined : profiles);
      await schedules.install(job);
      await nightlies.write({
        ...{ id, request, plan: known?.plan, companions: known?.companions, lastRun: known?.lastRun },
        schedule: { command, at },
      });
    });
  }

  /** All that are scheduled or have run. */
  async list(): Promise<readonly ListedNightly[]> {
    const { nightlies, schedules } = this.#deps;
    const scheduled = new Map((await schedules.list()).map((job) => [job.id, job]));
    const stored = new Map((await nightlies.list()).map((each) => [each.id, each]));
    const ids = [...new Set([...scheduled.keys(), ...stored.keys()])].sort();
    return Promise.all(
      ids.map(async (id): Promise<ListedNightly> => {
        const { state, error } = stored.get(id) ?? {};
        const command = state?.schedule?.command ?? [];
        const isScheduled = scheduled.has(id);
        return {
          ...{ id, state, error, scheduled: scheduled.get(id) },
          title: state === undefined ? id : nightlyTitle(state.request),
          missing: isScheduled ? await this.#deps.program.missing(command) : [],
          pid: await nightlies.holder(id),
        };
      }),
    );
  }

  /** Takes it out of the scheduler and keeps what was measured. @throws `state-missing` if no scheduler has it */
  async remove(id: string): Promise<void> {
    const { nightlies, schedules, program } = this.#deps;
    const wasThere = await schedules.remove(id);
    await program.writeProfiles(id, undefined);
    const state = await this.#known(id);
    if (state?.schedule !== undefined) {
      await nightlies.write({ ...state, schedule: undefined });
    }
    if (!wasThere) {
      throw errors.stateMissing('scheduled nightly benchmark', id);
    }
  }

  async #known(id: string): Promise<NightlyState | undefined> {
    try {
      return await this.#deps.nightlies.read(id);
    } catch (error) {
      if (isBenchError(error, 'state-missing')) {
        return undefined;
      }
      throw error;
    }
  }
}

/** The content of the file that `--profiles` takes. */
export function profilesText(profiles: ProfilesSettings): string {
  return `${JSON.stringify(profiles, undefined, 2)}\n`;
}
