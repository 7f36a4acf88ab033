import { type Browser, chromium } from 'playwright-core';
import { ensureChromium } from '../../../scripts/setup/chromium.ts';

/** Starts Chromium without a window. Nobody else is asked for its updates; pages can collect garbage. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await ensureChromium(),
    headless: true,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--js-flags=--expose-gc',
    ],
  });
}
