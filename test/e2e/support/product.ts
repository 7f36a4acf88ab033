/** The stage with PHP Source Bench on it: the package that people install, on the tests' own engine. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { packageExtension } from '../../../scripts/setup/extension-package.ts';
import { testEngine } from '../../support/engine.ts';
import { testBaseImage } from '../../support/images.ts';
import type { Stage } from './open-stage.ts';
import { stage } from './stage.ts';
import { withWorkbench } from './workbench.ts';

let packaged: Promise<string> | undefined;

/** Names a .vsix that the runner has made; a file that is run alone makes it itself. */
export const packageVariable = 'PSB_TEST_VSIX';

/** Path of the .vsix of the sources as they are now. */
export function productPackage(): Promise<string> {
  packaged ??= findPackage();
  return packaged;
}

async function findPackage(): Promise<string> {
  const given = process.env[packageVariable];
  return given === undefined || given === '' ? (await packageExtension()).path : given;
}

/** Value of DOCKER_HOST for the tests' engine. */
export async function engineHost(): Promise<string> {
  return `unix://${(await testEngine()).socketPath}`;
}

/** The stage with the extension; made on first use. */
export function productStage(): Promise<Stage> {
  return stage({
    vsix: productPackage,
    // The way that most people's engines are found; no setting is needed.
    env: async () => ({ DOCKER_HOST: await engineHost() }),
  });
}

/** What a test opens the extension with. */
export interface ProductRequest {
  /** Name of the test, for its screenshots and its history. */
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  /** On top of two iterations and a history of this test's own. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** A window with the extension. */
export interface Product {
  readonly page: Page;
  /** Where its history is. */
  readonly historyPath: string;
}

/** Opens a folder in a window with the extension, hands it to `use`, and closes it whatever happened. */
export async function withProduct<T>(
  request: ProductRequest,
  use: (product: Product) => Promise<T>,
): Promise<T> {
  const open = await productStage();
  const historyPath = join(open.directory, `${request.name}.sqlite`);
  const settings = {
    'phpSourceBench.toolchain.baseImage': await testBaseImage(),
    'phpSourceBench.benchmark.iterations': 2,
    'phpSourceBench.benchmark.warmups': 0,
    'phpSourceBench.history.path': historyPath,
    // Tests look for what is left while the window is open.
    'phpSourceBench.build.keepContainerMinutes': 0,
    ...request.settings,
  };
  return withWorkbench(open, { name: request.name, folder: request.folder, settings }, (page) =>
    use({ page, historyPath }),
  );
}
