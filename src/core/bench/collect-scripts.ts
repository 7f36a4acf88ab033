/** The scripts of a suite, read from where they are, with what they need beside them. */
import { errors } from '../errors.ts';
import type { SourceChoice } from '../model/build.ts';
import type { ContextFile } from '../model/engine.ts';
import type { ScriptFile, SuiteFilesPort, TreePort } from '../ports.ts';
import type { Suite } from './suite.ts';

/** Where a benchmark container has the scripts: those of the tree and those of a suites file apart. */
const treeFolder = '/opt/psb/tree';
export const suiteFolder = '/opt/psb/suite';

/** More than this is a mistake in the choice of a folder. */
const maxScripts = 500;

export interface ScriptDeps {
  readonly tree: Pick<TreePort, 'readSourceFile'>;
  readonly suiteFiles: Pick<SuiteFilesPort, 'readScripts'>;
}

/** A script as it is executed. */
export interface Script {
  /** What its numbers are called in the history. */
  readonly name: string;
  /** Absolute, in the container. */
  readonly path: string;
}

export interface Scripts {
  /** In the order of their execution. */
  readonly scripts: readonly Script[];
  /** All that a container needs for them; paths are absolute. */
  readonly files: readonly ContextFile[];
}

/**
 * Reads the scripts of a suite: those of the tree as the measured source has them, the others as they are now.
 * @throws `suite-missing` if the source lacks one, `script-unusable`, and whatever the ports throw
 */
export async function collectScripts(
  deps: ScriptDeps,
  suite: Suite,
  { treeRoot, source }: { readonly treeRoot: string; readonly source: SourceChoice },
  signal: AbortSignal,
): Promise<Scripts> {
  const ofTree = await Promise.all(
    suite.treeScripts.map(async (path): Promise<ScriptFile> => {
      const content = await deps.tree.readSourceFile(treeRoot, source, path, signal);
      if (content === undefined) {
        throw errors.suiteMissing(path);
      }
      return { path, content };
    }),
  );
  const own = await readOwn(deps, suite, signal);
  const ownScripts = suite.scripts.flatMap((path) => scriptsAt(path, own));
  const scripts = [
    ...ofTree.map(({ path }) => ({ name: scriptName(path), path: `${treeFolder}/${path}` })),
    ...[...new Set(ownScripts)].map((path) => ({ name: scriptName(path), path: `${suiteFolder}/${path}` })),
  ];
  checkScripts(suite, scripts);
  const files = (folder: string, found: readonly ScriptFile[]): readonly ContextFile[] =>
    found.map(({ path, content }) => ({ path: `${folder}/${path}`, content }));
  return { scripts, files: [...files(treeFolder, ofTree), ...files(suiteFolder, own)] };
}

async function readOwn(deps: ScriptDeps, suite: Suite, signal: AbortSignal): Promise<readonly ScriptFile[]> {
  const paths = [...suite.scripts, ...suite.needs];
  return suite.folder === undefined || paths.length === 0
    ? []
    : deps.suiteFiles.readScripts(suite.folder, paths, signal);
}

/** The script that a path names, or those directly in the folder that it names. */
function scriptsAt(path: string, files: readonly ScriptFile[]): readonly string[] {
  if (files.some((file) => file.path === path)) {
    return [path];
  }
  const prefix = path === '' ? '' : `${path}/`;
  const scripts = files
    .map((file) => file.path)
    .filter((name) => name.startsWith(prefix) && /^[^/]*\.php$/.test(name.slice(prefix.length)));
  if (scripts.length === 0) {
    throw errors.scriptUnusable(path, 'the folder has no *.php file directly in it.');
  }
  return scripts;
}

function checkScripts(suite: Suite, scripts: readonly Script[]): void {
  if (scripts.length > maxScripts) {
    throw errors.scriptUnusable(suite.name, `it has ${scripts.length} scripts, more than ${maxScripts}.`);
  }
  const names = new Set<string>();
  for (const { name } of scripts) {
    if (names.has(name)) {
      throw errors.scriptUnusable(name, 'two scripts of its suite have this name. Rename one.');
    }
    names.add(name);
  }
}

/** A path as a name on one line. */
function scriptName(path: string): string {
  return path.replaceAll(
    /\p{Cc}/gu,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
