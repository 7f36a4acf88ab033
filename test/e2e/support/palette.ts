/** The command palette and the other lists that open at the top: quick picks and input boxes. */
import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually.ts';

function quickInput(page: Page): Locator {
  return page.locator('.quick-input-widget');
}

function inputBox(page: Page): Locator {
  return quickInput(page).locator('.quick-input-box input');
}

/** What the open quick pick offers, as far as the list is drawn. */
export async function quickPickLabels(page: Page): Promise<string[]> {
  return quickInput(page).locator('.quick-input-list .monaco-list-row .label-name').allInnerTexts();
}

/** The quick pick's focused row, `undefined` if it has none. */
async function focusedLabel(page: Page): Promise<string | undefined> {
  const labels = quickInput(page).locator('.quick-input-list .monaco-list-row.focused .label-name');
  const texts = await labels.allInnerTexts();
  return texts[0];
}

/**
 * Opens the palette with `title` typed and says whether it offers exactly that command; leaves it open.
 * An open palette never learns of commands that an extension brings later, so each try opens it anew.
 */
async function offersCommand(page: Page, title: string): Promise<boolean> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('F1');
  await inputBox(page).waitFor();
  await inputBox(page).fill(`>${title}`);
  const found = await Promise.race([
    quickInput(page)
      .locator('.quick-input-list .monaco-list-row.focused .label-name')
      .getByText(title, { exact: true })
      .waitFor({ timeout: 1_500 })
      .then(
        () => true,
        () => false,
      ),
  ]);
  return found && (await focusedLabel(page)) === title;
}

/** Runs a command by its full title in the palette, for instance `View: Toggle Output`. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await eventually(`the command "${title}" in the palette`, async () =>
    (await offersCommand(page, title)) ? true : undefined,
  );
  await page.keyboard.press('Enter');
}

/** The commands that the palette offers for what is typed; closes it again. */
export async function offeredCommands(page: Page, typed: string): Promise<string[]> {
  await page.keyboard.press('F1');
  await inputBox(page).waitFor();
  await inputBox(page).fill(`>${typed}`);
  await quickInput(page).locator('.quick-input-list .monaco-list-row').first().waitFor();
  const labels = await quickPickLabels(page);
  await page.keyboard.press('Escape');
  return labels;
}

/** Chooses a row of the quick pick that an extension opened, by its label. */
export async function pick(page: Page, label: string): Promise<void> {
  const row = quickInput(page)
    .locator('.quick-input-list .monaco-list-row')
    .filter({ has: page.locator('.label-name').getByText(label, { exact: true }) });
  await row.click();
}

/** Types into the input box that an extension opened, and accepts it. */
export async function answerInput(page: Page, text: string): Promise<void> {
  await inputBox(page).waitFor();
  await inputBox(page).fill(text);
  await page.keyboard.press('Enter');
}
