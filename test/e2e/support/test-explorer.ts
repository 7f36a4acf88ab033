/** The Testing view: its tree of tests and what it shows of their results. */
import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually.ts';
import { usualLimitMs } from './limits.ts';
import { openViewContainer } from './views.ts';

/** Opens the Testing view. */
export async function openTests(page: Page): Promise<void> {
  await openViewContainer(page, 'Testing');
}

function rows(page: Page): Locator {
  return page.locator('.test-explorer').getByRole('treeitem');
}

/** The row of a test or a folder; the editor adds its state to the name that is read out. */
export function testRow(page: Page, label: string): Locator {
  const name = new RegExp(`^${label.replaceAll(/[^\w ]/g, '\\$&')} \\(`);
  return rows(page).and(page.getByRole('treeitem', { name })).first();
}

/** What the drawn rows say, with their states, for instance `a.phpt (Passed)`. */
export async function readTests(page: Page): Promise<string[]> {
  return rows(page).evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''));
}

/** Expands a folder, if it is not expanded; a row that is drawn anew meanwhile swallows a click. */
export async function expandTests(page: Page, label: string): Promise<void> {
  const row = testRow(page, label);
  await row.waitFor();
  await eventually(`the tests in "${label}"`, async () => {
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
export async function runTests(page: Page, label: string): Promise<void> {
  const row = testRow(page, label);
  await row.hover();
  await row.getByRole('button', { name: 'Run Test' }).click();
}

/** Waits until a test is in a state, as it is read out; returns the whole text of its row. */
export async function waitForTest(
  page: Page,
  label: string,
  state: string,
  limitMs = usualLimitMs,
): Promise<string> {
  await eventually(
    `"${label}" to be ${state}`,
    async () => {
      const name = await testRow(page, label).getAttribute('aria-label');
      return name?.includes(`(${state}`) === true ? true : undefined;
    },
    { limitMs, lastSeen: async () => (await readTests(page)).join(' | ') },
  );
  return (await testRow(page, label).textContent()) ?? '';
}
