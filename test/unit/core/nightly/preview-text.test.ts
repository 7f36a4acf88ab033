import assert from 'node:assert/strict';
import { it } from 'node:test';
import { previewText } from '../../../../src/core/nightly/preview-text.ts';

it('the preview has what is started on short lines, then what is written and run', () => {
  const job = {
    ...{ id: 'a1', title: 'x', at: { hour: 3, minute: 5 } },
    command: ['/node', '/cli.cjs', 'nightly', 'run', '--tree', '/php', '--flag=--enable-x'],
  };
  const preview = {
    scheduler: 'cron',
    writes: [{ where: 'crontab', text: 'the line\n' }],
    runs: ['crontab -'],
    notes: ['A note.'],
  } as const;
  assert.equal(
    previewText({ job, preview }),
    [
      'Each day at 03:05 it starts:\n',
      '    /node /cli.cjs nightly run',
      '      --tree /php',
      '      --flag=--enable-x\n',
      'To your crontab is added:\n',
      '    the line\n',
      'Then it runs:\n',
      '    crontab -\n',
      'A note.\n',
    ].join('\n'),
  );
});
