import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  label,
  objectKindOf,
  ownLabels,
  type ResourceKind,
  startedLabel,
} from '../../../../src/core/model/labels.ts';
import { containerOrigin, imageOrigins, originOf } from '../../../../src/core/resources/origin.ts';
import { container, image } from '../../../support/resources.ts';

const kinds = Object.keys(objectKindOf) as readonly ResourceKind[];
const kindsOf = (kind: string) => kinds.filter((each) => objectKindOf[each] === kind);

describe('the maker of an object', () => {
  for (const kind of kindsOf('image')) {
    it(`is the extension for an image of the kind ${kind} with a name of ours`, () => {
      const labels = ownLabels(kind, startedLabel(0));
      const ours = image('sha256:ours', { references: [`php-source-bench/${kind}:1`], labels });
      const theirs = image('sha256:theirs', { references: ['theirs:1'], labels });
      assert.deepEqual(Object.fromEntries(imageOrigins([ours, theirs])), {
        'sha256:ours': 'php-source-bench',
        'sha256:theirs': 'other',
      });
    });
  }

  for (const kind of kindsOf('container')) {
    it(`is the extension for a container of the kind ${kind}, unless its image hands that on`, () => {
      const labels = ownLabels(kind);
      const toolchain = ownLabels('toolchain');
      assert.equal(containerOrigin(container('c', { labels }), { labels: toolchain }), 'php-source-bench');
      assert.equal(containerOrigin(container('c', { labels }), { labels }), 'other');
      assert.equal(containerOrigin(container('c', { labels }), undefined), 'other');
    });
  }

  it('is the extension for volumes and networks of its own kinds only', () => {
    for (const kind of ['volume', 'network'] as const) {
      for (const each of kinds) {
        const expected = objectKindOf[each] === kind ? 'php-source-bench' : 'other';
        assert.equal(originOf(kind, ownLabels(each)), expected, each);
      }
    }
  });

  it('is not the extension for a kind that it does not know, whatever its name', () => {
    for (const kind of ['', 'toString', '__proto__', 'another']) {
      assert.equal(originOf('volume', { [label.kind]: kind }), 'other');
    }
  });
});
