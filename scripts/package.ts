/** `npm run package`: makes the .vsix and says where it is and how large. */
import { packageExtension } from './setup/extension-package.ts';
import { runScript } from './setup/main.ts';
import { step } from './setup/steps.ts';

await runScript(async () => {
  await step(
    'Packaging the extension',
    packageExtension,
    ({ path, sizeBytes }) => `${path}, ${(sizeBytes / 1000).toFixed(0)} kB`,
  );
  return 0;
});
