/** What a person does with a run in the history panel, by keyboard and by mouse. */
import type { Frame, Page } from 'playwright-core';
import { eventually, tried } from './eventually.ts';
import { tickFound, waitForPickTitle } from './palette.ts';
import { readTable } from './webview.ts';

/** Goes to the newest run of the chart with the keyboard, by way of the first. */
export async function goToNewestRun(page: Page, frame: Frame): Promise<void> {
  await goToRun(page, frame, ['Home'], /^Run 1 of /);
  await goToRun(page, frame, ['End'], /^Run (\S+) of \1, /);
}

/**
 * Goes to a run of the chart, wherever its cursor is, until its live region says that it is this one. A menu or a list
 * that has just closed gives the keyboard back in its own time: like a person, this presses again if nothing happened.
 */
export async function goToRun(
  page: Page,
  frame: Frame,
  keys: readonly string[],
  place: RegExp,
): Promise<void> {
  const said = frame.getByText(place).first();
  await eventually(`the chart to be at its run for ${keys.join(' and ')}`, () =>
    tried(async (limit) => {
      await frame.locator('.chart').focus(limit);
      for (const key of keys) {
        await page.keyboard.press(key);
      }
      await said.waitFor({ state: 'attached', ...limit });
    }),
  );
}

/** Opens what can be done with the run under the chart's cursor, and chooses one of it, all by keyboard. */
export async function chooseRunAction(page: Page, frame: Frame, action: string): Promise<void> {
  const input = page.locator('.quick-input-widget .quick-input-box input');
  // As in `goToRun`.
  await eventually('the list of what can be done with a run', () =>
    tried(async (limit) => {
      if (!(await input.isVisible())) {
        await frame.locator('.chart').focus(limit);
        await page.keyboard.press('Enter');
      }
      await input.waitFor(limit);
    }),
  );
  await page.keyboard.type(action);
  await page
    .locator('.quick-input-list .monaco-list-row.focused .label-name')
    .getByText(action, { exact: true })
    .waitFor();
  await page.keyboard.press('Enter');
}

/** The entries of the menu that is open, without its lines; closes it. */
export async function openMenuEntries(page: Page): Promise<string[]> {
  const entries = page.getByRole('menu').getByRole('menuitem');
  await entries.first().waitFor();
  const labels = await entries.locator('.action-label').allInnerTexts();
  await page.keyboard.press('Escape');
  await entries.first().waitFor({ state: 'detached' });
  return labels;
}

/**
 * Chooses an entry of the menu that `open` opens; see `chooseInRowMenu`. A menu that has just closed takes the keyboard
 * with it in its own time: `open` is called again, from wherever the keyboard is, if nothing happened.
 */
export async function chooseInMenu(page: Page, open: () => Promise<void>, entry: string): Promise<void> {
  const item = page.getByRole('menu').getByRole('menuitem', { name: entry, exact: true });
  await eventually(`a menu with "${entry}"`, () =>
    tried(async (limit) => {
      if (!(await item.isVisible())) {
        await open();
      }
      await item.waitFor(limit);
    }),
  );
  await eventually(`"${entry}" to be chosen`, async () => {
    if (!(await item.isVisible())) {
      return true;
    }
    await item.click();
    return undefined;
  });
}

/** Opens the menu of the newest run with the keyboard. */
export async function openNewestRunMenu(page: Page, frame: Frame): Promise<void> {
  await goToNewestRun(page, frame);
  await page.keyboard.press('Shift+F10');
}

/** Opens the table of the runs, if it is closed. */
export async function openRunTable(frame: Frame): Promise<void> {
  if ((await frame.locator('details[open]').count()) === 0) {
    await frame.locator('details summary').click();
  }
}

/** Waits until the remarks of the table, the newest run's first, satisfy `accept`; returns them. */
export async function waitForRemarks(
  frame: Frame,
  accept: (remarks: readonly string[]) => boolean,
): Promise<readonly string[]> {
  const read = async () => (await readTable(frame, '.table-content table')).map((row) => row.at(-1) ?? '');
  return eventually(
    'other remarks in the table',
    async () => {
      const remarks = await read();
      return accept(remarks) ? remarks : undefined;
    },
    { lastSeen: async () => JSON.stringify(await read()) },
  );
}

/** Middle of the newest run's point, in pixels of the window: where a person would click. */
export async function newestPoint(page: Page, frame: Frame): Promise<{ x: number; y: number }> {
  await goToNewestRun(page, frame);
  const box = await frame.locator('.chart-marker').boundingBox();
  if (box === null) {
    throw new Error('The chart shows no point under its cursor.');
  }
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Chooses from a list of the history panel, by the name of the list. */
export async function chooseOption(frame: Frame, dropdown: string, option: string): Promise<void> {
  const control = frame.locator(`vscode-dropdown[aria-label="${dropdown}"]`);
  await control.click();
  await control.locator('vscode-option').getByText(option, { exact: true }).click();
}

/** Makes a series the main one, by its name in the panel. */
export async function chooseMain(frame: Frame, name: string): Promise<void> {
  await chooseOption(frame, 'Series', name);
  await frame.locator(`.chart[aria-label="${name} over time"]`).waitFor();
}

/** Adds series to the one that is shown. */
export async function addSeries(page: Page, frame: Frame, names: readonly string[]): Promise<void> {
  await frame.getByRole('button', { name: 'Add Series…' }).click();
  await waitForPickTitle(page, /^0 of at most 8 series ticked$/);
  for (const name of names) {
    await tickFound(page, name);
  }
  await waitForPickTitle(page, new RegExp(`^${names.length} of at most 8`));
  await page.keyboard.press('Enter');
  await frame.locator('.series-legend li').nth(names.length).waitFor();
}
