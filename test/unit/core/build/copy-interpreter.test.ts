import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LinkReader } from '../../../../src/core/build/copy-interpreter.ts';

function read(text: string) {
  const reader = new LinkReader();
  for (const line of text.split('\n')) {
    reader.push(line);
  }
  return reader.read();
}

/** As binutils 2.40 prints it for an interpreter. */
const dynamic = `
Dynamic section at offset 0x1400d28 contains 32 entries:
  Tag        Type                         Name/Value
 0x0000000000000001 (NEEDED)             Shared library: [libm.so.6]
 0x0000000000000001 (NEEDED)             Shared library: [libxml2.so.2]
 0x0000000000000001 (NEEDED)             Shared library: [libedit.so.2]
 0x0000000000000001 (NEEDED)             Shared library: [libcrypt.so.1]
 0x0000000000000001 (NEEDED)             Shared library: [libstdc++.so.6]
 0x0000000000000001 (NEEDED)             Shared library: [libc.so.6]
 0x0000000000000001 (NEEDED)             Shared library: [ld-linux-x86-64.so.2]
 0x000000000000001d (RUNPATH)            Library runpath: [/somewhere]`;
const versions = `
Version needs section '.gnu.version_r' contains 2 entries:
  000000: Version: 1  File: libm.so.6  Cnt: 2
  0x0010:   Name: GLIBC_2.29  Flags: none  Version: 7
  0x0030: Version: 1  File: libc.so.6  Cnt: 9
  0x0040:   Name: GLIBC_2.2.5  Flags: none  Version: 2
  0x0060:   Name: GLIBC_2.34  Flags: none  Version: 10
  0x0070:   Name: GLIBC_2.4  Flags: none  Version: 4`;

describe('what an interpreter is linked with', () => {
  it("is its libraries without the C library's own, and the newest version of that which it asks for", () => {
    assert.deepEqual(read(dynamic + versions), {
      glibc: '2.34',
      libraries: ['libcrypt.so.1', 'libedit.so.2', 'libstdc++.so.6', 'libxml2.so.2'],
    });
  });

  it('is nothing for a static one', () => {
    assert.deepEqual(read('There is no dynamic section in this file.'), { glibc: undefined, libraries: [] });
  });

  it('takes no library name that is none', () => {
    assert.deepEqual(read(' 0x01 (NEEDED)  Shared library: [a b\u001b[2J]').libraries, []);
  });
});
