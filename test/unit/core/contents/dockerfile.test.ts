import assert from 'node:assert/strict';
import { it } from 'node:test';
import { dockerfileOf } from '../../../../src/core/contents/dockerfile.ts';

it("a Dockerfile has an image's commands, the oldest first, and what is none as a comment", () => {
  const layers = [
    'CMD ["php"]',
    'RUN |1 A=b /bin/sh -c make \\\n  && make install # buildkit',
    '',
    'sh -c evil\r\nRUN rm -rf /\u202e',
    '/bin/sh -c #(nop) ADD file:abc in / ',
  ].map((createdBy) => ({ createdBy, sizeBytes: 0 }));
  assert.deepEqual(dockerfileOf('x\ny', layers).split('\n'), [
    '# The commands that made x',
    '# y, from its history; what ADD and COPY took is not in it.',
    'FROM scratch',
    'ADD file:abc in /',
    '# sh -c evil',
    '# RUN rm -rf /',
    'RUN make \\',
    '  && make install',
    'CMD ["php"]',
    '',
  ]);
});
