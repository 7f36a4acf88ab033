/** Views of the side bar: their trees, their welcome texts and their buttons. */
import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually.ts';
import { usualLimitMs } from './limits.ts';

/** A row of a tree as a person reads it. */
export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** 1 for rows at the root. */
  readonly level: number;
  /** `undefined` for a row without children. */
  readonly expanded: boolean | undefined;
}

/** Opens a view container through its icon in the activity bar. */
export async function openViewContainer(page: Page, title: string): Promise<void> {
  const tab = page.locator('.part.activitybar').getByRole('tab', { name: title });
  if ((await tab.getAttribute('aria-selected')) !== 'true') {
    await tab.click();
  }
  await page.locator('.part.sidebar .composite.title').getByText(title).first().waitFor();
}

/** The pane of a view, with its header. */
export function viewPane(page: Page, name: string): Locator {
  return page
    .locator('.part.sidebar .pane')
    .filter({ has: page.locator('.pane-header .title').getByText(name, { exact: true }) });
}

function tree(page: Page, view: string): Locator {
  return page.getByRole('tree', { name: view });
}

/** A row by its label. */
export function treeRow(page: Page, view: string, label: string | RegExp): Locator {
  const exact = typeof label === 'string' ? { exact: true } : {};
  return tree(page, view)
    .getByRole('treeitem')
    .filter({ has: page.locator('.label-name').getByText(label, exact) })
    .first();
}

/** The rows that are drawn; a list draws only what fits. */
export async function readTree(page: Page, view: string): Promise<TreeRow[]> {
  return tree(page, view)
    .getByRole('treeitem')
    .evaluateAll((rows) =>
      rows.map((row) => ({
        label: row.querySelector('.label-name')?.textContent ?? '',
        description: row.querySelector('.label-description')?.textContent ?? '',
        level: Number(row.getAttribute('aria-level')),
        expanded: row.hasAttribute('aria-expanded')
          ? row.getAttribute('aria-expanded') === 'true'
          : undefined,
      })),
    );
}

/** Waits until the drawn rows satisfy `accept`, and returns them. */
export async function waitForTree(
  page: Page,
  view: string,
  what: string,
  accept: (rows: readonly TreeRow[]) => boolean,
  limitMs = usualLimitMs,
): Promise<TreeRow[]> {
  return eventually(
    `${what} in the view "${view}"`,
    async () => {
      const rows = await readTree(page, view);
      return accept(rows) ? rows : undefined;
    },
    { limitMs, lastSeen: async () => JSON.stringify(await readTree(page, view)) },
  );
}

/** Expands a row, if it is not expanded. */
export function expandRow(page: Page, view: string, label: string | RegExp): Promise<void> {
  return twistRow(page, view, label, true);
}

/** Collapses a row, if it is expanded: a list draws only what fits, and what comes after a long group does not. */
export function collapseRow(page: Page, view: string, label: string | RegExp): Promise<void> {
  return twistRow(page, view, label, false);
}

/**
 * Rows that are drawn anew while the mouse button is down, as when sizes arrive, swallow a click: like a person, this
 * looks whether it had an effect, and clicks again if not.
 */
async function twistRow(page: Page, view: string, label: string | RegExp, expanded: boolean): Promise<void> {
  const row = treeRow(page, view, label);
  await row.waitFor();
  await eventually(`the row "${label}" to ${expanded ? 'expand' : 'collapse'}`, async () => {
    if ((await row.getAttribute('aria-expanded')) !== `${!expanded}`) {
      return true;
    }
    await row.locator('.monaco-tl-twistie').click();
    return row
      .and(page.locator(`[aria-expanded="${expanded}"]`))
      .waitFor({ timeout: 5000 })
      .then(
        () => true as const,
        () => undefined,
      );
  });
}

/** Clicks an icon that a row shows while the mouse is over it. */
export async function clickRowAction(
  page: Page,
  view: string,
  label: string | RegExp,
  action: string,
): Promise<void> {
  const row = treeRow(page, view, label);
  await row.hover();
  await row.getByRole('button', { name: action }).click();
}

/** The entries of a row's context menu, without its lines. */
export async function rowMenu(page: Page, view: string, label: string | RegExp): Promise<string[]> {
  await treeRow(page, view, label).click({ button: 'right' });
  const entries = page.getByRole('menu').getByRole('menuitem');
  await entries.first().waitFor();
  const labels = await entries.locator('.action-label').allInnerTexts();
  await page.keyboard.press('Escape');
  await entries.first().waitFor({ state: 'detached' });
  return labels;
}

/**
 * Chooses an entry of a row's context menu. A menu that has just opened takes no click, lest the one that opened it
 * chooses: like a person, this looks whether it had an effect, and clicks again if not.
 */
export async function chooseInRowMenu(
  page: Page,
  view: string,
  label: string | RegExp,
  entry: string,
): Promise<void> {
  await treeRow(page, view, label).click({ button: 'right' });
  // Its name for a screen reader has the key as well.
  const item = page
    .getByRole('menu')
    .getByRole('menuitem')
    .filter({ has: page.locator('.action-label').getByText(entry, { exact: true }) });
  await item.waitFor();
  await eventually(`"${entry}" to be chosen`, async () => {
    if (!(await item.isVisible())) {
      return true;
    }
    await item.click();
    return undefined;
  });
}

/** The text that an empty view shows. */
export async function welcomeText(page: Page, view: string): Promise<string> {
  const content = viewPane(page, view).locator('.welcome-view-content');
  await content.waitFor();
  return (await content.locator('p, a.monaco-button').allInnerTexts()).join('\n');
}

/** Clicks a button of an empty view's text. */
export async function clickWelcomeButton(page: Page, view: string, button: string): Promise<void> {
  await viewPane(page, view).locator('.welcome-view-content').getByRole('button', { name: button }).click();
}

/**
 * Selects rows of a tree by their labels, the last one with the focus. Rows that come meanwhile push others under the
 * mouse: like a person, this looks what is selected, and does it again if it is something else.
 */
export async function selectRows(page: Page, view: string, labels: readonly string[]): Promise<void> {
  const selected = () =>
    tree(page, view).locator('[role="treeitem"][aria-selected="true"] .label-name').allTextContents();
  await eventually(
    `just ${labels.join(', ')} to be selected`,
    async () => {
      for (const [index, label] of labels.entries()) {
        const row = treeRow(page, view, label);
        await row.waitFor();
        await row.locator('.label-name').click({ modifiers: index === 0 ? [] : ['Control'] });
      }
      const found = await selected();
      return found.toSorted().join() === labels.toSorted().join() ? true : undefined;
    },
    { lastSeen: async () => (await selected()).join() },
  );
}
