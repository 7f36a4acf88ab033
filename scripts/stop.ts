/** `npm run stop`: ends what `npm start` and the tests left running on purpose. Data stays. */
import { parseArgs } from 'node:util';
import { privateEngineDirectory, testEngineDirectory } from './setup/engine.ts';
import { runScript } from './setup/main.ts';
import { stopPrivateEngine } from './setup/private-engine.ts';
import { stopServed } from './setup/served.ts';
import { step } from './setup/steps.ts';

const help = `Usage: npm run stop

Stops the served VS Code, the private Docker engine and the tests' engine, if they run. Images, volumes and the
history stay.
`;

await runScript(async () => {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help === true) {
    process.stdout.write(help);
    return 0;
  }
  const words = (stopped: boolean) => (stopped ? 'stopped' : 'did not run');
  await step('VS Code', stopServed, words);
  await step('Private Docker engine', () => stopPrivateEngine(privateEngineDirectory()), words);
  await step("The tests' Docker engine", () => stopPrivateEngine(testEngineDirectory()), words);
  return 0;
});
