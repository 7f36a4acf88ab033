/** The messages in the corner: errors, information, running progress. */
import type { Locator, Page } from 'playwright-core';
import { eventually, tried } from './eventually.ts';
import { usualLimitMs } from './limits.ts';

/** The toast whose message contains `text`. */
function toast(page: Page, text: string | RegExp): Locator {
  return page
    .locator('.notifications-toasts .notification-toast')
    .filter({ has: page.locator('.notification-list-item-message').getByText(text) })
    .first();
}

/** Waits for a toast that contains `text` and returns its whole message. */
export async function waitForToast(
  page: Page,
  text: string | RegExp,
  limitMs = usualLimitMs,
): Promise<string> {
  const message = toast(page, text).locator('.notification-list-item-message');
  await message.waitFor({ timeout: limitMs });
  return (await message.textContent()) ?? '';
}

/** Waits until no toast contains `text`. */
export async function waitForToastGone(
  page: Page,
  text: string | RegExp,
  limitMs = usualLimitMs,
): Promise<void> {
  await toast(page, text).waitFor({ state: 'detached', timeout: limitMs });
}

/** The messages of all toasts, for failures and for asserting that there are none. */
export async function toastMessages(page: Page): Promise<string[]> {
  return page
    .locator('.notifications-toasts .notification-toast .notification-list-item-message')
    .allInnerTexts();
}

/** The buttons of the toast that contains `text`. */
export async function toastActions(page: Page, text: string | RegExp): Promise<string[]> {
  return toast(page, text)
    .locator('.notification-list-item-buttons-container .monaco-button')
    .allInnerTexts();
}

/** Clicks a button of the toast that contains `text`. */
export async function clickToastAction(page: Page, text: string | RegExp, action: string): Promise<void> {
  await toast(page, text)
    .locator('.notification-list-item-buttons-container .monaco-button')
    .getByText(action, { exact: true })
    .click();
}

/** The messages of the toasts that tell of errors. */
export async function errorMessages(page: Page): Promise<string[]> {
  return page
    .locator('.notifications-toasts .notification-toast')
    .filter({ has: page.locator('.codicon-error') })
    .locator('.notification-list-item-message')
    .allInnerTexts();
}

/** Closes all toasts, so that they cover nothing. One that goes by itself in that moment is no toast to close. */
export async function closeToasts(page: Page): Promise<void> {
  const toast = page.locator('.notifications-toasts .notification-toast').first();
  await eventually('the toasts to be gone', async () => {
    if ((await toast.count()) === 0) {
      return true;
    }
    await tried(async (limit) => {
      await toast.hover(limit);
      await toast.locator('.codicon-notifications-clear').click(limit);
    });
    return undefined;
  });
}
