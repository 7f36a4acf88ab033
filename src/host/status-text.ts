/** What the status bar says of the open trees. */
import { formatDuration } from '../core/text/format.ts';
import { formatAge } from './age.ts';
import { inertText } from './foreign-text.ts';
import type { Translate } from './translate.ts';
import type { LastBuild } from './tree-memory.ts';

/** A tree as the status bar sees it. */
export interface TreeStatus {
  readonly name: string;
  readonly version: string | undefined;
  /** What it would be built with now, for people; `undefined` if its settings are not valid. */
  readonly configuration: string | undefined;
  /** Title and step of all that runs on it. */
  readonly running: readonly { readonly title: string; readonly step: string }[];
  /** The last build of that configuration. */
  readonly lastBuild: LastBuild | undefined;
}

export interface StatusContext {
  readonly nowMs: number;
  /** BCP 47, for ages. */
  readonly locale: string;
  readonly t: Translate;
}

export interface StatusText {
  readonly text: string;
  /** Plain text, a line each. */
  readonly tooltip: string;
  /** What a screen reader says. */
  readonly spoken: string;
  /** Whether the last build failed and nothing runs. */
  readonly failed: boolean;
  /** Whether the text becomes another as time passes. */
  readonly ages: boolean;
}

/** The entry's text for the open trees; `undefined` hides it. */
export function statusText(trees: readonly TreeStatus[], context: StatusContext): StatusText | undefined {
  const [first] = trees;
  if (first === undefined) {
    return undefined;
  }
  const { t } = context;
  const running = trees.flatMap((tree) => tree.running.map(({ title }) => inertText(title)));
  const lines = trees.flatMap((tree) => describeTree(tree, trees.length > 1, t));
  const tooltip = [...lines, t('Click for what can be done.')].join('\n');
  const [title, second] = running;
  if (title !== undefined) {
    const what =
      second === undefined ? title : t('{0} builds, tests or benchmarks are running', running.length);
    const spoken = [what, ...lines].join(', ');
    return { text: `$(sync~spin) ${what}`, tooltip, spoken, failed: false, ages: false };
  }
  const { icon, words } = idle(first, context);
  return {
    text: `$(${icon}) ${words.join(' · ')}`,
    tooltip,
    spoken: [...words, ...lines].join(', '),
    failed: icon === 'error',
    ages: first.lastBuild !== undefined,
  };
}

function idle(
  { version, lastBuild }: TreeStatus,
  { nowMs, locale, t }: StatusContext,
): { readonly icon: string; readonly words: readonly string[] } {
  if (lastBuild === undefined) {
    return { icon: 'beaker', words: [phpName(version ?? '', t)] };
  }
  const age = formatAge(lastBuild.atMs, nowMs, locale, 'short');
  if (!lastBuild.succeeded) {
    return { icon: 'error', words: [t('{0}: build failed', phpName(version ?? '', t)), age] };
  }
  const commit = shortCommit(lastBuild);
  const commits = commit === '' ? [] : [commit];
  return { icon: 'check', words: [phpName(lastBuild.phpVersion, t), ...commits, age] };
}

function phpName(version: string, t: Translate): string {
  return version === '' ? t('php-src') : t('PHP {0}', inertText(version));
}

/** For instance `0123456789+` for one with changes; empty for a release tree. */
function shortCommit({ commit, dirty }: LastBuild): string {
  const name = inertText(commit).slice(0, 10);
  return name === '' || !dirty ? name : `${name}+`;
}

function describeTree(tree: TreeStatus, named: boolean, t: Translate): string[] {
  const lines = named ? [inertText(tree.name)] : [];
  for (const { title, step } of tree.running) {
    lines.push(inertText(step === '' ? title : `${title}: ${step}`));
  }
  if (tree.configuration !== undefined) {
    lines.push(t('Configuration: {0}', inertText(tree.configuration)));
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
  const name = `${inertText(build.phpVersion)} ${shortCommit(build)}`.trim();
  return t('Last build: PHP {0} in {1}, {2}.', name, formatDuration(build.durationMs), when);
}
