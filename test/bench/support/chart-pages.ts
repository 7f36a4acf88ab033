/** Pages with a chart in a real browser: the panel's own, and one with nothing but uPlot. */
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { repository, targets } from '../../../scripts/bundle/targets.ts';
import { panelPage } from '../../../src/host/panel/page.ts';
import { panelTexts } from '../../../src/host/panel/texts.ts';
import { english } from '../../support/translate.ts';

/** What `../page/probe.ts` is in the page. */
interface Probe {
  firstDraw(count: number): Promise<number>;
  hover(frames: number): Promise<readonly number[]>;
  zoom(frames: number): Promise<readonly number[]>;
  pan(frames: number): Promise<readonly number[]>;
}

declare const psbProbe: Probe;

/** A page that has loaded and waits for its series. */
export interface ChartPage {
  /** Milliseconds from the arrival of a series of so many points to the end of the frame that shows it. */
  firstDraw(pointCount: number): Promise<number>;
  /** Busy milliseconds of each frame in which the mouse moves over the chart. */
  hover(frameCount: number): Promise<readonly number[]>;
  /** Busy milliseconds of each frame in which the chart is zoomed. */
  zoom(frameCount: number): Promise<readonly number[]>;
  /** Busy milliseconds of each frame in which the zoomed chart is moved. */
  pan(frameCount: number): Promise<readonly number[]>;
}

export type PageKind = 'panel' | 'plain';

/** Opens a fresh page, hands it to `use`, and closes it. */
export type WithChartPage = <T>(kind: PageKind, use: (page: ChartPage) => Promise<T>) => Promise<T>;

const origin = 'https://panel.example';

/** Bundles the pages' scripts as the package has them. */
export async function openChartPages(browser: Browser): Promise<WithChartPage> {
  const files = await bundles();
  return async (kind, use) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    try {
      await context.route('**/*', async (route) => {
        const file = files.get(new URL(route.request().url()).pathname);
        await (file === undefined ? route.fulfill({ status: 404 }) : route.fulfill(file));
      });
      await context.addInitScript({ content: files.get('/probe.js')?.body ?? '' });
      const page = await context.newPage();
      await page.goto(`${origin}/${kind}.html`);
      return await use(chartPage(page));
    } finally {
      await context.close();
    }
  };
}

function chartPage(page: Page): ChartPage {
  return {
    firstDraw: (pointCount) => page.evaluate((count) => psbProbe.firstDraw(count), pointCount),
    hover: (frameCount) => page.evaluate((count) => psbProbe.hover(count), frameCount),
    zoom: (frameCount) => page.evaluate((count) => psbProbe.zoom(count), frameCount),
    pan: (frameCount) => page.evaluate((count) => psbProbe.pan(count), frameCount),
  };
}

interface ServedFile {
  readonly contentType: string;
  readonly body: string;
}

async function bundles(): Promise<ReadonlyMap<string, ServedFile>> {
  const panel = targets({ development: false }).find(({ name }) => name === 'webview');
  const { outputFiles = [] } = await build({ ...panel?.options, metafile: false, write: false });
  const ofPanel = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  const html = panelPage({
    cspSource: origin,
    scriptUri: `${origin}/panel.js`,
    styleUri: `${origin}/panel.css`,
    nonce: 'nonce',
    styleNonce: 'style',
    language: 'en',
    texts: panelTexts(english),
  });
  const script = (body: string) => ({ contentType: 'text/javascript', body });
  const page = (body: string) => ({ contentType: 'text/html', body });
  return new Map([
    ['/panel.html', page(html)],
    ['/panel.js', script(ofPanel('panel.js'))],
    ['/panel.css', { contentType: 'text/css', body: ofPanel('panel.css') }],
    ['/plain.html', page('<!DOCTYPE html><meta charset="utf-8"><body><script src="plain.js"></script>')],
    ['/plain.js', script(await bundled('plain-chart.ts'))],
    ['/probe.js', script(await bundled('probe.ts'))],
  ]);
}

async function bundled(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(repository, 'test', 'bench', 'page', file)],
    bundle: true,
    format: 'iife',
    target: 'chrome128',
    minify: true,
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
