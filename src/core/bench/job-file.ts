import type { Counting } from '../model/bench.ts';
import type { CollectorAddress } from '../ports.ts';
import type { MeasureLimits } from './suite.ts';

/** What the runner has to do. */
export interface RunnerTask extends Pick<MeasureLimits, 'iterations' | 'warmups' | 'timeLimitSeconds'> {
  /** How many scripts each iteration executes. */
  readonly scripts: number;
  readonly counting: Counting;
}

/** Where a benchmark container has the runner. */
export const runnerPath = '/opt/psb/runner';

/** Where the runner finds its job. */
export const jobFilePath = '/opt/psb/job.conf';

/** The runner's job as the text that `media/container/runner.c` reads. */
export function jobFile(jobId: string, task: RunnerTask, collector: CollectorAddress | undefined): string {
  const lines = [
    `job=${jobId}`,
    `iterations=${task.iterations}`,
    `warmups=${task.warmups}`,
    `limit=${task.timeLimitSeconds}`,
    `scripts=${task.scripts}`,
    `count=${task.counting}`,
  ];
  if (collector !== undefined) {
    const url = new URL(collector.url);
    lines.push(
      `host=${url.hostname}`,
      `port=${url.port}`,
      `path=${url.pathname}`,
      `token=${collector.token}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
