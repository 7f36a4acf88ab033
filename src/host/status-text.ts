/** What the status bar says of the open trees. */
import { formatDuration } from '../core/text/format.ts';
import { inertText } from './foreign-text.ts';
import type { Translate } from './translate.ts';
import type { LastBuild } from './tree-memory.ts';

/** A tree as the status bar sees it. */
export interface TreeStatus {
  readonly name: string;
  readonly version: string | undefined;
  /** Title and step of what runs on it. */
  readonly running: { readonly title: string; readonly step: string } | undefined;
  readonly lastBuild: LastBuild | undefined;
}

export interface StatusText {
  readonly text: string;
  /** Plain text, a line each. */
  readonly tooltip: string;
}

/** The entry's text for the open trees; `undefined` hides it. */
export function statusText(trees: readonly TreeStatus[], t: Translate): StatusText | undefined {
  const [first] = trees;
  if (first === undefined) {
    return undefined;
  }
  const active = trees.find(({ running }) => running !== undefined);
  const lines = trees.flatMap((tree) => describeTree(tree, trees.length > 1, t));
  return {
    text:
      active?.running === undefined ? idleText(first, t) : `$(sync~spin) ${inertText(active.running.title)}`,
    tooltip: [...lines, t('Click for what can be done.')].join('\n'),
  };
}

function idleText(tree: TreeStatus, t: Translate): string {
  const failed = tree.lastBuild?.succeeded === false;
  const icon = failed ? '$(error)' : tree.lastBuild === undefined ? '$(beaker)' : '$(check)';
  const name = tree.version === undefined ? t('php-src') : t('PHP {0}', inertText(tree.version));
  return failed ? t('{0} {1}: build failed', icon, name) : `${icon} ${name}`;
}

function describeTree(tree: TreeStatus, named: boolean, t: Translate): string[] {
  const lines = named ? [inertText(tree.name)] : [];
  if (tree.running !== undefined) {
    const { title, step } = tree.running;
    lines.push(inertText(step === '' ? title : `${title}: ${step}`));
  }
  lines.push(describeLastBuild(tree.lastBuild, t));
  return lines;
}

function describeLastBuild(build: LastBuild | undefined, t: Translate): string {
  if (build === undefined) {
    return t('Not built yet.');
  }
  const when = new Date(build.atMs).toLocaleString();
  if (!build.succeeded) {
    return t('The last build failed, {0}.', when);
  }
  const commit = inertText(build.commit).slice(0, 10);
  const name = commit === '' ? build.phpVersion : `${build.phpVersion} ${commit}${build.dirty ? '+' : ''}`;
  return t('Last build: PHP {0} in {1}, {2}.', inertText(name), formatDuration(build.durationMs), when);
}
