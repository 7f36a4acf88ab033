/** Prefix of every command, setting, view and context key. */
export const prefix = 'phpSourceBench';

/** The commands, without prefix, as package.json contributes them. */
export const commandNames = [
  'build',
  'cleanBuild',
  'selectConfiguration',
  'runBenchmark',
  'compareBenchmark',
  'openSuites',
  'backfillHistory',
  'pauseBackfill',
  'bisectPerformance',
  'nightlyBenchmark',
  'showRecipe',
  'exportRecipe',
  'showHistory',
  'importHistory',
  'exportHistory',
  'openShell',
  'openContainerShell',
  'runFile',
  'runFileUnderGdb',
  'runFileUnderValgrind',
  'copyInterpreter',
  'refreshResources',
  'pruneResources',
  'inspectObject',
  'showContainerLog',
  'openShellInContainer',
  'startContainer',
  'stopContainer',
  'showContainerChanges',
  'tagImage',
  'copyObjectId',
  'groupResources',
  'sortResources',
  'filterResources',
  'clearResourceFilter',
  'chooseContexts',
  'openEngineSetting',
  'checkSetup',
  'showLog',
  'showActions',
  'cancel',
] as const;

export type CommandName = (typeof commandNames)[number];

/** The identifier that the editor knows a command by. */
export function commandId(name: CommandName): string {
  return `${prefix}.${name}`;
}
