/** Building PHP: for the first time, and again after nothing, one line of a source or a header changed. */
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Goal } from '../framework/goal.ts';
import type { Contender, OtherContender, Row, Size } from '../framework/row.ts';
import type { BenchContext } from '../support/context.ts';
import { builderName, type PhpBuilder } from '../support/php-builder.ts';
import type { PhpBuilds } from '../support/php-builds.ts';
import { timed } from '../support/timed.ts';

/**
 * Before each rebuild, for everybody: what whoever came before does after its end, as the product gets ready for the
 * next edit, is in nobody's time.
 */
const settlingMs = 500;

/** So much longer than the others that one turn must do. */
const onceOnly = 1000;

/** Changes the tree before a rebuild, which is not part of its time. */
type Edit = (root: string, round: number) => Promise<void>;

const editNothing: Edit = async () => {};

/** Every round adds another line, so that no two builds are of the same content. */
function addLine(path: string): Edit {
  return (root, round) => appendFile(join(root, path), `\n#define PSB_BENCH_ROUND_${round + onceOnly} 1\n`);
}

function once(rounds: number, warmups: number, goals: readonly Goal[]): readonly Size[] {
  return [{ label: '', amount: 1, rounds, warmups, goals }];
}

function instead(contender: Contender): OtherContender {
  return { ...contender, role: 'instead' };
}

function rebuild(builds: PhpBuilds, builder: PhpBuilder, edit: Edit): Contender {
  return {
    name: builder.name,
    measure: async (round) => {
      await builds.ready(builder);
      await edit(builder.root, round);
      await setTimeout(settlingMs);
      return timed(builder.rebuild);
    },
  };
}

/** The product after an edit, and these builders after the same one. */
function rebuilds(builds: PhpBuilds, edit: Edit, ...others: readonly PhpBuilder[]) {
  return {
    ours: rebuild(builds, builds.ours, edit),
    others: others.map((builder) => instead(rebuild(builds, builder, edit))),
  };
}

/** From nothing as always, whatever has changed, and so long that one turn must do. */
function fromScratch({ image }: PhpBuilds, edit: Edit): OtherContender {
  return {
    name: image.name,
    role: 'instead',
    every: onceOnly,
    measure: async (round) => {
      await edit(image.root, round);
      return timed(image.rebuild);
    },
  };
}

export const firstBuild: Row<BenchContext> = {
  name: 'build-first',
  title: 'first build of PHP, the toolchain being there',
  unit: 'ms',
  tinyAmount: 1,
  sizes: once(1, 0, [{ kind: 'ratio-at-most', to: builderName.native, limit: 1.15 }]),
  withTrial: async ({ php }, _size, use) => {
    const builds = await php.get();
    const first = (builder: PhpBuilder): Contender => ({
      name: builder.name,
      measure: () => builds.measureFirst(builder),
    });
    const others = [builds.native, builds.bound, builds.image];
    await use({ ours: first(builds.ours), others: others.map((builder) => instead(first(builder))) });
  },
};

export const rebuildOfNothing: Row<BenchContext> = {
  name: 'build-nothing',
  title: 'rebuild of PHP when nothing changed',
  unit: 'ms',
  tinyAmount: 1,
  sizes: once(15, 1, [{ kind: 'difference-at-most', to: builderName.native, limit: 500 }]),
  withTrial: async ({ php }, _size, use) => {
    const builds = await php.get();
    await use(rebuilds(builds, editNothing, builds.native, builds.bound));
  },
};

export const rebuildOfSource: Row<BenchContext> = {
  name: 'build-source',
  title: 'rebuild of PHP after one more line in Zend/zend_operators.c',
  unit: 'ms',
  tinyAmount: 1,
  sizes: once(12, 1, [
    { kind: 'ratio-at-most', to: builderName.native, limit: 1.15 },
    { kind: 'ratio-at-most', to: builderName.image, limit: 1 / 20 },
  ]),
  withTrial: async ({ php }, _size, use) => {
    const builds = await php.get();
    const edit = addLine('Zend/zend_operators.c');
    const { ours, others } = rebuilds(builds, edit, builds.native, builds.bound);
    await use({ ours, others: [...others, fromScratch(builds, edit)] });
  },
};

export const rebuildOfHeader: Row<BenchContext> = {
  name: 'build-header',
  title: 'rebuild of PHP after one more line in Zend/zend.h',
  unit: 'ms',
  tinyAmount: 1,
  sizes: once(2, 0, [{ kind: 'ratio-at-most', to: builderName.native, limit: 1.15 }]),
  withTrial: async ({ php }, _size, use) => {
    const builds = await php.get();
    await use(rebuilds(builds, addLine('Zend/zend.h'), builds.native));
  },
};
