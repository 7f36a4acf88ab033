import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseProfile } from '../../../../src/core/machine/choose-profile.ts';

const engine = { name: 'power9', endpoint: 'ssh://me@power9' };

describe('chooseProfile', () => {
  it("lays the engine's own profile over the default one", () => {
    const profiles = {
      default: { httpProxy: 'http://p:1', cpus: 2 },
      power9: { cpus: 16 },
      other: { cpus: 1 },
    };
    assert.deepEqual(chooseProfile(profiles, engine), {
      name: 'power9',
      settings: { httpProxy: 'http://p:1', cpus: 16 },
    });
  });

  it('knows an engine by its address too, but by its name first', () => {
    const byAddress = { 'ssh://me@power9': { cpus: 3 } };
    assert.equal(chooseProfile(byAddress, engine).settings.cpus, 3);
    assert.equal(chooseProfile({ ...byAddress, power9: { cpus: 4 } }, engine).settings.cpus, 4);
  });

  it('says nothing for an engine that no profile is for, whatever its name', () => {
    assert.deepEqual(chooseProfile({ power9: { cpus: 4 } }, { name: 'x', endpoint: 'y' }), {
      name: 'default',
      settings: {},
    });
    assert.deepEqual(chooseProfile({}, { name: 'constructor', endpoint: '__proto__' }).settings, {});
  });
});
