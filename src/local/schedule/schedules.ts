import { errors } from '../../core/errors.ts';
import type { SchedulePort } from '../../core/nightly/schedule.ts';
import { Crontab } from './cron.ts';
import type { SchedulerEnvironment } from './run-scheduler.ts';
import { SystemdTimers } from './systemd.ts';

/** The schedulers of this machine: systemd where the user has a session with it, else cron. */
export function localSchedules(environment: SchedulerEnvironment): SchedulePort {
  const systemd = new SystemdTimers(environment);
  const cron = new Crontab(environment);
  const choose = async () => {
    const noSystemd = await systemd.unavailableBecause();
    if (noSystemd === undefined) {
      return systemd;
    }
    const noCron = await cron.unavailableBecause();
    if (noCron === undefined) {
      return cron;
    }
    throw errors.scheduleUnavailable(`${noSystemd} ${noCron}`);
  };
  return {
    preview: async (job) => (await choose()).preview(job),
    install: async (job) => {
      const chosen = await choose();
      await chosen.install(job);
      // The other one may have it from a time when this one could not be used.
      await (chosen === systemd ? cron : systemd).remove(job.id);
      return chosen === systemd ? 'systemd' : 'cron';
    },
    list: async () => [...(await systemd.list()), ...(await cron.list())],
    remove: async (id) => {
      const removed = [await systemd.remove(id), await cron.remove(id)];
      return removed.includes(true);
    },
  };
}
