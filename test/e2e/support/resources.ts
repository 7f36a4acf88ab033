/** The Docker resources in the side bar of a window. */
import type { Page } from 'playwright-core';
import { productStage, withProduct } from './product.ts';
import { collapseRow, openViewContainer, waitForTree } from './views.ts';

/** The name of the view. */
export const resourcesView = 'Docker Resources';

/**
 * Opens a window of this name with the view in front and filled, hands it to `use`, and closes it. The images, of
 * which there may be more than fit into the window, are collapsed.
 */
export async function withResources(name: string, use: (page: Page) => Promise<void>): Promise<void> {
  const folder = (await productStage()).directory;
  await withProduct({ name, folder }, async ({ page }) => {
    await openViewContainer(page, 'PHP Source Bench');
    await waitForTree(page, resourcesView, 'groups', (rows) => rows.some(({ label }) => label === 'Images'));
    await collapseRow(page, resourcesView, 'Images');
    await use(page);
  });
}
