/** Finding the toolchain when it is there. */
import { plainProfile } from '../../../src/core/machine/plain-profile.ts';
import { testEngine } from '../../support/engine.ts';
import { testBaseImage } from '../../support/images.ts';
import { toolchainOn } from '../../support/toolchain.ts';
import type { Row } from '../framework/row.ts';
import type { BenchContext } from '../support/context.ts';
import { dockerCli } from '../support/docker-cli.ts';
import { builderName } from '../support/php-builder.ts';
import { timed } from '../support/timed.ts';

export const toolchain: Row<BenchContext> = {
  name: 'toolchain',
  title: 'finding the toolchain by its key',
  unit: 'ms',
  tinyAmount: 1,
  sizes: [{ label: '', amount: 1, rounds: 25, warmups: 1, goals: [{ kind: 'at-most', limit: 300 }] }],
  withTrial: async ({ engine, signal }, _size, use) => {
    const { port } = await engine.get();
    const baseImage = await testBaseImage();
    const find = () => toolchainOn(port, { baseImage, profile: plainProfile });
    const { reference } = await find();
    const docker = dockerCli((await testEngine()).socketPath, signal);
    await use({
      ours: { name: builderName.ours, measure: () => timed(find) },
      others: [
        {
          name: 'docker image inspect',
          role: 'instead',
          measure: () => timed(() => docker(['image', 'inspect', reference])),
        },
      ],
    });
  },
};
