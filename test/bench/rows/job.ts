/** What a benchmark job adds to the numbers of the script that it runs. */
import { join } from 'node:path';
import { parseBenchOutput } from '../../../src/core/bench/bench-output.ts';
import type { BenchRequest } from '../../../src/core/bench/request.ts';
import { interpreterPath } from '../../../src/core/build/build-tree.ts';
import type { Sample } from '../../../src/core/model/bench.ts';
import { benchRun, benchSuite } from '../../support/suites.ts';
import type { Row } from '../framework/row.ts';
import type { BenchContext } from '../support/context.ts';
import { builderName, restoreTree } from '../support/php-builder.ts';
import { benchLabel } from '../support/traces.ts';

const bareRun = 'docker run of the same image';

function totalOf(samples: readonly Pick<Sample, 'benchmark' | 'metric' | 'value'>[]): number {
  const total = samples.find(({ benchmark, metric }) => benchmark === 'Total' && metric === 'time');
  return total?.value ?? Number.NaN;
}

export const job: Row<BenchContext> = {
  name: 'job',
  title: 'total that Zend/bench.php prints',
  unit: 'ms',
  tinyAmount: 1,
  sizes: [
    {
      label: '',
      amount: 1,
      rounds: 40,
      warmups: 2,
      goals: [{ kind: 'ratio-at-most', to: bareRun, limit: 1.01 }],
    },
  ],
  withTrial: async ({ php, signal }, _size, use) => {
    const { ours, ready, services, request, docker } = await php.get();
    await ready(ours);
    await restoreTree(ours.root, signal);
    const { treeRoot, source, preset, configureFlags, platform } = request;
    const bench: BenchRequest = {
      treeRoot,
      source,
      preset,
      configureFlags,
      platform,
      ...benchRun,
      iterations: 1,
      warmups: 0,
    };
    const { image = '' } = await services.build({ ...request, mode: 'clean' }, () => {}, signal);
    const container = ['run', '--rm', '--init', '--network', 'none', '--label', `${benchLabel}=job`];
    const script = ['--volume', `${join(treeRoot, benchSuite.name)}:/bench.php:ro`];
    const bare = [...container, ...script, image, interpreterPath, '-n', '/bench.php'];
    await use({
      ours: {
        name: builderName.ours,
        measure: async () => {
          const { summaries } = await services.benchmark(bench, () => {}, signal);
          return totalOf(summaries.map(({ median, ...summary }) => ({ ...summary, value: median })));
        },
      },
      others: [
        {
          name: bareRun,
          role: 'limit',
          measure: async () => totalOf(parseBenchOutput(benchSuite.name, await docker(bare))),
        },
      ],
    });
  },
};
