import type { CollectorAddress } from '../ports.ts';
import type { MeasureRequest } from './request.ts';

/** Where a benchmark container has the runner. */
export const runnerPath = '/opt/psb/runner';

/** Where the runner finds its job. */
export const jobFilePath = '/opt/psb/job.conf';

/** The runner's job as the text that `media/container/runner.c` reads. */
export function jobFile(
  jobId: string,
  request: MeasureRequest,
  collector: CollectorAddress | undefined,
): string {
  const lines = [
    `job=${jobId}`,
    `iterations=${request.iterations}`,
    `warmups=${request.warmups}`,
    `limit=${request.timeLimitSeconds}`,
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
