/** The real cron and the real systemd take what a nightly benchmark tells them. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { execa } from 'execa';
import { ensureSystemPackages } from '../../scripts/setup/system-packages.ts';
import { isBenchError } from '../../src/core/errors.ts';
import type { NightlyJob } from '../../src/core/nightly/schedule.ts';
import { serviceUnit, timerUnit, unitNames } from '../../src/core/nightly/systemd-units.ts';
import { localSchedules } from '../../src/local/schedule/schedules.ts';
import { withTemporary } from '../support/temporary.ts';

const user = 'psb-cron-test';
/** What a nightly benchmark has to get through unharmed. */
const awkward = ['100%', "it's", '$HOME', 'a b', '"q"', '\\', 'ü'];

function jobOf(command: readonly string[]): NightlyJob {
  return { id: 'a1', title: '50% of $HOME', command, at: { hour: 3, minute: 5 } };
}

/** Hands a folder for PATH to `use` in which `crontab` is Debian's own, for a user of this test. */
function withCrontab(use: (directory: string) => Promise<void>): Promise<void> {
  return withTemporary(async (directory) => {
    const systemctl = '#!/bin/sh\necho "Failed to connect to bus" >&2\nexit 1\n';
    await writeFile(join(directory, 'systemctl'), systemctl, { mode: 0o755 });
    const crontab = `#!/bin/sh\nexec /usr/bin/crontab -u ${user} "$@"\n`;
    await writeFile(join(directory, 'crontab'), crontab, { mode: 0o755 });
    await use(directory);
  });
}

describe("Debian's cron", () => {
  before(async () => {
    await ensureSystemPackages(['cron']);
    await execa('useradd', ['--system', '--no-create-home', user], { reject: false });
  });
  after(async () => {
    await execa('crontab', ['-u', user, '-r'], { reject: false });
    await execa('userdel', [user]);
  });

  it('takes the line, keeps the others, and gives it back', () =>
    withCrontab(async (directory) => {
      const schedules = localSchedules({ PATH: `${directory}:/usr/bin:/bin`, HOME: directory });
      assert.deepEqual(await schedules.list(), []);
      const foreign = '# mine\n0 1 * * * echo caf\xe9\n';
      await execa('crontab', ['-u', user, '-'], { input: Buffer.from(foreign, 'latin1') });
      const read = async () => {
        const { stdout } = await execa('crontab', ['-u', user, '-l'], {
          encoding: 'buffer',
          stripFinalNewline: false,
        });
        return Buffer.from(stdout).toString('latin1');
      };

      const out = join(directory, 'out');
      const job = jobOf(['/bin/sh', '-c', `printf '%s\\n' "$@" > ${out}`, 'sh', ...awkward]);
      assert.equal(await schedules.install(job), 'cron');
      assert.equal(await schedules.install(job), 'cron');
      const [line, second] = (await read()).slice(foreign.length).split('\n');
      assert.ok((await read()).startsWith(foreign));
      assert.equal(second, '');
      // As cron does it: the five fields away, an escaped % is one, and a shell gets the rest.
      const command = Buffer.from(
        (line ?? '').split(' ').slice(5).join(' ').replaceAll('\\%', '%'),
        'latin1',
      );
      await execa('/bin/sh', ['-c', command.toString('utf8')]);
      assert.deepEqual((await readFile(out, 'utf8')).trimEnd().split('\n'), awkward);

      assert.equal(await schedules.remove('a1'), true);
      assert.equal(await read(), foreign);
    }));

  it('refuses a command that is too long for it, and that is told', () =>
    withCrontab(async (directory) => {
      const schedules = localSchedules({ PATH: `${directory}:/usr/bin:/bin`, HOME: directory });
      const job = jobOf(['/bin/true', 'x'.repeat(200_000)]);
      await assert.rejects(schedules.install(job), (error) => isBenchError(error, 'schedule-failed'));
      assert.deepEqual(await schedules.list(), []);
    }));
});

describe('systemd', () => {
  before(() => ensureSystemPackages(['systemd']));

  it('finds nothing wrong with the units', () =>
    withTemporary(async (directory) => {
      const job = jobOf(['/usr/bin/env', ...awkward]);
      const { service, timer } = unitNames(job.id);
      await writeFile(join(directory, service), serviceUnit(job));
      await writeFile(join(directory, timer), timerUnit(job));
      const units = [join(directory, service), join(directory, timer)];
      const { all } = await execa('systemd-analyze', ['verify', '--man=no', ...units], { all: true });
      assert.equal(all, '');
      const { stdout } = await execa('systemd-analyze', ['calendar', '*-*-* 03:05:00']);
      assert.match(stdout, /Next elapse: .* 03:05:00/);
    }));
});
