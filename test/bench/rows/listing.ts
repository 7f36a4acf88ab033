/** Listing what an engine holds. */
import { readResources } from '../../../src/core/resources/read-resources.ts';
import { testEngine } from '../../support/engine.ts';
import type { Goal } from '../framework/goal.ts';
import type { Row } from '../framework/row.ts';
import type { BenchContext } from '../support/context.ts';
import { dockerCli } from '../support/docker-cli.ts';
import { addToEngine } from '../support/engine-load.ts';
import { builderName } from '../support/php-builder.ts';
import { rawCall } from '../support/raw-api.ts';
import { timed } from '../support/timed.ts';
import { removeOwnTraces } from '../support/traces.ts';

const rawApi = 'the raw API';

/** What the sidebar asks for before its first rows. */
const paths = ['/info', '/images/json', '/containers/json?all=true', '/volumes', '/networks'];

const goals: readonly Goal[] = [
  { kind: 'at-most', limit: 300 },
  { kind: 'ratio-at-most', to: rawApi, limit: 1.3 },
];

export const listing: Row<BenchContext> = {
  name: 'listing',
  title: 'first rows of images, containers, volumes and networks',
  unit: 'ms',
  tinyAmount: 3,
  sizes: [
    { label: '10 images and containers', amount: 10, rounds: 15, warmups: 2, goals: [] },
    { label: '100 images and containers', amount: 100, rounds: 15, warmups: 2, goals: [] },
    { label: '1,000 images and containers', amount: 1000, rounds: 15, warmups: 2, goals },
  ],
  withTrial: async ({ engine, signal }, { amount }, use) => {
    const open = await engine.get();
    const { socketPath } = await testEngine();
    const docker = dockerCli(socketPath, signal);
    const version = `/v${open.connection.apiVersion}`;
    const listRaw = async (path: string) => {
      const reply = await rawCall(socketPath, { method: 'GET', path: `${version}${path}`, signal });
      JSON.parse(reply.toString('utf8'));
    };
    try {
      await addToEngine(socketPath, amount, signal);
      await use({
        ours: {
          name: builderName.ours,
          measure: () =>
            timed(
              () =>
                new Promise<void>((resolve, reject) => {
                  // The rows are there before the sizes are asked for, which is left out.
                  const rowsOnly = {
                    ...open.port,
                    diskUsage: () => Promise.reject(new Error('not asked for')),
                  };
                  readResources(rowsOnly, () => resolve(), signal).catch(reject);
                }),
            ),
        },
        others: [
          {
            name: 'docker images and docker ps --all',
            role: 'instead',
            measure: () => timed(() => Promise.all([docker(['images']), docker(['ps', '--all'])])),
          },
          { name: rawApi, role: 'limit', measure: () => timed(() => Promise.all(paths.map(listRaw))) },
        ],
      });
    } finally {
      await removeOwnTraces(open);
    }
  },
};
