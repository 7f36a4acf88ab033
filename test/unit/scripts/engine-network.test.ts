import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  chooseBase,
  contains,
  engineId,
  firewallRules,
  planNetwork,
  rulesWithComment,
} from '../../../scripts/setup/engine-network.ts';

const routes = (...subnets: readonly (readonly [string, string])[]) =>
  JSON.stringify(subnets.map(([dst, dev]) => ({ dst, dev, flags: [] })));

test('an engine gets the first range that no route is in', () => {
  assert.equal(chooseBase(routes(['default', 'eth0'], ['192.0.2.0/24', 'eth0']), 'own', undefined), '172.29');
  assert.equal(chooseBase(routes(['172.29.128.0/24', 'br-1']), 'own', undefined), '172.28');
  assert.equal(chooseBase(routes(['172.16.0.0/12', 'vpn0']), 'own', undefined), '10.213');
  assert.equal(chooseBase(routes(['172.29.3.4', 'vpn0']), 'own', undefined), '172.28');
});

test('no range is left where routes cover all of them', () => {
  assert.equal(
    chooseBase(routes(['172.16.0.0/12', 'vpn0'], ['10.0.0.0/8', 'vpn0']), 'own', undefined),
    undefined,
  );
});

test('a default route in halves, as VPNs make it, takes no range', () => {
  assert.equal(
    chooseBase(routes(['0.0.0.0/1', 'vpn0'], ['128.0.0.0/1', 'vpn0']), 'own', undefined),
    '172.29',
  );
});

test("an engine keeps its range, and its own bridge's route does not count", () => {
  assert.equal(chooseBase(routes(['172.28.0.0/24', 'own']), 'own', '172.28'), '172.28');
  assert.equal(chooseBase(routes(['172.28.0.0/24', 'other']), 'own', '172.28'), '172.29');
  assert.equal(chooseBase('[]', 'own', '1.2'), '172.29');
});

test('what is no list of routes is refused', () => {
  assert.throws(() => chooseBase('{"dst": 1}', 'own', undefined));
  assert.throws(() => chooseBase('not JSON', 'own', undefined));
});

test('a subnet contains exactly the addresses with its prefix', () => {
  const octet = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(octet, octet, octet, octet, (a, b, c, d) => {
      assert.equal(contains('172.29.128.0/17', `${a}.${b}.${c}.${d}`), a === 172 && b === 29 && c >= 128);
    }),
  );
  assert.equal(contains('172.29.128.0/17', '172.29.200.1'), true);
  assert.equal(contains('172.29.128.0/17', '172.29.0.0/16'), false);
  assert.equal(contains('172.29.128.0/17', 'fe80::1'), false);
});

test('the id of an engine depends on its directory and fits a network interface', () => {
  assert.notEqual(engineId('/home/a/engine'), engineId('/home/b/engine'));
  assert.equal(engineId('/home/a/engine'), engineId('/home/a/engine'));
  fc.assert(fc.property(fc.string(), (directory) => /^[a-z0-9-]{1,15}$/.test(engineId(directory))));
});

test('networks without a way out are never masqueraded, and dropped before anything is accepted', () => {
  const network = planNetwork('psb-test', '172.29');
  const rules = firewallRules(network);
  const masqueraded = rules.filter((rule) => rule.match.includes('MASQUERADE'));
  assert.deepEqual(
    masqueraded.map((rule) => rule.match[1]),
    ['172.29.0.0/24'],
  );
  assert.equal(contains(network.poolSubnet, '172.29.0.1'), false);
  const forward = rules.filter((rule) => rule.chain === 'FORWARD').map((rule) => rule.match.join(' '));
  assert.deepEqual(forward.slice(0, 2), ['-s 172.29.128.0/17 -j DROP', '-d 172.29.128.0/17 -j DROP']);
});

test("only an engine's own rules are found in a listing", () => {
  const listing = [
    '-P FORWARD ACCEPT',
    '-N DOCKER',
    '-A FORWARD -s 172.28.128.0/17 -m comment --comment psb-1 -j DROP',
    '-A FORWARD -s 172.29.128.0/17 -m comment --comment psb-12 -j DROP',
    '-A FORWARD -i psb-1 -j ACCEPT',
    '-A INPUT -s 172.28.128.0/17 -m comment --comment "psb-1" -j DROP',
  ].join('\n');
  assert.deepEqual(rulesWithComment(listing, 'psb-1'), [
    ['FORWARD', '-s', '172.28.128.0/17', '-m', 'comment', '--comment', 'psb-1', '-j', 'DROP'],
    ['INPUT', '-s', '172.28.128.0/17', '-m', 'comment', '--comment', 'psb-1', '-j', 'DROP'],
  ]);
});
