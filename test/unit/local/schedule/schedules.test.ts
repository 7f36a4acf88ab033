import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { isBenchError } from '../../../../src/core/errors.ts';
import { cronLine } from '../../../../src/core/nightly/cron-line.ts';
import type { NightlyJob, SchedulePort } from '../../../../src/core/nightly/schedule.ts';
import { serviceUnit, timerUnit } from '../../../../src/core/nightly/systemd-units.ts';
import { localSchedules } from '../../../../src/local/schedule/schedules.ts';
import { type FakeOptions, type FakeSchedulers, fakeSchedulers } from '../../../support/fake-schedulers.ts';
import { withTemporary } from '../../../support/temporary.ts';

const job: NightlyJob = {
  id: 'a1',
  title: 'Zend/bench.php on master of /php',
  command: ['/usr/bin/node', '/opt/cli.cjs', 'nightly', 'run', '--tree', '/häuser/php'],
  at: { hour: 3, minute: 5 },
};
const timer = 'php-source-bench-nightly-a1.timer';
const service = 'php-source-bench-nightly-a1.service';
const commands = ['daemon-reload', `enable ${timer}`, `restart ${timer}`].map(
  (words) => `systemctl --user ${words}`,
);

interface Scene {
  readonly schedules: SchedulePort;
  readonly fakes: FakeSchedulers;
  readonly home: string;
  readonly units: string;
}

function withSchedulers(options: FakeOptions, use: (scene: Scene) => Promise<void>): Promise<void> {
  return withTemporary(async (home) => {
    const fakes = await fakeSchedulers(home, options);
    const units = join(home, '.config', 'systemd', 'user');
    await use({ schedules: localSchedules(fakes.environment), fakes, home, units });
  });
}

describe('a nightly benchmark in systemd', () => {
  const options = { systemd: true, cron: true };

  it('is shown before anything is written', () =>
    withSchedulers(options, async ({ schedules, fakes, home, units }) => {
      const preview = await schedules.preview(job);
      assert.equal(preview.scheduler, 'systemd');
      assert.deepEqual(preview.writes, [
        { where: join(units, service), text: serviceUnit(job) },
        { where: join(units, timer), text: timerUnit(job) },
      ]);
      assert.deepEqual(preview.runs, commands);
      assert.deepEqual(await fakes.calls(), ['systemctl --user show-environment']);
      assert.ok(!(await readdir(home)).includes('.config'));
    }));

  it('is written, enabled, listed and removed', () =>
    withSchedulers(options, async ({ schedules, fakes, units }) => {
      assert.equal(await schedules.install(job), 'systemd');
      assert.equal(await readFile(join(units, service), 'utf8'), serviceUnit(job));
      assert.equal(await readFile(join(units, timer), 'utf8'), timerUnit(job));
      assert.deepEqual((await fakes.calls()).slice(1, 4), commands);
      assert.equal(await fakes.crontab(), undefined);
      assert.deepEqual(await schedules.list(), [
        { id: 'a1', scheduler: 'systemd', isActive: true, next: 'Thu 2026-11-26 03:05:00 UTC' },
      ]);
      assert.equal(await schedules.remove('a1'), true);
      assert.deepEqual(await readdir(units), []);
      assert.ok((await fakes.calls()).includes(`systemctl --user disable --now ${timer}`));
      assert.equal(await schedules.remove('a1'), false);
      assert.deepEqual(await schedules.list(), []);
    }));

  it('leaves units alone that are not ours, even of the same name', () =>
    withSchedulers(options, async ({ schedules, fakes, units }) => {
      await mkdir(units, { recursive: true });
      await writeFile(join(units, timer), '[Timer]\n');
      await writeFile(join(units, 'backup.timer'), '[Timer]\n');
      await assert.rejects(schedules.install(job), (error) => isBenchError(error, 'schedule-failed'));
      assert.deepEqual(await schedules.list(), []);
      assert.equal(await schedules.remove('a1'), false);
      assert.deepEqual((await readdir(units)).sort(), ['backup.timer', timer]);
      assert.equal(await readFile(join(units, timer), 'utf8'), '[Timer]\n');
      assert.ok(!(await fakes.calls()).some((call) => /enable|disable/.test(call)));
    }));

  it('takes the place of a line in the crontab', () =>
    withSchedulers(
      { ...options, crontab: `0 1 * * * x\n${cronLine(job)}\n` },
      async ({ schedules, fakes }) => {
        await schedules.install(job);
        assert.equal(await fakes.crontab(), '0 1 * * * x\n');
      },
    ));
});

describe('a nightly benchmark in cron, where there is no systemd', () => {
  const options = { systemd: false, cron: true };
  // Bytes that are no UTF-8, and an unusual line end.
  const foreign = '# m h\n0 1 * * * echo caf\xe9\r\n\n0 2 * * * other # php-source-bench nightly other\n';
  const bytesOf = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

  it('is shown before anything is written', () =>
    withSchedulers({ ...options, crontab: foreign }, async ({ schedules, fakes }) => {
      const preview = await schedules.preview(job);
      assert.deepEqual(preview.writes, [{ where: 'crontab', text: `${cronLine(job)}\n` }]);
      assert.equal(await fakes.crontab(), foreign);
    }));

  it('is a line beside those of others, which stay as they are to the byte', () =>
    withSchedulers({ ...options, crontab: foreign }, async ({ schedules, fakes }) => {
      assert.equal(await schedules.install(job), 'cron');
      assert.equal(await fakes.crontab(), `${foreign}${bytesOf(cronLine(job))}\n`);
      await schedules.install({ ...job, at: { hour: 4, minute: 0 } });
      assert.deepEqual(
        (await schedules.list()).map(({ id }) => id),
        ['other', 'a1'],
      );
      assert.equal(await schedules.remove('a1'), true);
      assert.equal(await fakes.crontab(), foreign);
      assert.equal(await schedules.remove('a1'), false);
    }));

  it('is the first line of a user without a crontab', () =>
    withSchedulers(options, async ({ schedules, fakes }) => {
      await schedules.install(job);
      assert.equal(await fakes.crontab(), `${bytesOf(cronLine(job))}\n`);
      await schedules.remove('a1');
      assert.equal(await fakes.crontab(), '');
    }));
});

describe('a machine without a scheduler', () => {
  it('is told with what each of them said', () =>
    withSchedulers({ systemd: false, cron: false }, async ({ schedules, home }) => {
      await assert.rejects(
        schedules.install(job),
        (error) =>
          isBenchError(error, 'schedule-unavailable') &&
          /No medium found/.test(error.message) &&
          /not allowed/.test(error.message),
      );
      assert.deepEqual(await schedules.list(), []);
      assert.equal(await schedules.remove('a1'), false);
      const bare = localSchedules({ PATH: join(home, 'nothing'), HOME: home });
      await assert.rejects(bare.preview(job), (error) => isBenchError(error, 'schedule-unavailable'));
    }));
});
