/** `npm run bench:verdicts`: real comparisons whose answer is known, and how many of them were right. */
import { parseArgs } from 'node:util';
import { locked } from '../src/local/locked.ts';
import { type KnownComparison, measureVerdicts } from '../test/bench/verdicts/measure.ts';
import { comparisonLine, verdictsReport } from '../test/bench/verdicts/report.ts';
import { testEngineDirectory, testEngineLock } from './setup/engine.ts';
import { runScript } from './setup/main.ts';
import { stopPrivateEngine } from './setup/private-engine.ts';
import { say } from './setup/steps.ts';

await runScript(async (signal) => {
  const { values } = parseArgs({
    options: {
      same: { type: 'string', default: '20' },
      slower: { type: 'string', default: '10' },
      rounds: { type: 'string', default: '15' },
      'keep-engine': { type: 'boolean', default: false },
    },
  });
  const counts = {
    same: Number(values.same),
    slower: Number(values.slower),
    rounds: Number(values.rounds),
  };
  return locked(testEngineLock(), () => run(counts), { signal });

  async function run(wanted: typeof counts): Promise<number> {
    const comparisons: KnownComparison[] = [];
    const onComparison = (comparison: KnownComparison) => {
      comparisons.push(comparison);
      say(comparisonLine(comparison));
    };
    try {
      await measureVerdicts({ counts: wanted, signal, onComparison });
      console.log(`\n${verdictsReport(comparisons)}`);
      return 0;
    } finally {
      if (!values['keep-engine']) {
        await stopPrivateEngine(testEngineDirectory());
      }
    }
  }
});
