/** Objects for tests of pruning on a real engine, and what becomes of them. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { type Labels, type ResourceKind, startedLabel } from '../../src/core/model/labels.ts';
import { type ObjectId, objectKey } from '../../src/core/model/objects.ts';
import { applyPlan } from '../../src/core/prune/apply.ts';
import { type PrunePlan, parsePlanFile, planFile, withTicks } from '../../src/core/prune/plan-model.ts';
import { readPrunePlan } from '../../src/core/prune/read-plan.ts';
import type { PruneReceipt } from '../../src/core/prune/receipt.ts';
import { type PruneRule, usualRule } from '../../src/core/prune/rule.ts';
import type { OpenEngine } from '../../src/engine/connect.ts';
import { dial, type WireOptions } from '../../src/engine/connection.ts';
import { localMachine } from '../../src/local/machine.ts';
import { localFiles } from '../../src/local/save-files.ts';
import { openTestEngine, testLabels, uncancelled, uniqueName } from './engine-room.ts';
import { testBaseImage } from './images.ts';

const created = v.object({ Id: v.string() });
const machine = localMachine();

/** How a container is made. */
interface ContainerParts {
  readonly command?: readonly string[];
  readonly image?: string;
  readonly labels?: Labels;
  /** A volume's name; it is mounted at `/v`. */
  readonly volume?: string;
  /** A network's identifier; `none` if it is left out. */
  readonly network?: string;
}

/** Makes objects in an engine and plans for just these; everything is gone after `close`. */
export class PruneRoom {
  readonly engine: OpenEngine;
  readonly made: ObjectId[] = [];
  readonly #base: string;
  #folder: string | undefined;

  constructor(engine: OpenEngine, base: string) {
    this.engine = engine;
    this.#base = base;
  }

  /** A room with a connection of its own to the tests' engine; `leave` closes both. */
  static async open(): Promise<PruneRoom> {
    return new PruneRoom(await openTestEngine(), await testBaseImage());
  }

  /** As `close`, and closes the connection. */
  async leave(): Promise<void> {
    await this.close();
    this.engine.port.close();
  }

  async nameOf(container: string): Promise<string> {
    const rows = await this.engine.port.listContainers(uncancelled);
    return rows.find(({ id }) => id === container)?.name ?? '';
  }

