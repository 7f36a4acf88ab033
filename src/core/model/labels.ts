import type { ObjectKind } from './objects.ts';

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
  /** The key of the toolchain that an image is of use with. */
  toolchain: 'php-source-bench.toolchain',
} as const;

/** Of what kind the engine's objects are that are made for something. */
export const objectKindOf = {
  base: 'image',
  toolchain: 'image',
  tools: 'image',
  runner: 'image',
  build: 'image',
  'build-volume': 'volume',
  'ccache-volume': 'volume',
  'build-container': 'container',
  'preflight-container': 'container',
  'bench-container': 'container',
  'test-container': 'container',
  'shell-container': 'container',
  'look-container': 'container',
  'bench-network': 'network',
} as const satisfies Readonly<Record<string, ObjectKind>>;

/** What a labelled object is for. */
export type ResourceKind = keyof typeof objectKindOf;

/** Whether labels claim that the extension made an object of this kind; see `core/resources/origin.ts`. */
export function hasOwnKind(kind: ObjectKind, labels: Labels): boolean {
  const made: Readonly<Partial<Record<string, ObjectKind>>> = objectKindOf;
  const what = labels[label.kind] ?? '';
  return Object.hasOwn(made, what) && made[what] === kind;
}

export type Labels = Readonly<Record<string, string>>;

/** The labels every object of ours starts from. */
export function ownLabels(kind: ResourceKind, more: Labels = {}): Labels {
  return { [label.kind]: kind, [label.createdBy]: 'php-source-bench', ...more };
}

/** The label of what is about to be made; it does not count for what is found by its content. */
export function startedLabel(nowMs: number): Labels {
  return { [label.startedAt]: String(Math.round(nowMs)) };
}
