import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fitsPattern, parseRules, usualRule, withUsualRule } from '../../../../src/core/prune/rule.ts';

describe('the rules of a prune', () => {
  it('mean, where they say nothing, dangling images and dead containers of the extension', () => {
    assert.deepEqual(parseRules({ mine: {} }), { mine: usualRule });
    assert.deepEqual(usualRule, {
      kinds: ['container', 'image'],
      madeBy: ['php-source-bench'],
      onlyDangling: true,
      deadLongerThanHours: 1,
      keep: [],
    });
  });

  const refused: readonly (readonly [string, unknown, string])[] = [
    ['a list', [], 'it must be an object.'],
    ['a text', 'x', 'it must be an object.'],
    ['a name with a line end', { 'a\nb': {} }, 'must have a name of letters'],
    ['an unknown field', { r: { force: true } }, '"r > force" is no part of a rule.'],
    [
      'an unknown kind',
      { r: { kinds: ['everything'] } },
      '"r > kinds > 0" must be a list of container, image',
    ],
    ['no kinds', { r: { kinds: [] } }, '"r > kinds" must be a list of'],
    ['an unknown maker', { r: { madeBy: ['me'] } }, 'must be a list of php-source-bench'],
    ['half a day', { r: { olderThanDays: 0.5 } }, '"r > olderThanDays" must be a whole number'],
    ['less than nothing', { r: { freeMb: 0 } }, '"r > freeMb" must be a whole number from 1'],
    ['an empty pattern', { r: { keep: [''] } }, 'must not contain an empty text'],
  ];
  for (const [what, value, message] of refused) {
    it(`cannot be ${what}`, () => {
      const parsed = parseRules(value);
      assert.ok(typeof parsed === 'string' && parsed.includes(message), String(parsed));
    });
  }

  it('have the usual one among them, which a saved one of that name replaces', () => {
    const saved = { ...usualRule, olderThanDays: 3 };
    assert.deepEqual(withUsualRule({ other: saved }), { usual: usualRule, other: saved });
    assert.deepEqual(withUsualRule({ usual: saved }), { usual: saved });
  });
});

describe('a pattern of names', () => {
  for (const [pattern, name, fits] of [
    ['php:8', 'php:8', true],
    ['php:*', 'php:8.4', true],
    ['php:?', 'php:8', true],
    ['php:?', 'php:84', false],
    ['*:8', 'php:8', true],
    ['*8*4*', 'php:8.4-cli', true],
    ['php', 'php:8', false],
    ['', 'php', false],
    ['*', '', true],
    ['.+', 'php', false],
  ] as const) {
    it(`"${pattern}" ${fits ? 'fits' : 'does not fit'} "${name}"`, () => {
      assert.equal(fitsPattern(name, pattern), fits);
    });
  }

  it('says the same as a regular expression would', () => {
    const piece = fc.constantFrom('a', 'b', '*', '?', '.');
    const text = (part: fc.Arbitrary<string>) =>
      fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text(fc.constantFrom('a', 'b', '.')), text(piece), (name, pattern) => {
        const expression = pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
        assert.equal(fitsPattern(name, pattern), new RegExp(`^${expression}$`).test(name));
      }),
      { numRuns: 2000 },
    );
  });

  it('that would take a backtracking matcher for ever is decided', () => {
    assert.equal(fitsPattern('a'.repeat(5000), `${'a*'.repeat(200)}b`), false);
  });
});
