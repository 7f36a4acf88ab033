import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isBenchError } from '../../../../src/core/errors.ts';
import {
  acceptsBison,
  bisonFromTarball,
  chooseBison,
  compareVersions,
  readBisonRequirement,
} from '../../../../src/core/php/bison.ts';

const none = {
  phpVersionHeader: undefined,
  configureAc: undefined,
  configureIn: undefined,
  zendAcinclude: undefined,
};
const list54 =
  '  bison_version_list="1.28 1.35 1.75 1.875 2.0 2.1 2.2 2.3 2.4 2.4.1 2.4.2 2.4.3 2.5 2.5.1 2.6 2.6.1 2.6.2 2.6.4"\n';
const list55 = list54.replace('2.6.4"', '2.6.4 2.7"');
const minimum70 = '  bison_version_min="204"\n  bison_version_exclude="3.0 3.1"\n';

describe('the Bison that a tree takes', () => {
  it('is listed up to 5.4: 2.6.4 from source, because 2.7.1 is refused', () => {
    const requirement = readBisonRequirement({ ...none, zendAcinclude: list54 });
    assert.ok(requirement);
    assert.equal(acceptsBison(requirement, '2.7.1'), false);
    assert.deepEqual(chooseBison(requirement, '5.4.45'), {
      kind: 'source',
      version: '2.6.4',
      sha256: 'de2d15dfdcfc24405464cb95acc9d5ef31fb2e5be4aca6a530ec59bb57c30e5d',
    });
  });

  it('is 2.7.1 where the list has 2.7, as in 5.5', () => {
    const choice = chooseBison(readBisonRequirement({ ...none, zendAcinclude: list55 }), '5.5.38');
    assert.equal(choice.kind === 'source' ? choice.version : '', '2.7.1');
  });

  it('has a minimum and exclusions from 5.6 to 7.3', () => {
    const requirement = readBisonRequirement({ ...none, zendAcinclude: minimum70 });
    assert.deepEqual(requirement, { kind: 'minimum', minimum: '2.4', excluded: ['3.0', '3.1'] });
    assert.ok(requirement);
    assert.equal(acceptsBison(requirement, '3.0.4'), false);
    assert.equal(acceptsBison(requirement, '3.8.2'), true);
    const choice = chooseBison(requirement, '7.0.33');
    assert.equal(choice.kind === 'source' ? choice.version : '', '2.7.1');
  });

  it("is the distribution's where configure.ac demands 3", () => {
    const requirement = readBisonRequirement({
      ...none,
      configureAc: 'dnl x\nPHP_PROG_BISON([3.0.0])\nPHP_PROG_RE2C([1.0.3])\n',
      zendAcinclude: 'dnl nothing about it\n',
    });
    assert.deepEqual(chooseBison(requirement, '8.2.32'), { kind: 'distribution' });
  });

  it('reads exclusions of PHP_PROG_BISON', () => {
    const requirement = readBisonRequirement({
      ...none,
      configureAc: 'PHP_PROG_BISON([3.0.0], [3.8 3.9])\n',
    });
    assert.ok(requirement);
    assert.equal(acceptsBison(requirement, '3.8.2'), false);
    assert.throws(
      () => chooseBison(requirement, '9.0.0'),
      (error) => isBenchError(error, 'no-bison-fits') && error.message.includes('except 3.8, 3.9'),
    );
  });

  it('is unknown without a word about it, and then none is guessed', () => {
    assert.equal(readBisonRequirement(none), undefined);
    assert.throws(
      () => chooseBison(undefined, '5.2.17'),
      (error) => isBenchError(error, 'no-bison-fits'),
    );
  });
});

describe('Bison versions', () => {
  it('compare as numbers, 2.7.1 calling itself 2.7.12-4996 too', () => {
    assert.ok(compareVersions('2.10', '2.9.9') > 0);
    assert.ok(compareVersions('2.7.12-4996', '2.7') > 0);
    assert.equal(compareVersions('3.0', '3.0.0'), 0);
  });

  it('come with a tarball’s name, and with its sum if it is the official one', () => {
    assert.deepEqual(bisonFromTarball('bison-3.8.2.tar.xz'), {
      kind: 'source',
      version: '3.8.2',
      sha256: undefined,
    });
    const official = bisonFromTarball('bison-2.7.1.tar.gz');
    assert.equal(official?.kind === 'source' ? official.sha256?.slice(0, 8) : '', '08e2296b');
    assert.equal(bisonFromTarball('flex-2.6.4.tar.gz'), undefined);
    assert.equal(bisonFromTarball('bison-2.7.1.zip'), undefined);
  });
});
