/** What the extension costs the editor, beside the extensions that come with it. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../../../scripts/bundle/targets.ts';
import { phpCheckout } from '../../support/php-checkout.ts';
import type { Row } from '../framework/row.ts';
import type { BenchContext } from '../support/context.ts';
import {
  alwaysActive,
  type BenchEditor,
  builtInExtensions,
  builtInLoadBytes,
  builtInPackageBytes,
  readActivationTimes,
} from '../support/editor.ts';
import { builderName } from '../support/php-builder.ts';

const once = [{ label: '', amount: 1, rounds: 1, warmups: 0, goals: [] }];

/** What the editor reads when it activates the extension; the rest is loaded when it is first used. */
const loadedAtOnce = ['extension.cjs', 'errors.cjs'];

async function loadBytes(): Promise<number> {
  const facts = await Promise.all(loadedAtOnce.map((file) => stat(join(repository, 'dist', file))));
  return facts.reduce((sum, { size }) => sum + size, 0);
}

/** All extensions are read from the same window of a round. */
function sharedReadings(
  editor: BenchEditor,
  folder: string,
): (name: string) => (round: number) => Promise<number> {
  const windows = new Map<number, ReturnType<typeof readActivationTimes>>();
  return (name) => async (round) => {
    const times =
      windows.get(round) ?? readActivationTimes(editor, folder, [builderName.ours, ...alwaysActive]);
    windows.set(round, times);
    return (await times).get(name) ?? Number.NaN;
  };
}

export const activation: Row<BenchContext> = {
  name: 'editor-activation',
  title: 'loading and activating in a window with a php-src tree, as the editor counts it',
  unit: 'ms',
  tinyAmount: 1,
  sizes: [{ label: '', amount: 1, rounds: 9, warmups: 1, goals: [] }],
  withTrial: async ({ editor }, _size, use) => {
    const reading = sharedReadings(await editor.get(), await phpCheckout());
    await use({
      ours: { name: builderName.ours, measure: reading(builderName.ours) },
      others: alwaysActive.map((name) => ({
        name: `${name} (built in)`,
        role: 'instead',
        measure: reading(name),
      })),
    });
  },
};

export const loadSize: Row<BenchContext> = {
  name: 'editor-load-size',
  title: 'code that is read at activation',
  unit: 'bytes',
  tinyAmount: 1,
  sizes: once,
  withTrial: async ({ editor }, _size, use) => {
    await editor.get();
    await use({
      ours: { name: builderName.ours, measure: loadBytes },
      others: builtInExtensions.map((name) => ({
        name: `${name} (built in)`,
        role: 'instead',
        measure: () => builtInLoadBytes(name),
      })),
    });
  },
};

export const packageSize: Row<BenchContext> = {
  name: 'editor-package-size',
  title: 'size of the package',
  unit: 'bytes',
  tinyAmount: 1,
  sizes: once,
  withTrial: async ({ editor }, _size, use) => {
    const { extension } = await editor.get();
    await use({
      ours: { name: builderName.ours, measure: async () => extension.sizeBytes },
      others: builtInExtensions.map((name) => ({
        name: `${name} (built in)`,
        role: 'instead',
        measure: () => builtInPackageBytes(name),
      })),
    });
  },
};
