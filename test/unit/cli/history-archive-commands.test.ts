import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { CommandContext } from '../../../src/cli/context.ts';
import {
  backupCommand,
  exportCommand,
  importCommand,
  pruneHistoryCommand,
} from '../../../src/cli/history-archive-commands.ts';
import { createProgram } from '../../../src/cli/program.ts';
import { localArchive } from '../../../src/local/history/local-archive.ts';
import { openHistory } from '../../../src/local/history/open.ts';
import { runOf } from '../../support/history-data.ts';
import { storeRun } from '../../support/open-history.ts';
import { withTemporary } from '../../support/temporary.ts';

/** Runs a command on a history with two runs, and returns what it prints. */
async function printed(
  path: string,
  command: (context: CommandContext) => Promise<void>,
): Promise<{ value: unknown; text: string }> {
  const found: { value: unknown; text: string }[] = [];
  const context = {
    services: { archive: () => localArchive(path) },
    progress: { report: () => {}, tail: () => [] },
    signal: new AbortController().signal,
    print: (value: unknown, text: () => string) => found.push({ value, text: text() }),
  };
  await command(context as unknown as CommandContext);
  assert.equal(found.length, 1);
  return found[0] ?? assert.fail();
}

async function withHistoryFile(use: (path: string, directory: string) => Promise<void>): Promise<void> {
  await withTemporary(async (directory) => {
    const path = join(directory, 'history.sqlite');
    const history = await openHistory(path);
    storeRun(history, runOf(1), [5, 7.5]);
    storeRun(history, runOf(2), [6]);
    history.close();
    await use(path, directory);
  });
}

describe('the commands below history', () => {
  it('say what went in and out', () =>
    withHistoryFile(async (path, directory) => {
      const file = join(directory, 'out.jsonl');
      const out = await printed(path, (context) => exportCommand(context, file, 'json'));
      assert.equal(out.text, `Wrote 2 runs with 2 points and 3 samples to ${file}.\n`);
      const other = join(directory, 'other.sqlite');
      const first = await printed(other, (context) => importCommand(context, file));
      assert.equal(first.text, 'Imported 2 runs with 2 points and 3 samples. There already: 0 runs.\n');
      const second = await printed(other, (context) => importCommand(context, file));
      assert.deepEqual(second.value, {
        source: 'json',
        runsAdded: 0,
        runsKnown: 2,
        pointsAdded: 0,
        samplesAdded: 0,
        notUnderstood: [],
      });
    }));

  it('say what was copied and removed', () =>
    withHistoryFile(async (path, directory) => {
      const file = join(directory, 'backup.sqlite');
      const backup = await printed(path, (context) => backupCommand(context, file));
      assert.match(backup.text, /^Copied the history to .*backup\.sqlite \(\d[\d.]* kB\)\.\n$/);
      const prune = (beforeMs: number, dryRun: boolean) =>
        printed(path, (context) => pruneHistoryCommand(context, beforeMs, dryRun));
      const before = runOf(2).startedAtMs;
      const what = '2 samples of 1 run from 2023-11-15 to 2023-11-15';
      assert.equal(
        (await prune(before, true)).text,
        `Would remove ${what}; their points stay. Nothing was removed.\n`,
      );
      assert.match((await prune(before, false)).text, new RegExp(`^Removed ${what}, which freed \\d`));
      assert.equal((await prune(before, false)).text, 'No run from before 2023-11-16 has samples left.\n');
    }));
});

describe('wrong usage of a command below history', () => {
  const hooks = {
    version: '1',
    defaultBaseImage: '',
    writeFile: () => assert.fail('nothing is written'),
    readText: () => assert.fail('nothing is read'),
    run: () => assert.fail('nothing is run'),
  };

  for (const words of [
    ['prune'],
    ['prune', '--older-than', '0'],
    ['export', 'x', '--format', 'xml'],
    ['x'],
  ]) {
    it(`is told instead of ending the process: ${words.join(' ')}`, async () => {
      const program = createProgram(hooks);
      for (const command of program.commands.flatMap((one) => [one, ...one.commands])) {
        command.configureOutput({ writeErr: () => {} });
      }
      await assert.rejects(program.parseAsync(['node', 'cli', 'history', ...words]), {
        name: 'CommanderError',
      });
    });
  }
});
