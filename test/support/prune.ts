/** Makers of plans, and an engine in memory that holds objects and lets them go as a real one does. */
import { errors } from '../../src/core/errors.ts';
import type {
  ContainerRow,
  DiskUsage,
  ImageRow,
  NetworkRow,
  VolumeRow,
} from '../../src/core/model/engine.ts';
import { type ResourceKind, startedLabel } from '../../src/core/model/labels.ts';
import { type ObjectId, objectKey } from '../../src/core/model/objects.ts';
import type { ApplyDeps } from '../../src/core/prune/apply.ts';
import { planPrune } from '../../src/core/prune/plan.ts';
import type { PrunePlan } from '../../src/core/prune/plan-model.ts';
import { type PruneRule, usualRule } from '../../src/core/prune/rule.ts';
import { classify, type ResourceLists } from '../../src/core/resources/classify.ts';
import { container, image, lists } from './resources.ts';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
/** When all plans of tests are made. */
export const nowMs = 1_800_000_000_000;

/** An identifier of Docker's form that a test can read. */
export function containerId(name: string): string {
  return hex(name).padEnd(64, '0');
}

export function imageId(name: string): string {
  return `sha256:${hex(name).padEnd(64, '0')}`;
}

export function cacheId(name: string): string {
  return hex(name).padEnd(25, '0');
}

function hex(name: string): string {
  return Buffer.from(name).toString('hex');
}

/** Labels of an object that the extension made. */
export function own(kind: ResourceKind) {
  return { 'php-source-bench.kind': kind };
}

/** An image that the extension made, in its own time, without a name. */
export function ownImage(name: string, parts: Partial<ImageRow> = {}): ImageRow {
  const createdAtMs = parts.createdAtMs ?? nowMs - dayMs;
  const labels = {
    ...own('build'),
    ...startedLabel(createdAtMs - 60_000 - Number.parseInt(hex(name).slice(0, 4), 16)),
  };
  return image(imageId(name), { createdAtMs, ...parts, labels: { ...labels, ...parts.labels } });
}

/** An ended container that the extension made of an image. */
export function ownDead(name: string, parts: Partial<ContainerRow> = {}): ContainerRow {
  const labels = own('build-container');
  return container(containerId(name), { name, state: 'exited', labels, ...parts });
}

export interface PlanParts {
  readonly lists: Partial<ResourceLists>;
  readonly rule?: Partial<PruneRule>;
  readonly usage?: DiskUsage;
  /** How long ago containers ended, by id. */
  readonly endedMs?: Readonly<Record<string, number>>;
  readonly buildUsedAtMs?: ReadonlyMap<string, number>;
  readonly only?: readonly ObjectId[];
}

/** The plan for these objects. */
export function planOf(parts: PlanParts): PrunePlan {
  const ended = Object.entries(parts.endedMs ?? {});
  const given = lists(parts.lists);
  const strangers = missingImages(given);
  const plan = planPrune(
    classify({ ...given, images: [...given.images, ...strangers] }, parts.usage),
    {
      nowMs,
      finishedAtMs: new Map(ended.map(([id, agoMs]) => [id, nowMs - agoMs])),
      buildUsedAtMs: parts.buildUsedAtMs ?? new Map(),
    },
    {
      ruleName: 'a rule',
      rule: { ...usualRule, ...parts.rule },
      only: parts.only === undefined ? undefined : new Set(parts.only.map(objectKey)),
    },
  );
  const isStranger = new Set(strangers.map(({ id }) => id));
  return { ...plan, items: plan.items.filter(({ id }) => !isStranger.has(id)) };
}

/** Every container is made of some image: somebody else's stands in for those that a test does not name. */
function missingImages({ images, containers }: ResourceLists): readonly ImageRow[] {
  const known = new Set(['', ...images.map(({ id }) => id)]);
  const wanted = new Set(containers.map(({ imageId }) => imageId));
  return [...wanted].filter((id) => !known.has(id)).map((id) => image(id, { references: ['other:1'] }));
}

/** Names of what is ticked. */
export function tickedNames(plan: PrunePlan): readonly string[] {
  return plan.items.filter(({ remove }) => remove).map(({ name }) => name);
}

