/** Who made an object of an engine, as far as its labels and names say. They are foreign text, and claims only. */
import { type Labels, label, type ResourceKind } from '../model/labels.ts';

/** The makers that are told apart. */
export const origins = ['php-source-bench', 'dev-container', 'compose', 'other'] as const;

export type Origin = (typeof origins)[number];

/** The kinds of objects that an engine holds and that have labels. */
export type LabelledKind = 'image' | 'container' | 'volume' | 'network';

const ownPrefix = 'php-source-bench/';

/** An image and whatever is made of it inherit its labels: a kind counts only on what it is the kind of. */
const ownKinds: Readonly<Record<LabelledKind, ReadonlySet<string>>> = {
  image: new Set<ResourceKind>(['base', 'toolchain', 'tools', 'build']),
  container: new Set<ResourceKind>([
    'build-container',
    'preflight-container',
    'bench-container',
    'shell-container',
  ]),
  volume: new Set<ResourceKind>(['build-volume', 'ccache-volume']),
  network: new Set<ResourceKind>(['bench-network']),
};

/** What decides an object's origin. */
export interface Named {
  readonly labels: Labels;
  /** An image's tags; the names of the others say nothing. */
  readonly references?: readonly string[];
}

function isOwn(kind: LabelledKind, { labels, references = [] }: Named): boolean {
  // Whoever builds an image on one of ours gives it another name.
  return (
    ownKinds[kind].has(labels[label.kind] ?? '') &&
    references.every((reference) => reference.startsWith(ownPrefix))
  );
}

/** Dev containers that are built with compose carry the labels of both, and count as dev containers. */
export function originOf(kind: LabelledKind, object: Named): Origin {
  if (isOwn(kind, object)) {
    return 'php-source-bench';
  }
  const names = Object.keys(object.labels);
  if (names.some((name) => name.startsWith('devcontainer.') || name.startsWith('vsch.'))) {
    return 'dev-container';
  }
  return names.some((name) => name.startsWith('com.docker.compose.')) ? 'compose' : 'other';
}
