/** Labels on everything that the extension makes in an engine; nothing without `kind` is ever ticked for removal. */
export const label = {
  kind: 'php-source-bench.kind',
  tree: 'php-source-bench.tree',
  source: 'php-source-bench.source',
  commit: 'php-source-bench.commit',
  phpVersion: 'php-source-bench.php-version',
  recipe: 'php-source-bench.recipe',
  platform: 'php-source-bench.platform',
  configuration: 'php-source-bench.configuration',
  job: 'php-source-bench.job',
  /** When its making began, in milliseconds since 1970: what it would cost to make it again. */
  startedAt: 'php-source-bench.started-at',
  /** The process that removes the object at its end. */
  owner: 'php-source-bench.owner',
  createdBy: 'php-source-bench.created-by',
} as const;

/** What a labelled object is for. */
export type ResourceKind =
  | 'base'
  | 'toolchain'
  | 'tools'
  | 'runner'
  | 'build'
  | 'build-volume'
  | 'ccache-volume'
  | 'build-container'
  | 'preflight-container'
  | 'bench-container'
  | 'test-container'
  | 'bench-network'
  | 'shell-container';

export type Labels = Readonly<Record<string, string>>;

/** The labels every object of ours starts from. */
export function ownLabels(kind: ResourceKind, more: Labels = {}): Labels {
  return { [label.kind]: kind, [label.createdBy]: 'php-source-bench', ...more };
}

/** The label of what is about to be made; it does not count for what is found by its content. */
export function startedLabel(nowMs: number): Labels {
  return { [label.startedAt]: String(Math.round(nowMs)) };
}
