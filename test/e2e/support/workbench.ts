/** A VS Code window in the browser, opened for one test. */
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { eventually } from './eventually.ts';
import { usualLimitMs } from './limits.ts';
import type { Stage } from './open-stage.ts';

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
 * happened. When `use` fails, the error says where in `test-results/` a picture of the window and the logs are.
 */
export async function withWorkbench<T>(
  stage: Stage,
  request: WorkbenchRequest,
  use: (page: Page) => Promise<T>,
): Promise<T> {
  await writeSettings(stage, { ...quietSettings, ...request.settings });
  const context = await stage.browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(usualLimitMs);
  const page = await context.newPage();
  const chatter: string[] = [];
  page.on('console', (message) => chatter.push(`${message.type()}: ${message.text()}`));
  try {
    const url = `${stage.server.origin}/?folder=${encodeURIComponent(request.folder)}`;
    return await Promise.race([openPage(page, url).then(() => use(page)), extensionHostGivenUp(page)]);
  } catch (error) {
    throw await withEvidence(stage, page, request.name, chatter, error);
  } finally {
    await leave(page);
    await context.close();
  }
}

async function openPage(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await settled(page);
}

/** Rejects when the editor gives its extension host up: without one, every wait would be in vain. */
function extensionHostGivenUp(page: Page): Promise<never> {
  return new Promise((_, reject) => {
    page.on('console', (message) => {
      if (message.text().includes('extension host took longer than')) {
        reject(new Error(`This machine is too busy for the editor, which says: ${message.text()}`));
      }
    });
  });
}

/** The editor takes a setting from the file that its scope belongs to and leaves it aside in the other. */
async function writeSettings(stage: Stage, settings: Readonly<Record<string, unknown>>): Promise<void> {
  const text = JSON.stringify(settings, undefined, 2);
  const { user, machine } = stage.server.settingsFiles;
  await writeFile(user, text);
  await writeFile(machine, text);
}

/** Marks that the editor sets when its layout is restored and when it knows what the extensions contribute. */
const settledMarks = ['code/LifecyclePhase/Eventually', 'code/didLoadExtensions'];

/** A moment of the window's start. */
export interface PerformanceMark {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly startTime: number;
}

/** Waits until the window has restored its layout: a panel that opens before may be closed again by that. */
async function settled(page: Page): Promise<void> {
  await eventually('the window to have started', async () => {
    const names = new Set((await performanceMarks(page)).map(({ name }) => name));
    return settledMarks.every((mark) => names.has(mark)) ? true : undefined;
  });
}

/** The moments of the window's start so far. */
export function performanceMarks(page: Page): Promise<readonly PerformanceMark[]> {
  return page.evaluate<PerformanceMark[]>('globalThis.MonacoPerformanceMarks?.getMarks() ?? []');
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

/** Keeps what explains a failure: the picture of the window, what its page said, and the editor's own logs. */
async function withEvidence(
  stage: Stage,
  page: Page,
  name: string,
  chatter: readonly string[],
  error: unknown,
): Promise<unknown> {
  const folder = join(results, `failed-${name}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'console.txt'), chatter.join('\n'));
  await cp(stage.server.logs, join(folder, 'logs'), { recursive: true });
  // A browser that is gone has no picture; the failure itself is what counts.
  await page.screenshot({ path: join(folder, 'window.png') }).catch(() => undefined);
  const message = error instanceof Error ? error.message : String(error);
  return new Error(`${message}\nThe window and the logs of that moment are in ${folder}`, { cause: error });
}
