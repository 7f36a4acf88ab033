/** A VS Code window in the browser, opened for one test. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Stage } from './stage.ts';

/** Settings that keep the window still: no tips, no network, no assistant, a terminal made of text. */
const quietSettings = {
  'workbench.editor.useModal': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.reduceMotion': 'on',
  'workbench.colorTheme': 'Dark Modern',
  'terminal.integrated.gpuAcceleration': 'off',
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'php.validate.enable': false,
  'window.confirmBeforeClose': 'never',
  'security.workspace.trust.enabled': false,
} as const;

/** What a test opens. */
export interface WorkbenchRequest {
  /** Name of the test, for its screenshots. */
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  /** On top of the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

const results = join(import.meta.dirname, '..', '..', '..', 'test-results');

/**
 * Opens the folder in a window of its own with these user settings, hands it to `use`, and closes it whatever
 * happened. When `use` fails, a screenshot of the window is in `test-results/` and its name in the error.
 */
export async function withWorkbench<T>(
  stage: Stage,
  request: WorkbenchRequest,
  use: (page: Page) => Promise<T>,
): Promise<T> {
  await writeFile(
    stage.server.settingsFile,
    JSON.stringify({ ...quietSettings, ...request.settings }, undefined, 2),
  );
  const context = await stage.browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  try {
    await page.goto(`${stage.server.origin}/?folder=${encodeURIComponent(request.folder)}`);
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    return await use(page);
  } catch (error) {
    throw await withScreenshot(page, request.name, error);
  } finally {
    await leave(page);
    await context.close();
  }
}

/** Leaving the page tells the server that the window is closed, so that its extension host ends now. */
async function leave(page: Page): Promise<void> {
  if (!page.isClosed()) {
    await page.goto('about:blank');
  }
}

/** Saves what the window shows as `test-results/<name>.png`; returns the path. */
export async function screenshot(page: Page, name: string): Promise<string> {
  await mkdir(results, { recursive: true });
  const path = join(results, `${name}.png`);
  await page.screenshot({ path });
  return path;
}

async function withScreenshot(page: Page, name: string, error: unknown): Promise<unknown> {
  try {
    const path = await screenshot(page, `failed-${name}`);
    const message = error instanceof Error ? error.message : String(error);
    return new Error(`${message}\nThe window at that moment: ${path}`, { cause: error });
  } catch {
    // A browser that is gone has no picture; the failure itself is what counts.
    return error;
  }
}
