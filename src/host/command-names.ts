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
  'showNewChanges',
  'importHistory',
  'exportHistory',
  'exportChart',
  'showRunActions',
  'showRunCommit',
  'showRunChanges',
  'showRun',
  'selectRun',
  'compareRuns',
  'bisectRun',
  'measureRun',
  'copyRunCommit',
  'excludeRun',
  'includeRun',
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
  'showLog',
  'showActions',
  'cancel',
] as const;

export type CommandName = (typeof commandNames)[number];

/** The identifier that the editor knows a command by. */
export function commandId(name: CommandName): string {
  return `${prefix}.${name}`;
}
