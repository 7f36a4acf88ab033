/** The smaller parts of the window: status bar, modal dialogs, terminal, output, problems. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { eventually } from './eventually.ts';
import { usualLimitMs } from './limits.ts';
import { runCommand } from './palette.ts';

/** The texts of the status bar's entries. */
export async function statusTexts(page: Page): Promise<string[]> {
  const texts = await page.locator('.part.statusbar .statusbar-item').allInnerTexts();
  return texts.map(plain).filter((text) => text !== '');
}

/** Waits for a status bar entry that contains `text`; returns it. */
export async function waitForStatus(
  page: Page,
  text: string | RegExp,
  limitMs = usualLimitMs,
): Promise<string> {
  return eventually(
    `"${text}" in the status bar`,
    async () => (await statusTexts(page)).find((entry) => matches(entry, text)),
    { limitMs, lastSeen: async () => (await statusTexts(page)).join(' | ') },
  );
}

/** Waits for a modal dialog; returns its message and details. */
export async function dialogText(page: Page): Promise<string> {
  const box = page.locator('.monaco-dialog-box');
  await box.waitFor();
  return plain((await box.locator('.dialog-message-container').allInnerTexts()).join('\n'));
}

/** Clicks a button of the modal dialog and waits until it is gone. */
export async function answerDialog(page: Page, button: string): Promise<void> {
  const box = page.locator('.monaco-dialog-box');
  await box.locator('.dialog-buttons').getByRole('button', { name: button, exact: true }).click();
  await box.waitFor({ state: 'detached' });
}

const activeEditorLines = '.part.editor .editor-group-container.active .view-lines';

/** Waits until the editor that is in front in the active group has drawn `text`. */
export async function waitForEditor(page: Page, text: string | RegExp): Promise<void> {
  const read = async () => plain((await page.locator(activeEditorLines).allTextContents()).at(0) ?? '');
  await eventually(`"${text}" in the editor`, async () => (matches(await read(), text) ? true : undefined), {
    lastSeen: read,
  });
}

/** The names of the open editors, in the order of their tabs. */
export async function tabNames(page: Page): Promise<string[]> {
  const names = await page.locator('.part.editor .tab .monaco-icon-label-container').allTextContents();
  return names.map(plain);
}

/** Closes the editor of this name, which is in front and asks nothing. */
export async function closeEditor(page: Page, name: string): Promise<void> {
  assert.ok((await tabNames(page)).includes(name), `"${name}" is open`);
  await runCommand(page, 'View: Close Editor');
  await eventually(
    `"${name}" to be closed`,
    async () => ((await tabNames(page)).includes(name) ? undefined : true),
    { lastSeen: async () => (await tabNames(page)).join(' | ') },
  );
}

/** What the shown terminal has drawn. */
export async function terminalText(page: Page): Promise<string> {
  const rows = page.locator('.terminal-wrapper.active .xterm-rows');
  await rows.waitFor();
  return plain((await rows.locator('> div').allInnerTexts()).join('\n'));
}

/** Waits until the shown terminal has drawn `text`; returns all of it. */
export async function waitForTerminal(
  page: Page,
  text: string | RegExp,
  limitMs = usualLimitMs,
): Promise<string> {
  return eventually(
    `"${text}" in the terminal`,
    async () => {
      const drawn = await terminalText(page);
      return matches(drawn, text) ? drawn : undefined;
    },
    { limitMs, lastSeen: () => terminalText(page) },
  );
}

/** Types into the shown terminal. */
export async function typeInTerminal(page: Page, text: string): Promise<void> {
  await page.locator('.terminal-wrapper.active .xterm-helper-textarea').focus();
  await page.keyboard.type(text);
}

/** Waits until no terminal is shown: one that closes takes the focus from whatever has it. */
export async function waitForNoTerminal(page: Page): Promise<void> {
  await page.locator('.terminal-wrapper.active').waitFor({ state: 'hidden' });
}

/** What the output panel shows; only the lines that fit are drawn. */
export async function outputText(page: Page): Promise<string> {
  const lines = page.locator('.part.panel .output-view .view-lines');
  await lines.waitFor();
  return plain((await lines.locator('> .view-line').allInnerTexts()).join('\n'));
}

/** Waits until the output panel has drawn `text`; returns what it shows. */
export async function waitForOutput(
  page: Page,
  text: string | RegExp,
  limitMs = usualLimitMs,
): Promise<string> {
  return eventually(
    `"${text}" in the output panel`,
    async () => {
      const drawn = await outputText(page);
      return matches(drawn, text) ? drawn : undefined;
    },
    { limitMs, lastSeen: () => outputText(page) },
  );
}

/** Waits until the Problems view has drawn `text`; returns the rows that it shows. */
export async function waitForProblem(page: Page, text: string | RegExp): Promise<string[]> {
  const rows = page.locator('.markers-panel .monaco-list-row');
  const read = async () => (await rows.allInnerTexts()).map((row) => plain(row).replaceAll(/\s+/g, ' '));
  return eventually(
    `"${text}" in the Problems view`,
    async () => {
      const drawn = await read();
      return drawn.some((row) => matches(row, text)) ? drawn : undefined;
    },
    { limitMs: usualLimitMs, lastSeen: async () => (await read()).join(' | ') },
  );
}

/** Waits until the window shows this kind of theme. */
export async function waitForThemeKind(page: Page, kind: ThemeKind): Promise<void> {
  await page.locator(`.monaco-workbench.${kind}`).waitFor();
}

/** The window's class for its theme: light, dark, high contrast dark, high contrast light. */
export type ThemeKind = 'vs' | 'vs-dark' | 'hc-black' | 'hc-light';

/** Closes the lower panel. */
export async function closePanel(page: Page): Promise<void> {
  await runCommand(page, 'View: Hide Panel');
}

function matches(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}

/** The editor draws unbreakable spaces. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ').trim();
}
