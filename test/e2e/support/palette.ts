/** The command palette and the other lists that open at the top: quick picks and input boxes. */
import type { Locator, Page } from 'playwright-core';
import { eventually, tried } from './eventually.ts';

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

/**
 * Opens the list behind a key, types `text` and clicks the first row called `label`. Whatever takes the focus, as an
 * editor or a terminal that has just opened or closed does, closes the list again, and an open palette never learns
 * of commands that an extension brings later: each try opens it anew.
 */
async function chooseIn(page: Page, key: string, text: string, label: string): Promise<void> {
  const row = quickInput(page)
    .locator('.quick-input-list .monaco-list-row')
    .filter({ has: page.locator('.label-name').getByText(label, { exact: true }) })
    .first();
  await eventually(`"${label}" in the list for "${text}"`, async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press(key);
    return tried(async (limit) => {
      await inputBox(page).fill(text, limit);
      await row.click(limit);
    });
  });
  // Whoever types next means what the choice opens, and not this list, which closes in its own time.
  await row.waitFor({ state: 'hidden' });
}

/** Runs a command by its full title in the palette, for instance `View: Toggle Output`. */
export function runCommand(page: Page, title: string): Promise<void> {
  return chooseIn(page, 'F1', `>${title}`, title);
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

/** A row of the open quick pick by all that it says: label, description and detail. */
export function quickPickRow(page: Page, text: RegExp): Locator {
  return quickInput(page).locator('.quick-input-list .monaco-list-row').filter({ hasText: text });
}

/** Chooses a row of the quick pick that an extension opened, by its label. */
export async function pick(page: Page, label: string): Promise<void> {
  const row = quickInput(page)
    .locator('.quick-input-list .monaco-list-row')
    .filter({ has: page.locator('.label-name').getByText(label, { exact: true }) });
  await row.click();
}

/** Opens a file of the workspace by its path; the best match comes first, as others may have its name. */
export async function openFile(page: Page, path: string): Promise<void> {
  const name = path.split('/').at(-1) ?? path;
  await chooseIn(page, 'Control+P', path, name);
  await page.locator('.part.editor .tab.active').getByText(name, { exact: true }).first().waitFor();
}

/**
 * Types a path in a folder of other content into the editor's own dialog for files, and accepts it. The dialog looks
 * at each folder in its own time, with an answer for the one before meanwhile: its list says when it is ready. It
 * takes no answer while it is not: like a person, this looks whether it had an effect, and clicks again if not.
 * @param button the label of what accepts it
 */
export async function chooseFile(page: Page, title: string, path: string, button = 'OK'): Promise<void> {
  const dialog = quickInput(page).filter({ hasText: title });
  await dialog.waitFor();
  const proposed = await eventually('the dialog to propose a file', async () => {
    const labels = await quickPickLabels(page);
    return labels.length > 1 ? labels.join('\n') : undefined;
  });
  await inputBox(page).fill(path);
  await eventually(`the dialog to show the folder of ${path}`, async () =>
    (await quickPickLabels(page)).join('\n') === proposed ? undefined : true,
  );
  await eventually(`the dialog to take ${path}`, async () => {
    if (!(await dialog.isVisible())) {
      return true;
    }
    await dialog.getByRole('button', { name: button, exact: true }).click();
    return undefined;
  });
}

/**
 * Types into the input box that an extension opened, and accepts it. What was asked before, a list or another box,
 * closes in its own time: this waits until a box stands there, and then until this one has gone.
 */
export async function answerInput(page: Page, text: string): Promise<void> {
  const widget = quickInput(page);
  await widget.locator('.quick-input-list').waitFor({ state: 'hidden' });
  await inputBox(page).waitFor();
  const question = () => widget.locator('.quick-input-title, .quick-input-message').allInnerTexts();
  const asked = plain(await question());
  await inputBox(page).fill(text);
  await page.keyboard.press('Enter');
  await eventually(`"${text}" to be taken as the answer to "${asked}"`, async () =>
    !(await widget.isVisible()) || plain(await question()) !== asked ? true : undefined,
  );
}

/** Waits until the title above the open list fits. */
export async function waitForPickTitle(page: Page, title: RegExp): Promise<void> {
  const read = async () => plain(await quickInput(page).locator('.quick-input-title').allInnerTexts());
  await eventually(
    `the title of a list like ${title}`,
    async () => (title.test(await read()) ? true : undefined),
    { lastSeen: read },
  );
}

/** All that the row of the open list says that contains this text. */
export async function pickDescription(page: Page, text: string): Promise<string> {
  return plain(await quickPickRow(page, new RegExp(text)).allInnerTexts());
}

/** Ticks, or unticks, the row of the open list that contains this text; its own tick would keep the keyboard. */
export async function tickRow(page: Page, text: string): Promise<void> {
  await quickPickRow(page, new RegExp(text)).locator('.label-name').first().click();
}

/** Finds the row of the open list with this label by typing, ticks it, or unticks it, and clears the box again. */
export async function tickFound(page: Page, label: string): Promise<void> {
  await inputBox(page).fill(label);
  const place = await eventually(`"${label}" in the list`, async () => {
    const found = (await quickPickLabels(page)).findIndex((one) => plain([one]) === label);
    return found < 0 ? undefined : found;
  });
  await quickInput(page).locator('.quick-input-list .monaco-list-row .label-name').nth(place).click();
  await inputBox(page).fill('');
}

/** Ticks all rows of the open list. */
export async function tickAll(page: Page): Promise<void> {
  await quickInput(page).locator('.quick-input-header').getByRole('checkbox').first().click();
}

/** The editor draws unbreakable spaces. */
function plain(texts: readonly string[]): string {
  return texts.join('\n').replaceAll('\u00a0', ' ');
}
