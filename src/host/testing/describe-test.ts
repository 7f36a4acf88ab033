/** What the Test Explorer says of a test's end. */
import type { TestResult } from '../../core/model/phpt.ts';
import { inertText } from '../foreign-text.ts';
import type { Translate } from '../translate.ts';

const maxDescriptionLength = 200;

/**
 * Beside the test's file name: what the test calls itself, after why it was skipped or may fail. The editor reads it
 * out in the place of the name.
 */
export function testDescription({ state, title, reason }: TestResult, t: Translate): string {
  switch (state) {
    case 'skipped':
      return short(reason === '' ? t('skipped') : t('skipped: {0}', reason), title);
    case 'xfailed':
    case 'xleaked':
      return short(reason === '' ? t('fails as expected') : t('fails as expected: {0}', reason), title);
    case 'warned':
      return short(t('warning: {0}', reason), title);
    case 'passed':
    case 'failed':
    case 'timed-out':
    case 'leaked':
      return short(title);
    case 'borked':
    case 'not-run':
      return '';
  }
}

/** What went wrong, for a test that failed. */
export function failureText({ state, reason, comparison }: TestResult, t: Translate): string {
  switch (state) {
    case 'timed-out':
      return t('The test was stopped: it was silent for longer than its limit.');
    case 'leaked':
      return t('The test leaked memory.');
    case 'borked':
      return t('The test itself is broken: {0}', reason);
    case 'not-run':
      return reason;
    default:
      return [
        comparison === undefined
          ? t('The test failed. What it printed is too long to show, or was not kept.')
          : t('The test printed something else than it should.'),
        ...(reason === '' ? [] : [reason]),
      ].join('\n');
  }
}

function short(...parts: readonly string[]): string {
  const plain = inertText(parts.filter((part) => part !== '').join(' · '));
  return plain.length > maxDescriptionLength ? `${plain.slice(0, maxDescriptionLength)}…` : plain;
}
