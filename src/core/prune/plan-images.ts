/** The images of a prune plan. */
import { label } from '../model/labels.ts';
import type { ImageItem } from '../resources/snapshot.ts';
import { plainText } from '../text/format.ts';
import { currentImages } from './current.ts';
import { type ImageGraph, imageGraph } from './image-graph.ts';
import {
  goes,
  isNeeded,
  type Judging,
  judgeUsers,
  listNames,
  stays,
  type Verdict,
  whyItStays,
  withMaker,
} from './judge.ts';
import type { PlanItem } from './plan-model.ts';
import { remakeOfImage } from './remake.ts';
import type { PruneRule } from './rule.ts';

const maxNameLength = 500;

/** Items for the images that the plan is about, children before parents. */
export function judgeImages(judging: Judging): readonly PlanItem[] {
  const { snapshot, rule } = judging;
  const graph = imageGraph(snapshot.images);
  const protection = { newest: newestImages(graph.ordered, rule), current: currentImages(snapshot) };
  const going = new Set<ImageItem>();
  const removable = new Set<ImageItem>();
  return graph.ordered
    .filter(({ id }) => judging.isMeant({ kind: 'image', id }))
    .map((image) => {
      const verdict =
        judgeUsers(image.usedBy, judging.goesAlong, judging.mayGo) ??
        judgeChildren(graph.childrenOf(image), going, removable) ??
        judgeImage(image, judging, protection);
      if (verdict.remove) {
        going.add(image);
      }
      if (verdict.removable) {
        removable.add(image);
      }
      return imageItem(image, verdict, graph.stepsOf(image));
    });
}

function imageItem(image: ImageItem, verdict: Verdict, steps: ImageGraph['ordered']): PlanItem {
  return {
    kind: 'image',
    id: image.id,
    name: plainText(image.references[0] ?? image.digests[0] ?? shortId(image.id), maxNameLength),
    ...verdict,
    bytes: image.exclusiveBytes,
    createdAtMs: image.createdAtMs,
    remakeMs: remakeOfImage(image),
    madeBy: image.origin,
    references: [...image.references, ...image.digests],
    steps: steps.map(({ id }) => id),
  };
}

function shortId(id: string): string {
  return id.replace('sha256:', '').slice(0, 12);
}

function judgeChildren(
  children: readonly ImageItem[],
  going: ReadonlySet<ImageItem>,
  removable: ReadonlySet<ImageItem>,
): Verdict | undefined {
  const left = children.filter((child) => !going.has(child));
  if (left.length === 0) {
    return undefined;
  }
  const reason = `${listNames(left.map(({ references, id }) => references[0] ?? shortId(id)))} is built on it`;
  return left.every((child) => removable.has(child)) ? stays(`${reason}, and stays`) : isNeeded(reason);
}

interface Protection {
  readonly newest: ReadonlySet<ImageItem>;
  readonly current: ReadonlySet<ImageItem>;
}

function judgeImage(image: ImageItem, { facts, rule }: Judging, { newest, current }: Protection): Verdict {
  if (image.references.length > 1) {
    return isNeeded(`it has ${image.references.length} names; take off those that are not needed first`);
  }
  const isNamed = image.references.length + image.digests.length > 0;
  if (current.has(image)) {
    return stays('builds start from it');
  }
  if (isNamed && rule.onlyDangling) {
    return stays('it has a name');
  }
  if (newest.has(image)) {
    return stays('it is among the newest of its repository');
  }
  const reason = whyItStays(
    {
      kind: 'image',
      names: isNamed ? [...image.references, ...image.digests] : [image.id],
      bytes: image.exclusiveBytes,
      createdAtMs: image.createdAtMs > 0 ? image.createdAtMs : undefined,
      lastUsedAtMs: facts.buildUsedAtMs.get(buildKeyOf(image) ?? ''),
      madeBy: image.origin,
    },
    rule,
    facts.nowMs,
  );
  const why = isNamed ? 'nothing uses it' : 'it has lost its name and no image is built on it';
  return reason === undefined ? goes(withMaker(why, image.origin)) : stays(reason);
}

/** The key at the end of the name of a build of ours. */
function buildKeyOf({ origin, references }: ImageItem): string | undefined {
  return origin === 'php-source-bench'
    ? /^php-source-bench\/build:.*-([0-9a-f]{16})$/.exec(references[0] ?? '')?.[1]
    : undefined;
}

/** The repository of a name; all builds of ours share one, so the tree and the platform part them. */
function repositoryOf({ references, digests, labels, origin }: ImageItem): string | undefined {
  const name = references[0]?.replace(/:[^:/]+$/, '') ?? digests[0]?.replace(/@.*$/, '');
  const own = origin === 'php-source-bench' ? [labels[label.tree], labels[label.platform]] : [];
  return name === undefined ? undefined : JSON.stringify([name, ...own]);
}

function newestImages(images: readonly ImageItem[], { keepNewest = 0 }: PruneRule): ReadonlySet<ImageItem> {
  const byRepository = Map.groupBy(
    images.filter((image) => repositoryOf(image) !== undefined),
    repositoryOf,
  );
  return new Set(
    [...byRepository.values()].flatMap((group) =>
      group.toSorted((a, b) => b.createdAtMs - a.createdAtMs).slice(0, keepNewest),
    ),
  );
}
