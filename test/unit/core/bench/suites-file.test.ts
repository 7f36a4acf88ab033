import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseSuitesFile } from '../../../../src/core/bench/suites-file.ts';
import { suitesTemplate } from '../../../../src/core/bench/suites-template.ts';
import { isBenchError } from '../../../../src/core/errors.ts';

const parse = (text: string) => parseSuitesFile(text, '/x/.vscode/php-benchmarks.json', '/x/.vscode');

/** A file with one suite that has these settings beside a name and a script, each on a line of its own. */
function withSuite(...settings: readonly string[]): string {
  return `{\n"suites": [{\n${['"name": "s"', '"scripts": ["a.php"]', ...settings].join(',\n')}\n}]}`;
}

function refusal(text: string): string {
  try {
    parse(text);
  } catch (error) {
    assert.ok(isBenchError(error, 'suites-file-invalid'), String(error));
    return error.message;
  }
  return assert.fail(`taken: ${text}`);
}

describe('a suites file', () => {
  it('may have comments and commas at the ends, and leaves out what usually fits', () => {
    const [suite, ...others] = parse(`{
      // mine
      "suites": [{ "name": "s", "scripts": ["./a//b.php", "c/", "."], /* more */ }],
    }`);
    assert.deepEqual(others, []);
    assert.deepEqual(suite, {
      name: 's',
      description: '',
      treeScripts: [],
      scripts: ['a/b.php', 'c', ''],
      needs: [],
      folder: '/x/.vscode',
      output: 'process',
      counting: 'none',
      limits: {},
      ini: {},
      variants: [{ name: 'default', ini: {} }],
      otherVariants: suite?.otherVariants ?? [],
    });
    assert.deepEqual(
      suite?.otherVariants.map(({ name }) => name),
      ['opcache', 'jit', 'jit-function'],
    );
  });

  it('says how a suite is measured', () => {
    const [suite] = parse(`{
      "$schema": "./x.json",
      "variants": { "no-gc": { "zend.enable_gc": false, "precision": 17 } },
      "suites": [{
        "name": "Üben 1", "treeScripts": ["Zend/bench.php"], "with": ["data"], "output": "table",
        "instructions": "callgrind", "iterations": 3, "warmups": 0, "timeLimitSeconds": 9, "memoryLimitMb": 64,
        "ini": { "memory_limit": "1G" }, "variants": ["no-gc", "jit"]
      }]
    }`);
    assert.deepEqual(suite?.limits, {
      iterations: 3,
      warmups: 0,
      timeLimitSeconds: 9,
      memoryLimitBytes: 64_000_000,
    });
    assert.deepEqual(suite?.ini, { memory_limit: '1G' });
    assert.deepEqual(suite?.variants[0], { name: 'no-gc', ini: { 'zend.enable_gc': '0', precision: '17' } });
    assert.equal(suite?.variants[1]?.ini['opcache.jit'], 'tracing');
    assert.deepEqual([suite?.counting, suite?.output, suite?.needs], ['callgrind', 'table', ['data']]);
  });

  it('starts as one that can be measured', () => {
    const [suite] = parse(suitesTemplate);
    assert.deepEqual(suite?.treeScripts, ['Zend/bench.php']);
    const uncommented = suitesTemplate
      .replaceAll(/^ {4}\/\/ (.*)$/gm, '$1')
      .replace(/\}\n\nScripts of your own.*\n/, '},');
    assert.deepEqual(
      parse(uncommented).map(({ name }) => name),
      ['bench.php with and without JIT', 'my scripts'],
    );
  });

  const mistakes: readonly (readonly [string, string, RegExp])[] = [
    ['nothing', '', /line 1: it is not JSON \(value expected\)\./],
    ['no JSON', '{\n"suites": [}', /line 2: it is not JSON \([a-z ]+ expected\)/],
    ['no object', '[3', /line 1/],
    ['another kind of value', '7', /line 1: it must be an object/],
    ['no suites', '{}', /line 1: "suites" is missing/],
    ['suites that are no list', '{"suites": {}}', /"suites" must be a list/],
    ['a suite that is none', '{"suites": [\n3]}', /line 2: "suites > #1" must be an object/],
    [
      'a suite without a name',
      '{"suites": [\n{"scripts": ["a"]}]}',
      /line 2: "suites > #1 > name" is missing/,
    ],
    ['an empty name', '{"suites": [{"name": "", "scripts": ["a"]}]}', /name" is empty/],
    ['a name on two lines', '{"suites": [{"name": "a\\nb", "scripts": ["a"]}]}', /name" must be on one line/],
    ['a long name', `{"suites": [{"name": "${'x'.repeat(101)}", "scripts": ["a"]}]}`, /longer than 100/],
    ['an unknown setting', withSuite('"iteration": 3'), /line 5: "suites > #1 > iteration" is not known/],
    ['an unknown setting of the file', '{"suites": [],\n"suite": 1}', /line 2: "suite" is not known/],
    ['a setting twice', withSuite('"warmups": 1', '"warmups": 2'), /line 5: .*warmups" is there twice/],
    ['no script', '{"suites": [{"name": "s"}]}', /"suites > #1" has neither "scripts" nor "treeScripts"/],
    ['an empty list', '{"suites": [{"name": "s", "scripts": []}]}', /scripts" is empty/],
    [
      'a script that is no text',
      '{"suites": [{"name": "s", "scripts": [1]}]}',
      /scripts > #1" must be a text/,
    ],
    ['an absolute path', '{"suites": [{"name": "s", "scripts": ["/etc/passwd"]}]}', /stays below the folder/],
    ['a way up', '{"suites": [{"name": "s", "scripts": ["a/../../b"]}]}', /stays below the folder/],
    ['a home folder', '{"suites": [{"name": "s", "scripts": ["~/b"]}]}', /stays below the folder/],
    ['a backslash', '{"suites": [{"name": "s", "scripts": ["a\\\\b"]}]}', /stays below the folder/],
    ['a way up in the tree', '{"suites": [{"name": "s", "treeScripts": [".."]}]}', /stays below the folder/],
    ['a way up beside', withSuite('"with": ["../x"]'), /with > #1" must be a path/],
    ['an output', withSuite('"output": "json"'), /line 5: .*output" must be "process" or "table"/],
    ['a counter', withSuite('"instructions": "rdtsc"'), /must be "none", "callgrind" or "perf"/],
    ['a fraction', withSuite('"iterations": 1.5'), /iterations" must be a whole number from 1 to 10000/],
    ['too few', withSuite('"iterations": 0'), /from 1 to 10000/],
    ['too many', withSuite('"warmups": 1e9'), /from 0 to 1000/],
    ['no time', withSuite('"timeLimitSeconds": "9"'), /from 1 to 86400/],
    ['no memory', withSuite('"memoryLimitMb": 1'), /from 16 to 1048576/],
    ['no settings', withSuite('"ini": 3'), /ini" must be an object of php\.ini settings/],
    ['the name of a setting', withSuite('"ini": {"a b": 1}'), /a b" is no name of a php\.ini setting/],
    ['a setting on two lines', withSuite('"ini": {"a": "b\\nc"}'), /ini > a" must be a text on one line/],
    ['an infinite setting', withSuite('"ini": {"a": 1e999}'), /ini > a" must be a text/],
    ['no variant', withSuite('"variants": []'), /variants" is empty/],
    [
      'an unknown variant',
      withSuite('"variants": ["jjt"]'),
      /variants > #1" is no variant: there are default, op/,
    ],
    ['a variant twice', withSuite('"variants": ["jit", "jit"]'), /variants > #2" is there twice/],
    [
      'a name of a variant',
      '{"suites": [], "variants": {"a b": {}}}',
      /variants > a b" must be 1 to 50 letters/,
    ],
    [
      'a built-in variant',
      '{"suites": [], "variants": {"jit": {}}}',
      /variants > jit" is the name of a built-in/,
    ],
    [
      'opcache without a switch',
      withSuite('"ini": {"opcache.jit": "tracing"}'),
      /\("default"\) has settings of opcache without opcache\.enable_cli = 1/,
    ],
    [
      'a name twice',
      '{"suites": [{"name": "s", "scripts": ["a"]},\n{"name": "s", "scripts": ["b"]}]}',
      /line 2: "suites > #2 > name" is the name of another suite/,
    ],
    [
      'the name of a built-in suite',
      '{"suites": [{"name": "Zend/bench.php", "scripts": ["a"]}]}',
      /is the name of a built-in suite/,
    ],
    ['depth', '['.repeat(200_000), /nested too deeply|not JSON/],
  ];
  for (const [what, text, expected] of mistakes) {
    it(`is refused for ${what}, with its place`, () => {
      const message = refusal(text);
      assert.match(message, expected);
      assert.match(message, /^The suites file \/x\/\.vscode\/php-benchmarks\.json cannot be used: /);
    });
  }

  it('names the first mistakes of many, and how many others there are', () => {
    const message = refusal(
      withSuite(
        '"iterations": 0',
        '"warmups": -1',
        '"timeLimitSeconds": 0',
        '"memoryLimitMb": 0',
        '"output": 1',
      ),
    );
    assert.match(message, /line 5: .*; line 6: .*; line 7: .*; and 2 more\.$/);
  });

  it('is taken or refused, whatever it holds', () => {
    const noise = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }),
      fc.json().map((json) => `{"suites":[${json}]}`),
    );
    fc.assert(
      fc.property(noise, (text) => {
        try {
          parse(text);
        } catch (error) {
          assert.ok(isBenchError(error, 'suites-file-invalid'), String(error));
        }
      }),
    );
  });
});
