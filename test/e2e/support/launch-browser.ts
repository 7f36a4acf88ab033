import { type Browser, chromium } from 'playwright-core';
import { ensureChromium } from '../../../scripts/setup/chromium.ts';

export interface BrowserOptions {
  /** Beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Flags of Chromium beside the usual ones. */
  readonly flags?: readonly string[];
}

/** Starts Chromium without a window. Nobody is asked for its updates, and whoever starts it ends it. */
export async function launchBrowser({ env = {}, flags = [] }: BrowserOptions): Promise<Browser> {
  return chromium.launch({
    executablePath: await ensureChromium(),
    headless: true,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...flags,
    ],
    env: { ...process.env, ...env },
  });
}
