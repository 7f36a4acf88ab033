/** Finding out what a tree holds and what of it has changed, as before every build. */
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensurePhpTree, makeGitCheckout } from '../../../scripts/setup/php-tree.ts';
import { localTrees } from '../../../src/local/tree/tree-port.ts';
import { commitAll, smallTree, writeFiles } from '../../support/git-tree.ts';
import type { Row } from '../framework/row.ts';
import { command } from '../support/command.ts';
import type { BenchContext } from '../support/context.ts';
import { builderName } from '../support/php-builder.ts';
import { timed } from '../support/timed.ts';

/** Stands for the number of files of a PHP release. */
const release = 0;
const filesInFolder = 100;

/** A checkout with about so many small files and one that has changed, or of a PHP release. */
async function makeCheckout(parent: string, fileCount: number): Promise<string> {
  const root = join(parent, `tree-${fileCount}`);
  if (fileCount === release) {
    await makeGitCheckout((await ensurePhpTree()).path, root);
  } else {
    await writeFiles(root, smallTree);
    for (let folder = 0; folder < fileCount / filesInFolder; folder += 1) {
      const path = join(root, 'ext', `folder${folder}`);
      await mkdir(path, { recursive: true });
      for (let file = 0; file < filesInFolder; file += 1) {
        await writeFile(join(path, `file${file}.c`), `int file_${folder}_${file};\n`);
      }
    }
    await commitAll(root, 'Many files');
  }
  await appendFile(join(root, 'main/php_version.h'), '\n');
  return root;
}

export const treeRow: Row<BenchContext> = {
  name: 'tree',
  title: 'change detection over the whole tree, one file changed',
  unit: 'ms',
  tinyAmount: 100,
  sizes: [
    { label: '1,000 files', amount: 1000, rounds: 15, warmups: 1, goals: [] },
    {
      label: 'a PHP release',
      amount: release,
      rounds: 25,
      warmups: 1,
      goals: [{ kind: 'at-most', limit: 150 }],
    },
    { label: '100,000 files', amount: 100_000, rounds: 9, warmups: 1, goals: [] },
  ],
  withTrial: async ({ directory, signal }, { amount }, use) => {
    const root = await makeCheckout(directory, amount);
    const trees = localTrees();
    const status = [
      '-C',
      root,
      '--no-optional-locks',
      'status',
      '--porcelain',
      '-z',
      '--untracked-files=all',
    ];
    await use({
      ours: { name: builderName.ours, measure: () => timed(() => trees.readAndList(root, signal)) },
      others: [
        {
          name: 'git status',
          role: 'limit',
          measure: () => timed(() => command('git', status, { signal })),
        },
      ],
    });
  },
};
