/** `npm run install-extension`: packages the extension and installs it in the VS Code of this machine. */
import { execa } from 'execa';
import { packageExtension } from './setup/extension-package.ts';
import { runScript } from './setup/main.ts';
import { lastLines, SetupError } from './setup/setup-error.ts';
import { step } from './setup/steps.ts';

const program = 'code';

async function installExtension(): Promise<void> {
  await requireEditor();
  const { path } = await step('Packaging the extension', packageExtension, (made) => made.path);
  await step('Installing it in VS Code', async () => {
    const result = await execa(program, ['--install-extension', path, '--force'], {
      stdin: 'ignore',
      all: true,
      reject: false,
    });
    if (result.failed) {
      throw new SetupError(`"${program} --install-extension" failed:\n${lastLines(result.all)}`);
    }
  });
  console.log('\nReload the windows of VS Code that are open, and open a php-src tree.');
}

/** Asked first, so that nobody waits for a package that cannot be installed. */
async function requireEditor(): Promise<void> {
  const result = await execa(program, ['--version'], { stdin: 'ignore', reject: false });
  if (result.failed) {
    throw new SetupError(
      `There is no working "${program}" on PATH. In VS Code, run "Shell Command: Install 'code' command in PATH" ` +
        'and try again; or run "npm start" to use the extension in a browser.',
    );
  }
}

await runScript(async () => {
  await installExtension();
  return 0;
});
