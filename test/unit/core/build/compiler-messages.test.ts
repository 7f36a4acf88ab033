import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type CompilerMessage,
  CompilerMessageReader,
  mergeMessages,
} from '../../../../src/core/build/compiler-messages.ts';

const root = '/home/someone/php-src';

function read(...lines: readonly string[]) {
  const reader = new CompilerMessageReader(root);
  for (const line of lines) {
    reader.push(line);
  }
  return reader.output();
}

function message(path: string, severity: CompilerMessage['severity'] = 'warning'): CompilerMessage {
  return { path, line: 1, column: 1, severity, text: 'x', flag: '', notes: [] };
}

describe('the messages of a compiler', () => {
  it('are read with place, severity, flag and notes', () => {
    const { messages } = read(
      `${root}/ext/standard/math.c: In function 'broken':`,
      `${root}/ext/standard/math.c:1222:27: error: 'nonsense' undeclared (first use in this function)`,
      ' 1222 | int broken(void) { return nonsense; }',
      `${root}/ext/standard/math.c:1222:27: note: each undeclared identifier is reported only once`,
      `${root}/ext/standard/math.c:1222:51: warning: control reaches end of non-void function [-Wreturn-type]`,
      'make: *** [Makefile:819: ext/standard/math.lo] Error 1',
    );
    assert.deepEqual(messages, [
      {
        path: 'ext/standard/math.c',
        line: 1222,
        column: 27,
        severity: 'error',
        text: "'nonsense' undeclared (first use in this function)",
        flag: '',
        notes: [
          {
            path: 'ext/standard/math.c',
            line: 1222,
            column: 27,
            text: 'each undeclared identifier is reported only once',
          },
        ],
      },
      {
        path: 'ext/standard/math.c',
        line: 1222,
        column: 51,
        severity: 'warning',
        text: 'control reaches end of non-void function',
        flag: '-Wreturn-type',
        notes: [],
      },
    ]);
  });

  it('are read from fatal errors, Bison and the linker too', () => {
    const { messages } = read(
      'Zend/zend.c:3:10: fatal error: nothing.h: No such file or directory',
      `${root}/Zend/zend_language_parser.y:12.3-5: warning: unused value: $1 [-Wother]`,
      "/usr/bin/ld: ext/date/php_date.o: in function `x':",
      `${root}/ext/date/php_date.c:55: undefined reference to \`nowhere'`,
      `/usr/bin/ld: ${root}/main/main.c:7: multiple definition of \`twice'`,
    );
    assert.deepEqual(
      messages.map(({ path, line, column, severity, flag }) => [path, line, column, severity, flag]),
      [
        ['Zend/zend.c', 3, 10, 'error', ''],
        ['Zend/zend_language_parser.y', 12, 3, 'warning', '-Wother'],
        ['ext/date/php_date.c', 55, 0, 'error', ''],
        ['main/main.c', 7, 0, 'error', ''],
      ],
    );
  });

  it('come once, however many files include the header', () => {
    const line = `${root}/Zend/zend.h:5:1: warning: odd`;
    assert.equal(read(line, line, line).messages.length, 1);
  });

  it('outside the tree are left out, with their notes', () => {
    const { messages } = read(
      'Zend/zend.c:1:1: warning: here',
      '/usr/include/stdio.h:1:1: warning: there',
      'Zend/zend.c:2:2: note: belongs to the other',
      '../secret.c:1:1: error: escape',
      'Zend/../../secret.c:1:1: error: escape',
    );
    assert.deepEqual(messages, [
      {
        path: 'Zend/zend.c',
        line: 1,
        column: 1,
        severity: 'warning',
        text: 'here',
        flag: '',
        notes: [],
      },
    ]);
  });

  it('say which files were compiled', () => {
    const command = `/bin/bash ${root}/libtool --mode=compile cc -Iext/standard/ -c ${root}/ext/standard/math.c -o ext/standard/math.lo  -MMD`;
    assert.deepEqual([...read(command).compiled], ['ext/standard/math.c']);
  });

  it('of any output never name a path outside the tree, and there is an end to them', () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '',
      'a',
      root,
      '/',
      ':1:1',
      ': error: ',
      ': note: ',
      ' -c ',
      '.c -o ',
    );
    fc.assert(
      fc.property(fc.array(fc.array(piece).map((parts) => parts.join('/'))), (lines) => {
        const { messages, compiled } = read(...lines);
        const paths = [
          ...messages.flatMap(({ path, notes }) => [path, ...notes.map((note) => note.path)]),
          ...compiled,
        ];
        for (const path of paths) {
          assert.ok(!path.startsWith('/') && !path.split('/').includes('..') && path !== '');
        }
      }),
    );
    const many = Array.from({ length: 6000 }, (_, index) => `a.c:${index + 1}:1: warning: x`);
    assert.equal(read(...many).messages.length, 5000);
  });
});

it('knows what was compiled of a command with many folders', () => {
  const folders = Array.from({ length: 300 }, (_, index) => `-I/tree/ext/some/folder/${index}`).join(' ');
  const { compiled } = read(`cc ${folders} -c ${root}/ext/standard/math.c -o ext/standard/math.lo`);
  assert.deepEqual([...compiled], ['ext/standard/math.c']);
});

describe('the messages after a build', () => {
  it('are the new ones of what was compiled, and the old warnings of the rest', () => {
    const before = [message('a.c'), message('b.c'), message('c.c', 'error'), message('d.h')];
    const now = { messages: [message('d.h'), message('e.c', 'error')], compiled: new Set(['a.c', 'e.c']) };
    const known = { atStart: before, atEnd: before };
    const paths = (everything: boolean) => mergeMessages(known, now, everything).map(({ path }) => path);
    assert.deepEqual(paths(false), ['b.c', 'd.h', 'e.c']);
    assert.deepEqual(paths(true), ['d.h', 'e.c']);
  });

  it('keep what a build beside it said meanwhile, each thing once', () => {
    const before = [message('old.c', 'error')];
    const atEnd = [...before, message('both.c', 'error'), message('other.c', 'error')];
    const now = { messages: [message('both.c', 'error')], compiled: new Set(['both.c', 'other.c']) };
    for (const everything of [false, true]) {
      const merged = mergeMessages({ atStart: before, atEnd }, now, everything);
      assert.deepEqual(
        merged.map(({ path }) => path),
        ['both.c', 'other.c'],
      );
    }
  });
});
