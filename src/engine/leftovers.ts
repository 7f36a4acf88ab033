/** What a crashed session left. Another window may be at work, so only what has been idle for a while is taken. */
import type { InferOutput } from 'valibot';
import { isBenchError } from '../core/errors.ts';
import { label, type ResourceKind } from '../core/model/labels.ts';
import { ask, attempt, type Connection, throwIfCancelled } from './connection.ts';
import { inspectNetwork } from './networks.ts';
import { timeMs } from './normalise.ts';
import { containerListReply, containerReply, networkListReply } from './replies.ts';

const graceMs = 10 * 60 * 1000;
const containerKinds: ReadonlySet<string> = new Set<ResourceKind>([
  'build-container',
  'bench-container',
  'shell-container',
]);
const networkKinds: ReadonlySet<string> = new Set<ResourceKind>(['bench-network']);
/** States in which nothing runs. */
const idleStates: ReadonlySet<string> = new Set(['created', 'exited', 'dead']);

/** What is looked at; the tests narrow it down to what they made, and look from a later time. */
export interface Outlook {
  readonly nowMs: number;
  /** Labels that an object must have, as the engine filters them: `name` or `name=value`. */
  readonly labels: readonly string[];
}

function filtersOf(outlook: Outlook): string {
  return JSON.stringify({ label: outlook.labels });
}

type ListedContainer = NonNullable<InferOutput<typeof containerListReply>>[number];

async function listOurs(
  connection: Connection,
  outlook: Outlook,
  signal: AbortSignal,
): Promise<readonly ListedContainer[]> {
  const all = await ask(connection, { what: 'list its containers', signal }, containerListReply, () =>
    connection.docker.listContainers({ all: true, filters: filtersOf(outlook), abortSignal: signal }),
  );
  return all.filter((container) => containerKinds.has(container.Labels[label.kind] ?? ''));
}

/** Whether a container has been idle for the grace period, looked at just before its removal. */
async function isIdle(
  connection: Connection,
  id: string,
  nowMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const object = `the container ${id.slice(0, 12)}`;
  const container = await ask(connection, { what: `look at ${object}`, object, signal }, containerReply, () =>
    connection.docker.getContainer(id).inspect({ abortSignal: signal }),
  );
  const sinceMs = timeMs(container.State.FinishedAt) ?? timeMs(container.Created);
  return idleStates.has(container.State.Status) && sinceMs !== undefined && nowMs - sinceMs >= graceMs;
}

/** Runs one removal; something that is gone or in use by now is skipped. */
async function unlessBusy(removal: () => Promise<boolean>): Promise<boolean> {
  try {
    return await removal();
  } catch (thrown) {
    if (isBenchError(thrown, 'engine-object-missing') || isBenchError(thrown, 'engine-object-busy')) {
      return false;
    }
    throw thrown;
  }
}

async function removeContainers(
  connection: Connection,
  outlook: Outlook,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const removed: string[] = [];
  const ours = await listOurs(connection, outlook, signal);
  for (const container of ours.filter((it) => idleStates.has(it.State))) {
    throwIfCancelled(signal);
    const done = await unlessBusy(async () => {
      if (!(await isIdle(connection, container.Id, outlook.nowMs, signal))) {
        return false;
      }
      const object = `the container ${container.Id.slice(0, 12)}`;
      // Without force: one that was started in this moment stays.
      await attempt(connection, { what: `remove ${object}`, object, signal }, () =>
        connection.docker.getContainer(container.Id).remove({ v: true, abortSignal: signal }),
      );
      return true;
    });
    if (done) {
      removed.push(`container ${container.Names[0]?.replace(/^\//, '') ?? container.Id}`);
    }
  }
  return removed;
}

/** Networks that some container will join when it is started: those do not count as endpoints. */
function awaitedNetworks(containers: readonly ListedContainer[]): ReadonlySet<string> {
  return new Set(containers.flatMap((container) => Object.keys(container.NetworkSettings?.Networks ?? {})));
}

async function removeNetworks(
  connection: Connection,
  outlook: Outlook,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const networks = await ask(connection, { what: 'list its networks', signal }, networkListReply, () =>
    connection.docker.listNetworks({ filters: filtersOf(outlook), abortSignal: signal }),
  );
  const awaited = awaitedNetworks(await listOurs(connection, outlook, signal));
  const removed: string[] = [];
  for (const listed of networks) {
    throwIfCancelled(signal);
    const done = await unlessBusy(async () => {
      const network = await inspectNetwork(connection, listed.Id, signal);
      const createdAtMs = timeMs(network.Created);
      const idle =
        networkKinds.has(network.Labels[label.kind] ?? '') &&
        Object.keys(network.Containers).length === 0 &&
        !awaited.has(network.Name) &&
        createdAtMs !== undefined &&
        outlook.nowMs - createdAtMs >= graceMs;
      if (!idle) {
        return false;
      }
      const object = `the network ${network.Name}`;
      await attempt(connection, { what: `remove ${object}`, object, signal }, () =>
        connection.docker.getNetwork(network.Id).remove({ abortSignal: signal }),
      );
      return true;
    });
    if (done) {
      removed.push(`network ${listed.Name}`);
    }
  }
  return removed;
}

/**
 * Removes containers and networks of ours that have been idle for ten minutes; returns what was removed, for the
 * log. What runs, what is younger, and what carries another kind stays.
 */
export async function removeLeftovers(
  connection: Connection,
  signal: AbortSignal,
  outlook: Outlook = { nowMs: Date.now(), labels: [label.kind] },
): Promise<readonly string[]> {
  const containers = await removeContainers(connection, outlook, signal);
  const networks = await removeNetworks(connection, outlook, signal);
  return [...containers, ...networks];
}
