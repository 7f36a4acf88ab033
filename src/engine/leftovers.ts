/**
 * What a crashed session left: what belongs to a process that is gone, and, where a label names no owner, what has
 * been idle for a while. Another window may be at work, so nothing else is taken.
 */
import type { InferOutput } from 'valibot';
import { isBenchError } from '../core/errors.ts';
import { hasOwnKind, label } from '../core/model/labels.ts';
import { ask, attempt, type Connection, throwIfCancelled } from './connection.ts';
import { inspectNetwork } from './networks.ts';
import { timeMs } from './normalise.ts';
import { containerListReply, containerReply, networkListReply } from './replies.ts';

const graceMs = 10 * 60 * 1000;
/** States in which nothing runs. */
const idleStates: ReadonlySet<string> = new Set(['created', 'exited', 'dead']);

/** What is looked at; the tests narrow it down to what they made, and look from a later time. */
export interface Outlook {
  readonly nowMs: number;
  /** Labels that an object must have, as the engine filters them: `name` or `name=value`. */
  readonly labels: readonly string[];
  readonly ownerIsGone: (owner: string) => boolean;
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
  return all.filter((container) => hasOwnKind('container', container.Labels));
}

/** Whether a container may go, looked at just before its removal; see the head of this file. */
async function isLeft(
  connection: Connection,
  { Id: id, Labels: labels }: ListedContainer,
  outlook: Outlook,
  signal: AbortSignal,
): Promise<boolean> {
  const owner = labels[label.owner];
  if (owner !== undefined) {
    return outlook.ownerIsGone(owner);
  }
  const object = `the container ${id.slice(0, 12)}`;
  const container = await ask(connection, { what: `look at ${object}`, object, signal }, containerReply, () =>
    connection.docker.getContainer(id).inspect({ abortSignal: signal }),
  );
  const sinceMs = timeMs(container.State.FinishedAt) ?? timeMs(container.Created);
  const idle = idleStates.has(container.State.Status);
  return idle && sinceMs !== undefined && outlook.nowMs - sinceMs >= graceMs;
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
  for (const container of ours) {
    throwIfCancelled(signal);
    const done = await unlessBusy(async () => {
      if (!(await isLeft(connection, container, outlook, signal))) {
        return false;
      }
      const object = `the container ${container.Id.slice(0, 12)}`;
      // Force only where nobody can come back for it; an idle one that was started in this moment stays.
      const force = container.Labels[label.owner] !== undefined;
      await attempt(connection, { what: `remove ${object}`, object, signal }, () =>
        connection.docker.getContainer(container.Id).remove({ v: true, force, abortSignal: signal }),
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
      const owner = network.Labels[label.owner];
      const old = createdAtMs !== undefined && outlook.nowMs - createdAtMs >= graceMs;
      const left =
        hasOwnKind('network', network.Labels) &&
        Object.keys(network.Containers).length === 0 &&
        !awaited.has(network.Name) &&
        (owner === undefined ? old : outlook.ownerIsGone(owner));
      if (!left) {
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

/** Removes containers and networks of ours that a crashed session left; returns what was removed, for the log. */
export async function removeLeftovers(
  connection: Connection,
  outlook: Outlook,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const containers = await removeContainers(connection, outlook, signal);
  const networks = await removeNetworks(connection, outlook, signal);
  return [...containers, ...networks];
}
