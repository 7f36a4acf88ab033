import { rm, stat, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { type NightlyProgramPort, profilesText } from '../core/nightly/scheduling.ts';
import { replaceWhole } from './whole-file.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that say where things are, which a scheduler's own environment lacks. */
const carried = [
  'PATH',
  'XDG_DATA_HOME',
  'XDG_CACHE_HOME',
  'XDG_CONFIG_HOME',
  'DOCKER_HOST',
  'DOCKER_CONTEXT',
  'DOCKER_CONFIG',
];

/**
 * This program as a scheduler starts it.
 * @param productRoot the folder with `dist/` in a package, with `src/` in a checkout
 * @param directory where machine profiles are kept
 */
export function nightlyProgram(
  productRoot: string,
  directory: string,
  environment: Environment,
): NightlyProgramPort {
  const profilesPath = (id: string) => join(directory, `${id}.profiles.json`);
  return {
    profilesPath,
    command: async () => {
      const bundle = join(productRoot, 'dist', 'cli.cjs');
      const script = (await isThere(bundle)) ? bundle : join(productRoot, 'src', 'cli.ts');
      const variables = environmentOf(environment);
      const prefix = variables.length === 0 ? [] : ['/usr/bin/env', ...variables];
      return [...prefix, process.execPath, script];
    },
    missing: async (command) => {
      // Only what starts it: its arguments name the tree, whose absence a run tells by itself.
      const program = command.slice(0, command.indexOf('nightly')).filter(isAbsolute);
      const there = await Promise.all(program.map(isThere));
      return program.filter((_, index) => there[index] === false);
    },
    writeProfiles: async (id, profiles) => {
      if (profiles === undefined) {
        await rm(profilesPath(id), { force: true });
        return;
      }
      await replaceWhole(profilesPath(id), (beside) =>
        writeFile(beside, profilesText(profiles), { flag: 'wx', mode: 0o600 }),
      );
    },
  };
}

function environmentOf(environment: Environment): readonly string[] {
  const set = carried.flatMap((name) => {
    const value = environment[name];
    return value === undefined || value === '' ? [] : [`${name}=${value}`];
  });
  // The editor's own program is a Node only if it is told so.
  return process.versions.electron === undefined ? set : [...set, 'ELECTRON_RUN_AS_NODE=1'];
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
