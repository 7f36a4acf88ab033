import assert from 'node:assert/strict';
import { it } from 'node:test';
import { storageReport } from '../../../../src/core/storage/storage-report.ts';
import { placeItems } from '../../../../src/host/storage/place-items.ts';
import { lists } from '../../../support/resources.ts';
import { usualStorage } from '../../../support/storage.ts';
import { english } from '../../../support/translate.ts';

it('the folders of an engine are offered once each, the whole first', () => {
  const look = { access: 'closed', disk: undefined } as const;
  const facts = { lists: lists({}), storage: usualStorage, usage: undefined, look, logBytes: undefined };
  assert.deepEqual(
    placeItems(storageReport(facts), english).map(({ label, path }) => [label, path]),
    [
      ['Everything', '/var/lib/docker'],
      ['Images', '/var/lib/docker/overlay2'],
      ['Images', '/var/lib/docker/image/overlay2'],
      ['Containers, Logs of containers', '/var/lib/docker/containers'],
      ['Volumes', '/var/lib/docker/volumes'],
      ['Build cache', '/var/lib/docker/buildkit'],
    ],
  );
});
