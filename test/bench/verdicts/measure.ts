/** How often a comparison of two builds is right: of the same code, and of code that is slower by a known part. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findSuite, findVariants } from '../../../src/core/bench/list-suites.ts';
import { measureRequest } from '../../../src/core/bench/request.ts';
import type { CompareRequest } from '../../../src/core/compare/request.ts';
import type { Verdict } from '../../../src/core/compare/verdict.ts';
import { usualLimits } from '../../../src/core/services.ts';
import { removeBuildsOf } from '../../support/engine-room.ts';
import { phpCheckout } from '../../support/php-checkout.ts';
import { phpHistory } from '../../support/php-history.ts';
import { type Product, testProduct } from '../../support/product.ts';
import { withTemporary } from '../../support/temporary.ts';

/** How many comparisons are made, and of how many rounds. */
export interface VerdictCounts {
  readonly same: number;
  readonly slower: number;
  readonly rounds: number;
}

/** A comparison whose answer is known. */
export interface KnownComparison {
  /** The part by which the candidate is slower; 0 for the same code. */
  readonly injected: number;
  readonly verdict: Verdict;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

export interface VerdictsRequest {
  readonly counts: VerdictCounts;
  readonly signal: AbortSignal;
  readonly onComparison: (comparison: KnownComparison) => void;
}

/** What is made slower: each call of hrtime() waits. */
const clockReads = 200;
const script = `<?php
for ($call = 0; $call < ${clockReads}; $call++) {
    hrtime(true);
    for ($i = 0, $sum = 0; $i < 10000; $i++) { $sum += $i % 7; }
}
`;
const injectedPart = 0.05;

/** Compares a real PHP with itself, and with one that is slower by 5 % of what the first comparison measured. */
export async function measureVerdicts({ counts, signal, onComparison }: VerdictsRequest): Promise<void> {
  const product = await testProduct();
  try {
    await withTemporary(async (directory) => {
      const tree = await phpCheckout();
      const request = await requestOf(product, { tree, directory, rounds: counts.rounds, signal });
      const compare = async (candidate: string, injected: number) => {
        const against = { ...request, candidate: { kind: 'commit', commit: candidate } } as const;
        const { main } = await product.services.compare(against, product.report, signal);
        onComparison({ injected, verdict: main.verdict, ...main.change });
        return main;
      };
      const { baseMedian } = await compare('HEAD', 0);
      for (let index = 1; index < counts.same; index += 1) {
        await compare('HEAD', 0);
      }
      const [, slow = ''] = await phpHistory(tree, ['slow'], (baseMedian * injectedPart) / clockReads);
      try {
        for (let index = 0; index < counts.slower; index += 1) {
          await compare(slow, injectedPart);
        }
      } finally {
        await removeBuildsOf([slow]);
      }
    });
  } finally {
    await product.close();
  }
}

interface Place {
  readonly tree: string;
  readonly directory: string;
  readonly rounds: number;
  readonly signal: AbortSignal;
}

async function requestOf(
  { services, settings }: Product,
  { tree, directory, rounds, signal }: Place,
): Promise<Omit<CompareRequest, 'candidate'>> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'clock.php'), script);
  const suitesFile = join(directory, 'suites.json');
  const definition = { name: 'clock', scripts: ['clock.php'], warmups: 1, iterations: 3 };
  await writeFile(suitesFile, JSON.stringify({ suites: [definition] }));
  const source = { kind: 'work-tree' } as const;
  const suite = findSuite(await services.readSuites({ treeRoot: tree, source, suitesFile }, signal), 'clock');
  const [variant] = findVariants(suite, []);
  if (variant === undefined) {
    throw new Error('The suite has no variant.');
  }
  return {
    ...measureRequest(suite, variant, usualLimits(settings)),
    ...{ treeRoot: tree, preset: 'usual', configureFlags: [], platform: undefined, rounds },
    base: { kind: 'commit', commit: 'HEAD' },
    control: undefined,
  };
}
