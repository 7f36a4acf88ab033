/** The runner in a real container: what it reports of programs that behave badly. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type IterationReport,
  maxMessageBytes,
  parseIterationReport,
} from '../../src/core/bench/runner-message.ts';
import { LineSplitter } from '../../src/core/build/lines.ts';
import type { ContainerExit } from '../../src/core/model/engine.ts';
import { ownLabels } from '../../src/core/model/labels.ts';
import { type TestToolchain, testToolchain } from '../support/toolchain.ts';

const job = '22222222-2222-4222-8222-222222222222';
const signal = new AbortController().signal;

interface Ran {
  readonly reports: readonly IterationReport[];
  readonly exit: ContainerExit;
  readonly stderr: string;
}

function text(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

describe('the runner', () => {
  let toolchain: TestToolchain;
  let runner: Uint8Array;

  before(async () => {
    toolchain = await testToolchain();
    runner = await toolchain.runner();
  });

  after(() => {
    toolchain.engine.close();
  });

  async function run(command: readonly string[], lines: readonly string[] = []): Promise<Ran> {
    const conf = [`job=${job}`, 'iterations=2', 'warmups=1', 'limit=5', ...lines].join('\n');
    const reports: IterationReport[] = [];
    let stderr = '';
    const splitter = new LineSplitter(
      (line) => reports.push(parseIterationReport(line, 'the runner')),
      maxMessageBytes,
    );
    const exit = await toolchain.engine.withContainer(
      {
        image: toolchain.reference,
        command: ['/opt/psb/runner', '/opt/psb/job.conf', ...command],
        labels: ownLabels('bench-container'),
        platform: toolchain.platform,
        network: 'none',
        memoryBytes: 64_000_000,
        pidsLimit: 128,
        performanceCounters: lines.includes('count=perf'),
      },
      async (container) => {
        const files = [
          { path: 'opt/psb/job.conf', content: `${conf}\n` },
          { path: 'opt/psb/runner', content: runner, executable: true },
        ];
        await container.writeFiles(files, '/', signal);
        return container.run((stream, chunk) => {
          if (stream === 'stdout') {
            splitter.push(chunk);
          } else {
            stderr += new TextDecoder().decode(chunk);
          }
        }, signal);
      },
      signal,
    );
    splitter.end();
    return { reports, exit, stderr };
  }

  it('reports warm-ups and iterations with what they printed and what they took', async () => {
    const { reports, exit } = await run(['sh', '-c', 'echo out; echo err >&2']);
    assert.equal(exit.exitCode, 0);
    assert.deepEqual(
      reports.map((report) => [report.warmup, report.iteration, report.exitCode]),
      [
        [true, 0, 0],
        [false, 0, 0],
        [false, 1, 0],
      ],
    );
    for (const report of reports) {
      assert.equal(report.outOfMemory, false);
      assert.deepEqual([text(report.stdout), text(report.stderr)], ['out\n', 'err\n']);
      assert.ok(report.wallNs > 0 && report.maxRssKib > 0);
    }
  });

  it('executes several scripts in turn within each iteration', async () => {
    const { reports } = await run(['sh', '-c', 'echo "$0"', 'a b', 'c\nd'], ['scripts=2']);
    assert.deepEqual(
      reports.map((report) => [report.warmup, report.iteration, report.script, text(report.stdout)]),
      [
        [true, 0, 0, 'a b\n'],
        [true, 0, 1, 'c\nd\n'],
        [false, 0, 0, 'a b\n'],
        [false, 0, 1, 'c\nd\n'],
        [false, 1, 0, 'a b\n'],
        [false, 1, 1, 'c\nd\n'],
      ],
    );
  });

  it('refuses to take all of its command for scripts', async () => {
    const { exit, reports } = await run(['true'], ['scripts=1']);
    assert.deepEqual([exit.exitCode, reports.length], [64, 0]);
  });

  it('says how busy the machine was', async () => {
    const { reports } = await run(['sh', '-c', 'sleep 0.1']);
    for (const { load, othersCpuUs } of reports) {
      assert.ok(load !== null && load >= 0);
      assert.ok(othersCpuUs !== null && othersCpuUs >= 0);
    }
  });

  it('counts instructions with the processor, or says why it cannot', async () => {
    const { reports } = await run(['true'], ['count=perf']);
    assert.equal(reports.length, 3);
    for (const { count, instructions, uncounted } of reports) {
      assert.equal(count, 'perf');
      assert.notEqual(instructions === null, uncounted === '');
      assert.ok(instructions === null || instructions > 1000);
    }
  });

  it('fails like any program where callgrind is missing', async () => {
    const { reports } = await run(['true'], ['count=callgrind']);
    assert.deepEqual(
      reports.map(({ exitCode, instructions }) => [exitCode, instructions]),
      [[127, null]],
    );
  });

  it('measures processor time and memory of the program', async () => {
    const { reports } = await run([
      'perl',
      '-e',
      'my $x = "x" x 30_000_000; my $i = 0; $i++ while $i < 3_000_000;',
    ]);
    const last = reports.at(-1);
    assert.ok(last);
    assert.ok(last.userUs > 10_000);
    assert.ok(last.maxRssKib > 29_000);
    assert.ok(last.wallNs / 1000 >= last.userUs * 0.5);
  });

  it('stops at the first execution that fails, by code or by signal', async () => {
    const failed = await run(['sh', '-c', 'exit 3']);
    assert.deepEqual(
      failed.reports.map((report) => report.exitCode),
      [3],
    );
    const killed = await run(['sh', '-c', 'kill -11 $$']);
    assert.equal(killed.reports[0]?.signal, 11);
    const missing = await run(['/nonesuch']);
    assert.equal(missing.reports[0]?.exitCode, 127);
    assert.match(text(missing.reports[0]?.stderr ?? ''), /nonesuch/);
  });

  it('ends a program that hangs, with its children', async () => {
    const { reports } = await run(['sh', '-c', 'sleep 100 & sleep 100'], ['limit=1']);
    assert.deepEqual([reports.length, reports[0]?.timedOut, reports[0]?.signal], [1, true, 9]);
  });

  it('lets nothing run beside the next execution, detached processes neither', async () => {
    const count = 'ls /proc | grep -c "^[0-9]"';
    const { reports } = await run([
      'sh',
      '-c',
      `${count}; setsid sleep 100 & (setsid sh -c "sleep 100 & sleep 100" &)`,
    ]);
    const counts = reports.map((report) => text(report.stdout));
    assert.equal(counts.length, 3);
    assert.equal(new Set(counts).size, 1, counts.join());
  });

  it('does not wait for output that a forked process holds open', async () => {
    const { reports } = await run(['sh', '-c', 'yes & exit 0']);
    assert.equal(reports.length, 3);
  });

  it('keeps a megabyte of a flood and goes on', async () => {
    const { reports, exit } = await run(['sh', '-c', 'head -c 200000000 /dev/zero']);
    assert.equal(exit.exitCode, 0);
    assert.equal(reports.length, 3);
    assert.ok(reports.every((report) => report.stdoutTruncated));
  });

  it('survives a program that eats all memory, and says that it did', async () => {
    const { reports } = await run(['perl', '-e', 'my @x; push @x, "x" x 10_000_000 while 1;']);
    assert.deepEqual([reports.length, reports[0]?.signal, reports[0]?.outOfMemory], [1, 9, true]);
  });

  it('carries bytes that are no UTF-8', async () => {
    const { reports } = await run(['printf', '\\377\\000\\n']);
    assert.deepEqual([...Buffer.from(reports[0]?.stdout ?? '', 'base64')], [255, 0, 10]);
  });

  it('loses nothing when the collector does not answer', async () => {
    const { reports, stderr } = await run(
      ['true'],
      ['iterations=4', 'host=127.0.0.1', 'port=9', 'path=/v1', 'token=t'],
    );
    assert.equal(reports.length, 5);
    assert.match(stderr, /the collector does not answer/);
  });

  it('refuses a job that is none', async () => {
    const { exit, reports } = await run(['true'], ['iterations=0']);
    assert.deepEqual([exit.exitCode, reports.length], [64, 0]);
  });
});
