/**
 * Bundles everything that runs into `dist/`: `node scripts/build.ts [--development] [--watch]`.
 * `--development` keeps the code readable and adds source maps; `--watch` also builds anew at every change.
 */
import { chmod, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { bundledPackages, licenceNotices, packageName } from './bundle/packages.ts';
import { outputDirectory, type Target, targets } from './bundle/targets.ts';

/** Builds each target once; returns the folders of the packages that went in. */
async function buildOnce(all: readonly Target[]): Promise<readonly string[]> {
  const folders = await Promise.all(
    all.map(async (target) => {
      const result = await esbuild.build(target.options);
      const packages = result.metafile === undefined ? [] : bundledPackages(result.metafile);
      refuseStrangers(target, packages);
      return packages;
    }),
  );
  return folders.flat();
}

/** A package in the wrong bundle would slow down every start: better no build than that. */
function refuseStrangers({ name, allowedPackages }: Target, folders: readonly string[]): void {
  const strangers = folders.map(packageName).filter((found) => allowedPackages?.includes(found) === false);
  if (strangers.length > 0) {
    throw new Error(
      `dist/${name} would contain ${strangers.join(', ')}. Import it lazily, or allow it in scripts/bundle/targets.ts.`,
    );
  }
}

async function clean(): Promise<void> {
  await mkdir(outputDirectory, { recursive: true });
  await Promise.all(
    ['extension.cjs', 'compose.cjs', 'errors.cjs', 'cli.cjs', 'webview', 'THIRD-PARTY-NOTICES.txt'].flatMap(
      (name) =>
        [name, `${name}.map`].map((file) =>
          rm(join(outputDirectory, file), { recursive: true, force: true }),
        ),
    ),
  );
}

async function printSizes(): Promise<void> {
  for (const name of [
    'extension.cjs',
    'compose.cjs',
    'errors.cjs',
    'cli.cjs',
    'webview/panel.js',
    'webview/panel.css',
  ]) {
    const { size } = await stat(join(outputDirectory, name));
    console.log(`${name.padEnd(20)} ${(size / 1000).toFixed(1).padStart(8)} kB`);
  }
}

async function watch(all: readonly Target[]): Promise<void> {
  for (const target of all) {
    const context = await esbuild.context({ ...target.options, logLevel: 'info' });
    await context.watch();
  }
}

const { values } = parseArgs({
  options: {
    development: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
  },
});
const all = targets({ development: values.development || values.watch });
await clean();
if (values.watch) {
  await watch(all);
} else {
  const folders = await buildOnce(all);
  await writeFile(join(outputDirectory, 'THIRD-PARTY-NOTICES.txt'), await licenceNotices(folders));
  await chmod(join(outputDirectory, 'cli.cjs'), 0o755);
  await printSizes();
}
