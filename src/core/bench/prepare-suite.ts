/** What can be known of a job before anything is built: its scripts, and whether its variant can be had. */
import { configureFlagsOf } from '../build/configuration.ts';
import { versionOf } from '../build/source.ts';
import type { BuildConfiguration, SourceChoice } from '../model/build.ts';
import { collectScripts, type ScriptDeps, type Scripts } from './collect-scripts.ts';
import { checkVariant, interpreterArguments, opcacheOf } from './interpreter.ts';
import type { MeasureRequest } from './request.ts';
import { iniOf } from './suite.ts';

/** A suite on one source, ready for any build of it. */
export interface PreparedSuite extends Scripts {
  /** Before the script on the interpreter's command line. */
  readonly interpreterArguments: readonly string[];
}

/** A suite, a variant and the source to measure them on. */
export interface SuiteOnSource
  extends Pick<MeasureRequest, 'suite' | 'variant'>,
    Pick<BuildConfiguration, 'preset' | 'configureFlags'> {
  readonly treeRoot: string;
  readonly source: SourceChoice;
}

/**
 * Reads the scripts and checks the variant.
 * @throws `not-a-php-tree`, `commit-missing`, `suite-missing`, `script-unusable`, `variant-unavailable`
 */
export async function prepareSuite(
  deps: ScriptDeps,
  { suite, variant, treeRoot, source, preset, configureFlags }: SuiteOnSource,
  signal: AbortSignal,
): Promise<PreparedSuite> {
  const header = await deps.tree.readSourceFile(treeRoot, source, 'main/php_version.h', signal);
  const version = versionOf(header === undefined ? undefined : new TextDecoder().decode(header), treeRoot);
  const flags = configureFlagsOf({ preset, configureFlags }, version);
  const ini = iniOf(suite, variant);
  checkVariant(variant, ini, version, flags);
  const scripts = await collectScripts(deps, suite, { treeRoot, source }, signal);
  return { ...scripts, interpreterArguments: interpreterArguments(ini, opcacheOf(version, flags)) };
}
