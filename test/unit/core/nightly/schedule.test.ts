import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isBenchError } from '../../../../src/core/errors.ts';
import {
  cronLine,
  idsInCrontab,
  withCronLine,
  withoutCronLine,
} from '../../../../src/core/nightly/cron-line.ts';
import { type NightlyJob, parseTimeOfDay, timeText } from '../../../../src/core/nightly/schedule.ts';
import {
  idOfTimer,
  isOwnUnit,
  serviceUnit,
  timerUnit,
  unitNames,
} from '../../../../src/core/nightly/systemd-units.ts';

const job: NightlyJob = {
  id: '0123456789ab',
  title: 'Zend/bench.php on master of /home/me/50% done',
  command: ['/usr/bin/node', '/opt/cli.cjs', 'nightly', 'run', '--tree', "/home/me/it's $HOME 50%"],
  at: { hour: 3, minute: 5 },
};
const anyWord = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((word) => !/\p{Cc}/u.test(word));

describe('a line of a crontab', () => {
  it('starts the command each day at its time', () => {
    assert.equal(
      cronLine(job),
      String.raw`5 3 * * * /usr/bin/node /opt/cli.cjs nightly run --tree '/home/me/it'\''s $HOME 50\%' # php-source-bench nightly 0123456789ab`,
    );
  });

  it('hands each word on as it is', () => {
    fc.assert(
      fc.property(fc.array(anyWord, { maxLength: 6 }), (words) => {
        const line = cronLine({ ...job, command: ['/usr/bin/printf', '%s\\0', ...words] });
        assert.doesNotMatch(line.replaceAll('\\%', ''), /%/);
        // What cron does before it hands the rest of the line to the shell.
        const command = line.split(' ').slice(5).join(' ').replaceAll('\\%', '%');
        const output = execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8' });
        assert.deepEqual(output.split('\0').slice(0, -1), words.length === 0 ? [''] : words);
      }),
      { numRuns: 40 },
    );
  });

  it('is refused with a word that does not fit into a line', () => {
    const wrong = { ...job, command: ['/x', 'a\nb'] };
    assert.throws(
      () => cronLine(wrong),
      (error) => isBenchError(error, 'invalid-setting'),
    );
    assert.throws(
      () => serviceUnit(wrong),
      (error) => isBenchError(error, 'invalid-setting'),
    );
  });
});

describe('a crontab', () => {
  const foreign = [
    '# m h dom mon dow command',
    '',
    '0 1 * * * backup',
    'MAILTO=me',
    '0 3 * * * x # php-source-bench nightly other-id',
    '#0 3 * * * x # php-source-bench nightly 0123456789ab',
    '\t 5 * * * * tabs\r',
    '0 2 * * * echo php-source-bench nightly 0123456789ab',
  ];
  const anyCrontab = fc
    .array(fc.constantFrom(...foreign), { maxLength: 10 })
    .map((lines) => lines.map((line) => `${line}\n`).join(''));

  it('gets the line once, and loses nothing else by it', () => {
    fc.assert(
      fc.property(anyCrontab, (before) => {
        const line = cronLine(job);
        const once = withCronLine(before, job.id, line);
        assert.equal(once, `${before}${line}\n`);
        const later = cronLine({ ...job, at: { hour: 4, minute: 0 } });
        assert.equal(withCronLine(once, job.id, later), `${before}${later}\n`);
        assert.equal(withCronLine(`${once}${line}\n`, job.id, later), `${before}${later}\n`);
        assert.ok(idsInCrontab(once).includes(job.id));
        assert.equal(withoutCronLine(once, job.id), before);
        assert.equal(withoutCronLine(before, job.id), before);
      }),
    );
  });

  it('without an end of its last line gets one', () => {
    assert.equal(withCronLine('0 1 * * * x', job.id, 'line'), '0 1 * * * x\nline\n');
  });

  it('has the ids of lines that are in force', () => {
    assert.deepEqual(idsInCrontab(foreign.join('\n')), ['other-id']);
  });
});

describe('the units of systemd', () => {
  it('are marked as ours, and start the command each day, with nothing in it replaced', () => {
    assert.deepEqual(unitNames(job.id), {
      service: 'php-source-bench-nightly-0123456789ab.service',
      timer: 'php-source-bench-nightly-0123456789ab.timer',
    });
    assert.equal(
      serviceUnit(job),
      [
        '# php-source-bench nightly 0123456789ab: made by PHP Source Bench, which replaces and removes it.',
        '[Unit]',
        'Description=PHP Source Bench, nightly: Zend/bench.php on master of /home/me/50%% done',
        '',
        '[Service]',
        'Type=oneshot',
        'ExecStart="/usr/bin/node" "/opt/cli.cjs" "nightly" "run" "--tree" "/home/me/it\'s $$HOME 50%%"',
        '',
      ].join('\n'),
    );
    assert.match(
      timerUnit(job),
      /\n\[Timer\]\nOnCalendar=\*-\*-\* 03:05:00\nPersistent=true\n\n\[Install\]\nWantedBy=timers\.target\n$/,
    );
    assert.match(serviceUnit({ ...job, command: ['/x', 'a"b\\c'] }), /\nExecStart="\/x" "a\\"b\\\\c"\n$/);
  });

  it('are known again by their mark, and others are not', () => {
    assert.ok(isOwnUnit(timerUnit(job), job.id));
    assert.ok(!isOwnUnit(timerUnit(job), 'other'));
    assert.ok(!isOwnUnit('[Unit]\n', job.id));
    assert.equal(idOfTimer(unitNames(job.id).timer), job.id);
    assert.equal(idOfTimer(unitNames(job.id).service), undefined);
    assert.equal(idOfTimer('php-source-bench-nightly-.timer'), undefined);
  });
});

describe('the time of day', () => {
  it('is hours and minutes', () => {
    assert.deepEqual(parseTimeOfDay('3:05'), { hour: 3, minute: 5 });
    assert.deepEqual(parseTimeOfDay('23:59'), { hour: 23, minute: 59 });
    for (const text of ['24:00', '3', '03:60', '03:5', 'noon', '']) {
      assert.equal(parseTimeOfDay(text), undefined, text);
    }
    assert.equal(timeText({ hour: 3, minute: 5 }), '03:05');
  });
});