export const noUsage: DiskUsage = {
  imageExclusiveBytes: new Map(),
  containerBytes: new Map(),
  volumeBytes: new Map(),
  layersBytes: 0,
  buildCache: [],
};

/** An engine's objects in memory. It refuses what a real one refuses without force. */
export class ObjectEngine {
  images: readonly ImageRow[] = [];
  containers: readonly ContainerRow[] = [];
  volumes: readonly VolumeRow[] = [];
  networks: readonly NetworkRow[] = [];
  /** When containers ended, by id. */
  readonly ends = new Map<string, number>();
  /** Keys of what was removed, in order. */
  readonly removed: string[] = [];
  /** Runs before each removal, as something else at the same time might. */
  beforeRemoval: (object: ObjectId) => void = () => {};
  readonly #engine: ResourceLists['engine'];

  constructor(given: Partial<ResourceLists> = {}) {
    const { engine, images, containers, volumes, networks } = lists(given);
    this.images = images;
    this.containers = containers;
    this.volumes = volumes;
    this.networks = networks;
    this.#engine = engine;
  }

  /** What a prune works with on this engine. */
  deps(): ApplyDeps {
    return {
      engine: {
        describe: async () => this.#engine,
        diskUsage: async () => ({ ...noUsage, layersBytes: this.#sizeBytes() }),
        findImage: async (id) => this.#findImage(id),
        lookAtContainer: async (id) => this.#lookAtContainer(id),
        lookAtVolume: async (name) => this.volumes.find((volume) => volume.name === name),
        lookAtNetwork: async (id) => this.networks.find((network) => network.id === id),
        usersOf: async (object) => this.#usersOf(object),
        removeObject: async (object) => this.#remove(object),
        readLog: async () => Promise.reject(errors.engineFailed('read the log', 'there is none.')),
      },
      files: { saveStream: async () => {} },
      machine: { nowMs: () => nowMs },
    };
  }

  #sizeBytes(): number {
    return this.images.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  #findImage(id: string) {
    const row = this.images.find((image) => image.id === id);
    return row && { ...row, repoDigests: row.digests, platform: 'linux/amd64' as const };
  }

  #lookAtContainer(id: string) {
    const row = this.containers.find((container) => container.id === id);
    const finishedAtMs = this.ends.get(id);
    return row && { state: row.state, exitCode: 0, outOfMemory: false, error: '', finishedAtMs };
  }

  #usersOf({ kind, id }: ObjectId): readonly ContainerRow[] {
    const name = this.networks.find((network) => network.id === id)?.name ?? '';
    return this.containers.filter(
      (row) =>
        (kind === 'image' && row.imageId === id) ||
        (kind === 'volume' && row.volumes.includes(id)) ||
        (kind === 'network' && row.networks.includes(name)),
    );
  }

  #remove(object: ObjectId): void {
    this.beforeRemoval(object);
    const { kind, id } = object;
    const before = this.#count();
    const refusal = this.#refusal(object);
    if (refusal !== undefined) {
      throw errors.engineObjectBusy(id, new Error(refusal));
    }
    this.images = this.images.filter((row) => kind !== 'image' || row.id !== id);
    this.containers = this.containers.filter((row) => kind !== 'container' || row.id !== id);
    this.volumes = this.volumes.filter((row) => kind !== 'volume' || row.name !== id);
    this.networks = this.networks.filter((row) => kind !== 'network' || row.id !== id);
    if (this.#count() === before) {
      throw errors.engineObjectMissing(id);
    }
    this.removed.push(objectKey(object));
  }

  #refusal(object: ObjectId): string | undefined {
    const { kind, id } = object;
    if (this.#usersOf(object).length > 0) {
      return 'it is in use';
    }
    if (kind === 'image' && this.images.some((image) => image.parentId === id)) {
      return 'image has dependent child images';
    }
    const running = this.containers.some(
      (row) => kind === 'container' && row.id === id && row.state === 'running',
    );
    return running ? 'you cannot remove a running container' : undefined;
  }

  #count(): number {
    return this.images.length + this.containers.length + this.volumes.length + this.networks.length;
  }
}
