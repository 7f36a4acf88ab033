/** Run as root by `base-image.ts`: finds, pulls or bootstraps the base image of the engine that is its argument. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultBaseImage } from '../../src/core/default-base-image.ts';
import { plainProfile } from '../../src/core/machine/plain-profile.ts';
import { ensureBase } from '../../src/core/recipe/ensure-base.ts';
import { Steps } from '../../src/core/steps.ts';
import { connectEngine } from '../../src/engine/connect.ts';
import { aptBootstrap } from '../../src/local/debootstrap.ts';
import { resolveEndpoint } from '../../src/local/endpoint.ts';
import { localMachine } from '../../src/local/machine.ts';
import { runScript } from './main.ts';

await runScript(async (signal) => {
  const engine = await connectEngine(await resolveEndpoint(process.argv[2] ?? '', process.env));
  const cacheDirectory = await mkdtemp(join(tmpdir(), 'php-source-bench-base-'));
  try {
    const { platform } = await engine.describe(signal);
    const { reference } = await ensureBase(
      { engine, bootstrap: aptBootstrap({ cacheDirectory }) },
      defaultBaseImage,
      { profile: plainProfile, platform },
      new Steps(() => {}, localMachine()),
      () => {},
      signal,
    );
    console.log(reference);
    return 0;
  } finally {
    engine.close();
    await rm(cacheDirectory, { recursive: true, force: true });
  }
});
