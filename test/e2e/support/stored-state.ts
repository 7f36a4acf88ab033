/** What the editor in a browser has stored of its windows: it writes every few seconds, and not when it is left. */
import type { Page } from 'playwright-core';
import { eventually } from './eventually.ts';

/** In the page: whether a value of the editor's own databases contains a text, however deep in JSON it is quoted. */
const contains = `async (text) => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    try {
      for (const store of database.objectStoreNames) {
        const values = await done(database.transaction(store).objectStore(store).getAll());
        if (values.some((value) => typeof value === 'string' && value.replaceAll('\\\\', '').includes(text))) {
          return true;
        }
      }
    } finally {
      database.close();
    }
  }
  return false;
}`;

/** Waits until what a reload of the window brings back contains a text. */
export async function waitForStored(page: Page, text: string): Promise<void> {
  await eventually(`"${text}" to be stored`, async () => {
    const isStored = await page.evaluate<boolean>(`(${contains})(${JSON.stringify(text)})`);
    return isStored ? true : undefined;
  });
}
