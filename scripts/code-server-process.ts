/**
 * Starts code-server's server in this process; run by code-server's own Node with its folder and its options.
 *
 * Its usual entry starts a second process and gives up when that takes ten seconds to answer, which it does on a
 * busy machine. What is left out with it is the update of a running server, which nobody needs here. What is kept is
 * that the server ends when the process that started it has died.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Code-server's parsed options; only handed on. */
type Options = Readonly<Record<string, unknown>>;

interface CommandLine {
  parse(words: readonly string[]): Options;
  readConfigFile(path: unknown): Promise<Options>;
  setDefaults(options: Options, configuration: Options): Promise<Options>;
}

interface Server {
  runCodeServer(options: Options): Promise<{ dispose(): Promise<void> }>;
}

interface Wrapper {
  readonly wrapper: { preventExit(): void; onDispose(dispose: () => Promise<void>): void };
}

const [directory = '', ...words] = process.argv.slice(2);

// Read when its modules are loaded: whose death ends this process.
process.env.CODE_SERVER_PARENT_PID = String(process.ppid);
process.env.NODE_EXEC_PATH = process.execPath;

const load = createRequire(join(directory, 'package.json'));
const commandLine: CommandLine = load('./out/node/cli');
const { runCodeServer }: Server = load('./out/node/main');
const { wrapper }: Wrapper = load('./out/node/wrapper');

const given = commandLine.parse(words);
const options = await commandLine.setDefaults(given, await commandLine.readConfigFile(given.config));
wrapper.preventExit();
const server = await runCodeServer(options);
wrapper.onDispose(() => server.dispose());
