/** The files, locks and schedulers of unattended work. */
import { join } from 'node:path';
import type { AutomationDeps } from '../core/automation/automation.ts';
import { parsePlan } from '../core/backfill/plan-schema.ts';
import { parseBisection } from '../core/bisect/bisection-schema.ts';
import { parseNightly } from '../core/nightly/nightly-schema.ts';
import { nightlyProgram } from './nightly-program.ts';
import { localSchedules } from './schedule/schedules.ts';
import { StateFolder } from './state-folder.ts';
import { localCommitLines } from './tree/commit-line.ts';
import { localTurns } from './turns.ts';

/** The formats of the state files. */
const version = 1;

/** @param dataDirectory the product's own, which is made when something is first written */
export function automationFiles(
  dataDirectory: string,
  productRoot: string,
): Pick<AutomationDeps, 'plans' | 'bisections' | 'nightlies' | 'lines' | 'turns' | 'schedules' | 'program'> {
  const folder = (name: string) => join(dataDirectory, name);
  return {
    plans: new StateFolder(folder('backfills'), { name: 'backfill', version, parse: parsePlan }),
    bisections: new StateFolder(folder('bisections'), { name: 'bisection', version, parse: parseBisection }),
    nightlies: new StateFolder(folder('nightlies'), {
      name: 'nightly benchmark',
      version,
      parse: parseNightly,
    }),
    lines: localCommitLines(),
    turns: localTurns(folder('locks')),
    schedules: localSchedules(process.env),
    program: nightlyProgram(productRoot, folder('nightlies'), process.env),
  };
}
