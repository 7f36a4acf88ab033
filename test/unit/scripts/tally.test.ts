import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { addTallies, resultOf, summaryLine } from '../../../scripts/testing/tally.ts';

const event = {
  name: 'works',
  file: '/t/a.test.ts',
  nesting: 1,
  passed: true,
  skip: undefined,
  todo: undefined,
  type: 'test',
  failureType: undefined,
  detail: '',
};

test('the summary has the form that is relied on', () => {
  const sum = addTallies({ passed: 1, failed: 0, skipped: 2 }, { passed: 3, failed: 1, skipped: 0 });
  assert.equal(summaryLine(sum), '4 passed, 1 failed, 2 skipped');
});

test('tests count, suites and parents of failures do not', () => {
  assert.deepEqual(resultOf(event, ['suite', 'works']), {
    file: '/t/a.test.ts',
    path: ['suite', 'works'],
    outcome: 'passed',
    detail: '',
  });
  assert.equal(resultOf({ ...event, type: 'suite' }, []), undefined);
  assert.equal(resultOf({ ...event, passed: false, failureType: 'subtestsFailed' }, []), undefined);
  assert.equal(
    resultOf({ ...event, type: 'suite', passed: false, failureType: 'hookFailed' }, [])?.outcome,
    'failed',
  );
});

test('a skip keeps its reason, and says so if it has none', () => {
  assert.equal(resultOf({ ...event, skip: 'no Docker' }, [])?.detail, 'no Docker');
  assert.equal(resultOf({ ...event, skip: true }, [])?.detail, 'no reason given');
  assert.equal(resultOf({ ...event, todo: true }, [])?.outcome, 'skipped');
});

test('a file without tests and a crashed file are failures', () => {
  const whole = { ...event, name: event.file, nesting: 0 };
  assert.match(resultOf(whole, [])?.detail ?? '', /holds no test/);
  assert.match(resultOf({ ...whole, passed: false, detail: 'exit 3' }, [])?.detail ?? '', /failed.*exit 3/);
});

/** Runs test files in a folder of their own through the runner; resolves to what it prints. */
async function runFiles(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'psb-suite-'));
  try {
    await mkdir(join(root, 'tests'));
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(root, 'tests', name), content);
    }
    const runner = join(import.meta.dirname, '..', '..', '..', 'scripts', 'testing', 'run-suite.ts');
    const script = `
      import { runSuite } from ${JSON.stringify(runner)};
      const suite = { name: 's', directory: ${JSON.stringify(join(root, 'tests'))}, concurrency: 2, fileLimitMs: 60000 };
      const tally = await runSuite(suite, ${JSON.stringify(root)}, new AbortController().signal);
      console.log(JSON.stringify(tally));`;
    // The variable would make node:test believe that it runs inside another test run, and run nothing.
    await writeFile(join(root, 'run.mjs'), script);
    const { stdout } = await execa(process.execPath, [join(root, 'run.mjs')], {
      env: { NODE_TEST_CONTEXT: undefined },
    });
    return stdout;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

test('the runner counts passes, failures, skips, crashes and empty files of real test processes', async () => {
  const output = await runFiles({
    'good.test.ts': "import { test } from 'node:test'; test('good', () => {}); test.skip('later', () => {});",
    'bad.test.ts':
      "import { test } from 'node:test'; console.log('a hint'); test('bad', () => { throw new Error('broken'); });",
    'crash.test.ts':
      "import { test } from 'node:test'; test('fine', () => {}); process.kill(process.pid, 'SIGKILL');",
    'empty.test.ts': 'export {};',
    'hollow.test.ts': "import { describe } from 'node:test'; describe('nothing', () => {});",
  });
  assert.match(output, /\{"passed":1,"failed":4,"skipped":1\}$/);
  assert.match(output, /ok {6}tests\/good\.test\.ts: 1 passed, 1 skipped/);
  assert.match(output, /skipped: later: no reason given/);
  assert.match(output, /failed: bad\n\s+Error: broken/);
  assert.match(output, /a hint/);
  assert.match(output, /FAILED {2}tests\/crash\.test\.ts/);
  assert.equal(output.match(/The file holds no test\./g)?.length, 2);
});

test('a folder without tests is a failure', async () => {
  assert.match(await runFiles({}), /\{"passed":0,"failed":1,"skipped":0\}$/);
});
