import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type ContentAddress,
  contentAddress,
  uriPartsOf,
} from '../../../../src/host/contents/content-address.ts';

const id = `sha256:${'0123456789abcdef'.repeat(4)}`;
const address: ContentAddress = {
  engine: 'build host?#&',
  object: { kind: 'image', id },
  path: '/a b/\u00e4 %2e?#x\n',
};

describe('the address of a file in an image', () => {
  it('names the same file when it comes back, and shows which object it is of', () => {
    const parts = uriPartsOf(address);
    assert.equal(parts.authority, 'image-0123456789ab');
    assert.deepEqual(contentAddress(parts), address);
  });

  it('is refused where it is none of ours', () => {
    const parts = uriPartsOf(address);
    const queryOf = (changed: Readonly<Record<string, string>>) =>
      new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(parts.query)), ...changed }).toString();
    for (const query of [
      '',
      'kind=image',
      queryOf({ kind: 'volume', id: 'x' }),
      queryOf({ kind: '__proto__' }),
      queryOf({ id: 'sha256:../../containers' }),
      queryOf({ id: 'php:8' }),
      new URLSearchParams({ kind: 'image', id }).toString(),
    ]) {
      assert.equal(contentAddress({ ...parts, query }), undefined, query);
    }
    assert.equal(contentAddress({ ...parts, path: 'etc/passwd' }), undefined);
  });
});
