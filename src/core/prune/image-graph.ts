/** Which image rests on which, as engines that build layer by layer know it. */
import { isNameless } from '../resources/classify.ts';
import type { ImageItem } from '../resources/snapshot.ts';

export interface ImageGraph {
  /** Images without the nameless steps between them, children before parents, else the oldest first. */
  readonly ordered: readonly ImageItem[];
  /** The nearest images that rest on this one. */
  childrenOf(image: ImageItem): readonly ImageItem[];
  /** The nameless images that an image rests on, up to the first one with a name; the nearest first. */
  stepsOf(image: ImageItem): readonly ImageItem[];
}

/** @param images all of an engine's, the nameless steps too */
export function imageGraph(images: readonly ImageItem[]): ImageGraph {
  const byId = new Map(images.map((image) => [image.id, image]));
  const directChildren = new Map<string, ImageItem[]>();
  for (const image of images) {
    const siblings = directChildren.get(image.parentId ?? '') ?? [];
    siblings.push(image);
    directChildren.set(image.parentId ?? '', siblings);
  }
  const childrenAt = (image: ImageItem) => directChildren.get(image.id) ?? [];
  const isStep = (image: ImageItem) => isNameless(image) && childrenAt(image).length > 0;
  const childrenOf = (image: ImageItem): readonly ImageItem[] =>
    descend(image, (at) => childrenAt(at)).filter((child) => !isStep(child));

  function descend(image: ImageItem, next: (at: ImageItem) => readonly ImageItem[]): ImageItem[] {
    const found: ImageItem[] = [];
    const open = [...next(image)];
    // An engine that names an image as its own ancestor must not hold a plan up for ever.
    const seen = new Set([image.id]);
    for (let child = open.pop(); child !== undefined; child = open.pop()) {
      if (!seen.has(child.id)) {
        seen.add(child.id);
        found.push(child);
        open.push(...(isStep(child) ? childrenAt(child) : []));
      }
    }
    return found;
  }

  function stepsOf(image: ImageItem): readonly ImageItem[] {
    const steps: ImageItem[] = [];
    let parent = byId.get(image.parentId ?? '');
    while (parent !== undefined && isStep(parent) && !steps.includes(parent)) {
      steps.push(parent);
      parent = byId.get(parent.parentId ?? '');
    }
    return steps;
  }

  return {
    ordered: childrenFirst(
      images.filter((image) => !isStep(image)),
      childrenOf,
    ),
    childrenOf,
    stepsOf,
  };
}

function childrenFirst(
  images: readonly ImageItem[],
  childrenOf: (image: ImageItem) => readonly ImageItem[],
): readonly ImageItem[] {
  const ordered = new Set<ImageItem>();
  const entered = new Set<ImageItem>();
  const visit = (image: ImageItem) => {
    if (!entered.has(image)) {
      entered.add(image);
      childrenOf(image).forEach(visit);
      ordered.add(image);
    }
  };
  images.toSorted((a, b) => a.createdAtMs - b.createdAtMs).forEach(visit);
  return [...ordered];
}
