/** What an extension's page shows: its frame, its canvases and its tables. */
import type { Frame, Page } from 'playwright-core';
import { eventually } from './eventually.ts';

/** The page inside the one visible webview; its first one in a browser takes some seconds. */
export async function webviewFrame(page: Page, selector = 'body'): Promise<Frame> {
  const outer = page.locator('iframe.webview.ready').first();
  await outer.waitFor();
  return eventually(`a webview that has "${selector}"`, async () => {
    for (const frame of page.frames()) {
      if (await isInner(frame, selector)) {
        return frame;
      }
    }
    return undefined;
  });
}

/** A frame may go while it is asked: that one was not it. */
async function isInner(frame: Frame, selector: string): Promise<boolean> {
  try {
    const element = await frame.frameElement();
    return (
      (await element.getAttribute('id')) === 'active-frame' &&
      (await frame.locator(selector).count()) > 0 &&
      (await frame.locator(selector).first().isVisible())
    );
  } catch {
    return false;
  }
}

/** What is used of the page's canvas; the tests' own types know no page. */
interface DrawnCanvas {
  readonly width: number;
  readonly height: number;
  getContext(kind: '2d'): {
    getImageData(x: number, y: number, width: number, height: number): { data: Uint8ClampedArray };
  } | null;
}

/** A canvas as it is drawn. */
export interface CanvasPixels {
  readonly width: number;
  readonly height: number;
  /** How often each colour occurs, as `r,g,b`; fully transparent pixels are left out. */
  readonly colours: ReadonlyMap<string, number>;
}

/** Reads the pixels of a canvas, with transparent ones left out. */
export async function readCanvas(frame: Frame, selector = 'canvas'): Promise<CanvasPixels> {
  const read = await frame
    .locator(selector)
    .first()
    .evaluate((canvas: DrawnCanvas) => {
      const { width, height } = canvas;
      const data = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
      const counts: Record<string, number> = {};
      for (let at = 0; at < data.length; at += 4) {
        if (data[at + 3] !== 0) {
          const colour = `${data[at]},${data[at + 1]},${data[at + 2]}`;
          counts[colour] = (counts[colour] ?? 0) + 1;
        }
      }
      return { width, height, counts };
    });
  return { width: read.width, height: read.height, colours: new Map(Object.entries(read.counts)) };
}

/** `#rrggbb` as {@link CanvasPixels} names colours. */
export function rgb(hex: string): string {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(hex)?.slice(1) ?? [];
  return digits.map((pair) => Number.parseInt(pair, 16)).join(',');
}

/** A table's body, row by row, as it reads. */
export async function readTable(frame: Frame, selector = 'table'): Promise<string[][]> {
  return frame
    .locator(`${selector} tbody tr`)
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('th, td')].map((cell) => (cell.textContent ?? '').trim())),
    );
}

/** The text of the Markdown preview with this heading. */
export async function previewText(page: Page, heading: string): Promise<string> {
  const frame = await webviewFrame(page, `h1:text-is(${JSON.stringify(heading)})`);
  return (await frame.locator('body').allInnerTexts()).join('\n');
}