  /** A container that was never started; one of ours unless other labels are given. */
  async container(parts: ContainerParts = {}): Promise<string> {
    const { command = ['true'], image = this.#base, volume, network = 'none' } = parts;
    const mounts = volume === undefined ? [] : [{ Type: 'volume', Source: volume, Target: '/v' }];
    const { Id: id } = await this.#post('/containers/create', {
      Image: image,
      Cmd: command,
      Labels: parts.labels ?? this.own('build-container'),
      HostConfig: { NetworkMode: network, Mounts: mounts },
    });
    return this.#note({ kind: 'container', id });
  }

  /** A container that has ended. */
  async deadContainer(parts: ContainerParts = {}): Promise<string> {
    const id = await this.container(parts);
    await this.start(id);
    await this.engine.connection.docker.getContainer(id).wait();
    return id;
  }

  /** A nameless image with a layer of its own; one of ours unless other labels are given. */
  async image(parts: ContainerParts = {}): Promise<string> {
    const container = await this.deadContainer({
      ...parts,
      command: parts.command ?? ['sh', '-c', `echo ${randomUUID()} >/mark`],
    });
    const labels = parts.labels ?? { ...this.own('build'), ...startedLabel(Date.now()) };
    const { Id: id } = await this.#post('/commit?', { Labels: labels }, { container });
    await this.engine.connection.docker.getContainer(container).remove();
    return this.#note({ kind: 'image', id });
  }

  async volume(labels: Labels = this.own('build-volume')): Promise<string> {
    const name = uniqueName();
    await this.remakeVolume(name, labels);
    return this.#note({ kind: 'volume', id: name });
  }

  /** A network without a way out. */
  async network(): Promise<string> {
    const labels = this.own('bench-network');
    const body = { Name: uniqueName(), Driver: 'bridge', Internal: true, Labels: labels };
    const { Id: id } = await this.#post('/networks/create', body);
    return this.#note({ kind: 'network', id });
  }

  /** A volume of this name. */
  async remakeVolume(name: string, labels: Labels = this.own('build-volume')): Promise<void> {
    const options: WireOptions = { _body: { Name: name, Labels: labels } };
    await this.engine.connection.docker.createVolume(options);
  }

  start(container: string): Promise<unknown> {
    return this.engine.connection.docker.getContainer(container).start();
  }

  /** Gives an image a name that no one else uses. */
  async tag(image: string): Promise<string> {
    const repo = uniqueName();
    await this.engine.connection.docker.getImage(image).tag({ repo, tag: '1' });
    return `${repo}:1`;
  }

  /** Labels of an object that the extension made. */
  own(kind: ResourceKind): Labels {
    return testLabels(kind, 'prune');
  }

  /** A plan for what was made here, without a time that must have passed, as it comes out of a file. */
  async plan(rule: Partial<PruneRule> = {}, only: readonly ObjectId[] = this.made): Promise<PrunePlan> {
    const plan = await readPrunePlan(
      { engine: this.engine.port, machine, lastUses: async () => new Map() },
      {
        ruleName: 'a test',
        rule: { ...usualRule, deadLongerThanHours: 0, ...rule },
        only: new Set(only.map(objectKey)),
      },
      uncancelled,
    );
    return parsePlanFile(planFile(plan), 'a test');
  }

  /** The same plan with just these objects ticked by hand. */
  tick(plan: PrunePlan, ...objects: readonly ObjectId[]): PrunePlan {
    return withTicks(plan, new Set(objects.map(objectKey)));
  }

  /** @param onLine called with each outcome as it is told */
  async apply(plan: PrunePlan, onLine: (line: string) => void = () => {}): Promise<PruneReceipt> {
    return applyPlan(
      { engine: this.engine.port, files: localFiles(), machine },
      plan,
      { logs: await this.folder() },
      (event) => event.kind === 'line' && onLine(event.text),
      uncancelled,
    );
  }

  /** A folder of this room's own. */
  async folder(): Promise<string> {
    this.#folder ??= await mkdtemp(join(tmpdir(), 'psb-prune-'));
    return this.#folder;
  }

  /** What was made here and is still there, as `kind:id`. */
  async left(): Promise<ReadonlySet<string>> {
    const { port } = this.engine;
    const [containers, images, volumes, networks] = await Promise.all([
      port.listContainers(uncancelled),
      port.listImagesAndSteps(uncancelled),
      port.listVolumes(uncancelled),
      port.listNetworks(uncancelled),
    ]);
    const there = new Set([
      ...containers.map(({ id }) => objectKey({ kind: 'container', id })),
      ...images.map(({ id }) => objectKey({ kind: 'image', id })),
      ...volumes.map(({ name }) => objectKey({ kind: 'volume', id: name })),
      ...networks.map(({ id }) => objectKey({ kind: 'network', id })),
    ]);
    return new Set(this.made.map(objectKey).filter((key) => there.has(key)));
  }

  async close(): Promise<void> {
    for (const kind of ['container', 'image', 'volume', 'network'] as const) {
      // The newest first: children before parents.
      for (const object of this.made.filter((made) => made.kind === kind).toReversed()) {
        if ((await this.left()).has(objectKey(object))) {
          await this.#remove(object);
        }
      }
    }
    await this.removeFolder();
  }

  /** For a test whose engine may be gone at its end, and everything in it. */
  async removeFolder(): Promise<void> {
    if (this.#folder !== undefined) {
      await rm(this.#folder, { recursive: true, force: true });
    }
  }

  #remove({ kind, id }: ObjectId): Promise<unknown> {
    const { docker } = this.engine.connection;
    switch (kind) {
      case 'container':
        return docker.getContainer(id).remove({ force: true });
      case 'image':
        return docker.getImage(id).remove({ force: true });
      case 'volume':
        return docker.getVolume(id).remove();
      case 'network':
        return docker.getNetwork(id).remove();
      case 'build-cache':
        throw new Error('a test removes its own build cache');
    }
  }

  #note(object: ObjectId): string {
    this.made.push(object);
    return object.id;
  }

  async #post(path: string, body: object, query: object = {}) {
    const options = { _query: query, _body: body };
    return v.parse(created, await dial(this.engine.connection, { method: 'POST', path, options }));
  }
}

/** Outcome and reason of each object, by its identifier. */
export function outcomes({ items }: PruneReceipt): Readonly<Record<string, string>> {
  return Object.fromEntries(items.map(({ id, outcome, reason }) => [id, `${outcome}: ${reason}`]));
}
