import assert from 'node:assert/strict';
import { isAbsolute } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readContainerAssets } from '../../../src/local/assets.ts';
import { productLocations } from '../../../src/local/locations.ts';
import { localMachine } from '../../../src/local/machine.ts';
import { withTemporary } from '../../support/temporary.ts';

describe('this machine', () => {
  it('has facts to go with a run', () => {
    const machine = localMachine();
    assert.notEqual(machine.cpuModel(), '');
    assert.notEqual(machine.hostName(), '');
    assert.ok(Math.abs(machine.nowMs() - Date.now()) < 60_000);
    assert.match(machine.uuid(), /^[0-9a-f-]{36}$/);
    assert.notEqual(machine.uuid(), machine.uuid());
    assert.equal(machine.sha256('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    assert.equal(machine.sha256(new TextEncoder().encode('abc')), machine.sha256('abc'));
  });

  it('has places for the product’s files', () => {
    const { historyPath, cacheDirectory } = productLocations();
    assert.ok(isAbsolute(historyPath) && historyPath.endsWith('history.sqlite'));
    assert.ok(isAbsolute(cacheDirectory) && cacheDirectory.includes('php-source-bench'));
    assert.ok(!historyPath.startsWith(cacheDirectory));
  });
});

describe('what runs inside containers', () => {
  it('comes with the product', async () => {
    const assets = await readContainerAssets(fileURLToPath(new URL('../../..', import.meta.url)));
    assert.match(assets.buildScript, /^#!\/bin\/sh/);
    assert.match(assets.bisonScript, /^#!\/bin\/sh/);
    assert.match(assets.runnerSource, /int main\(/);
  });

  it('is missed', () =>
    withTemporary(async (directory) => {
      await assert.rejects(readContainerAssets(directory), { code: 'ENOENT' });
    }));
});
