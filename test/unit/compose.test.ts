import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import { execa } from 'execa';
import { loadServices } from '../../src/compose.ts';
import { openHistory } from '../../src/local/history/open.ts';
import { localMachine } from '../../src/local/machine.ts';
import { iterationOf, runIdOf, runOf, sampleOf } from '../support/history-data.ts';
import { withTemporary } from '../support/temporary.ts';

/** The owner of a process that has ended. */
async function goneOwner(): Promise<string> {
  const script = `import { localMachine } from ${JSON.stringify(import.meta.resolve('../../src/local/machine.ts'))};
    process.stdout.write(localMachine().owner());`;
  return (await execa(process.execPath, ['--input-type=module', '--eval', script])).stdout;
}

it('the history ends the runs of programs that were killed when it is opened, and no others', () =>
  withTemporary(async (directory) => {
    const historyPath = join(directory, 'history.sqlite');
    const history = await openHistory(historyPath);
    for (const [number, owner] of [await goneOwner(), localMachine().owner()].entries()) {
      history.beginRun(runOf(number, { owner }));
      history.addIteration(runIdOf(number), iterationOf(0, sampleOf(5)));
    }
    history.close();
    const services = await loadServices(
      {
        ...{ dockerHost: '', baseImage: '', bisonTarball: '', profiles: {}, extraPackages: [] },
        ...{ ccache: 'never', keepContainerMinutes: 0, historyPath },
      },
      directory,
    );
    try {
      const runs = (await services.history()).listRuns(2);
      assert.deepEqual(
        runs.map(({ id, status }) => [id, status]),
        [
          [runIdOf(1), 'running'],
          [runIdOf(0), 'incomplete'],
        ],
      );
    } finally {
      await services.close();
    }
  }));
