import assert from 'node:assert/strict';
import { it } from 'node:test';
import { checkupDocument } from '../../../../src/core/doctor/document.ts';
import type { Checkup, Finding } from '../../../../src/core/doctor/model.ts';
import { engineInfo } from '../../../support/engine-info.ts';

const plain: Finding = {
  ...{ check: 'engine', title: 'Docker engine', state: 'passed', sentence: 'It answers.', action: '' },
  ...{ reason: undefined, command: undefined },
};
const checkup: Checkup = {
  startedAtMs: Date.UTC(2026, 10, 25, 10, 30),
  engine: engineInfo,
  findings: [
    plain,
    { ...plain, check: 'disk', title: 'Disk', state: 'failed', sentence: 'It is full.', action: 'Prune.' },
    { ...plain, check: 'bison', title: 'Bison source', state: 'warning', sentence: 'No | <b>way</b>.' },
  ],
};

it('begins with what to do, and shows foreign text as it is', () => {
  const report = checkupDocument(checkup);
  assert.match(
    report,
    /^# Check of the Docker setup\n\n2026-11-25 10:30 UTC: 1 failed, 1 with a warning, 1 passed\.\n\n## What to do\n\n1\. \*\*Disk\*\*: Prune\./,
  );
  assert.match(report, /\| Disk \| ✗\sfailed \| It is full\. \|/);
  assert.match(report, /\| Bison\ssource \| ⚠\swarning \| No \\\| \\<b\\>way\\<\/b\\>\. \|/);
  assert.doesNotMatch(report, /\*\*Docker engine\*\*/);
});

it('has nothing to do where nothing is wrong', () => {
  assert.doesNotMatch(checkupDocument({ ...checkup, findings: [plain] }), /What to do/);
});
