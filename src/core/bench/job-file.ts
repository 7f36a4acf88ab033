import type { CollectorAddress } from '../ports.ts';
import type { MeasureRequest } from './request.ts';

/** Where the runner finds its job in a benchmark container. */
export const jobFilePath = { directory: '/opt/psb', name: 'job.conf' } as const;

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
