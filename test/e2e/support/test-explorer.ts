/** The Testing view: its tree of tests and what it shows of their results. */
import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually.ts';
import { usualLimitMs } from './limits.ts';
import { openViewContainer } from './views.ts';

/** Opens the Testing view. */
export async function openTests(page: Page): Promise<void> {
  await openViewContainer(page, 'Testing');
}

/** The first row whose text starts with a file's or folder's name; what else is known of it follows. */
export function testRow(page: Page, name: string): Locator {
  const start = new RegExp(`^\\s*${name.replaceAll(/[^\w ]/g, '\\$&')}`);
  return page
    .locator('.test-explorer')
    .getByRole('treeitem')
    .filter({ has: page.locator('.label', { hasText: start }) })
    .first();
}

/** Expands a folder, if it is not expanded; a row that is drawn anew meanwhile swallows a click. */
export async function expandTests(page: Page, name: string): Promise<void> {
  const row = testRow(page, name);
  await row.waitFor();
  await eventually(`the tests in "${name}"`, async () => {
    if ((await row.getAttribute('aria-expanded')) === 'true') {
      return true;
    }
    await row.locator('.monaco-tl-twistie').click();
    return row
      .and(page.locator('[aria-expanded="true"]'))
      .waitFor({ timeout: 5000 })
      .then(
        () => true,
        () => undefined,
      );
  });
}

/** Runs a test or a folder of tests from its row. */
export async function runTests(page: Page, name: string): Promise<void> {
  const row = testRow(page, name);
  await row.hover();
  await row.getByRole('button', { name: 'Run Test' }).click();
}

/** Waits until a test is in a state, as it is read out, and until its row, drawn apart from that, says `text`. */
export async function waitForTest(
  page: Page,
  name: string,
  state: string,
  { limitMs = usualLimitMs, text = '' }: { readonly limitMs?: number; readonly text?: string } = {},
): Promise<void> {
  const row = testRow(page, name);
  const read = async () => [await row.getAttribute('aria-label'), await row.textContent()] as const;
  await eventually(
    `"${name}" to be ${state}`,
    async () => {
      const [spoken, shown] = await read();
      return spoken?.includes(`(${state}`) === true && shown?.includes(text) === true ? true : undefined;
    },
    { limitMs, lastSeen: async () => (await read()).join(' | ') },
  );
}

/** Waits until the editor shows this expectation beside this output of a test. */
export async function waitForDifference(page: Page, expected: string, actual: string): Promise<void> {
  const lines = async (side: 'original' | 'modified') =>
    (await page.locator(`.monaco-diff-editor .editor.${side} .view-line`).allTextContents())
      .map((line) => line.replaceAll('\u00a0', ' '))
      .join('\n');
  await eventually(
    'the difference',
    async () =>
      (await lines('original')) === expected && (await lines('modified')) === actual ? true : undefined,
    { lastSeen: async () => `${await lines('original')} | ${await lines('modified')}` },
  );
}
