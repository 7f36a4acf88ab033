/** The way into the room: a connection to an engine, as the core's port. */
import { errors } from '../core/errors.ts';
import { engineHome } from '../core/machine/engine-home.ts';
import { describeEndpoint, type EngineEndpoint } from '../core/model/endpoint.ts';
import { label } from '../core/model/labels.ts';
import { platformOf } from '../core/model/platform.ts';
import type { EnginePort } from '../core/ports.ts';
import {
  containerChanges,
  inspectObject,
  openShellIn,
  startExisting,
  stopContainer,
  tagImage,
} from './actions.ts';
import { buildImage } from './build.ts';
import { oldestApi } from './causes.ts';
import { ask, attempt, type Builder, type Connection, dial } from './connection.ts';
import { withContainer } from './containers.ts';
import { diskUsage } from './disk-usage.ts';
import { watchObjects } from './events.ts';
import { exportedEntries, lookAtFile, readFileOf } from './exports.ts';
import { readImageArchive } from './image-archive.ts';
import { findImage, importImage, pullImage } from './images.ts';
import { KeptContainers, releaseKept, withKeptContainer } from './kept-containers.ts';
import { removeLeftovers } from './leftovers.ts';
import { followLog, readLog } from './logs.ts';
import { createModem, type EngineModem } from './modem.ts';
import { withInternalNetwork } from './networks.ts';
import { lookAtContainer, lookAtNetwork, lookAtVolume, removeObject, usersOf } from './objects.ts';
import { versionReply } from './replies.ts';
import { createSender, type DirectEndpoint, type Sender } from './request.ts';
import {
  describeEngine,
  imageHistory,
  listContainers,
  listImages,
  listNetworks,
  listVolumes,
  readClock,
} from './resources.ts';
import { describeStorage } from './storage.ts';
import { ensureVolume, removeVolume } from './volumes.ts';

/** The newest API that this room was written against; newer engines still speak it. */
const newestApi = '1.53';
const connectLimitMs = 20_000;

/** An engine with what only this room needs of it. */
export interface OpenEngine {
  readonly connection: Connection;
  readonly port: EnginePort;
}

function minorOf(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 1000 + minor;
}

function spokenVersion(engine: { readonly newest: string; readonly oldest: string }): string {
  const wanted = minorOf(engine.newest) < minorOf(newestApi) ? engine.newest : newestApi;
  return minorOf(engine.oldest) > minorOf(wanted) ? engine.oldest : wanted;
}

function directEndpoint(endpoint: EngineEndpoint): DirectEndpoint {
  if (endpoint.kind === 'ssh') {
    throw errors.invalidSetting(
      'phpSourceBench.docker.host',
      `${describeEndpoint(endpoint)} cannot be used directly. Open a tunnel with "ssh -N -L /tmp/engine.sock:/var/run/docker.sock ${endpoint.destination}", and set unix:///tmp/engine.sock.`,
    );
  }
  return endpoint;
}

async function createDocker(modem: EngineModem): Promise<Connection['docker']> {
  // dockerode loads gRPC and ssh2 too; only who talks to an engine should wait for that.
  const { default: Docker } = await import('dockerode');
  // With a modem given, dockerode reads neither DOCKER_HOST nor certificates by itself.
  const options: { readonly modem: EngineModem } & ConstructorParameters<typeof Docker>[0] = { modem };
  return new Docker(options);
}

/** An engine says with its ping which builder is its default; silence means that it depends on the client. */
async function offeredBuilders(sender: Sender, signal: AbortSignal): Promise<readonly Builder[]> {
  const reply = await sender.send({ method: 'GET', path: '/_ping', headers: {}, signal });
  if (reply.kind === 'connection') {
    reply.connection.destroy();
    return ['classic'];
  }
  reply.body.resume();
  return reply.body.headers['builder-version'] === '1' ? ['classic'] : ['buildkit', 'classic'];
}

async function openConnection(
  endpoint: DirectEndpoint,
  sender: Sender,
  signal: AbortSignal,
): Promise<Connection> {
  const modem = createModem(sender, undefined);
  const text = describeEndpoint(endpoint);
  const unversioned: Connection = {
    docker: await createDocker(modem),
    modem,
    endpoint: text,
    home: engineHome(endpoint, process.platform),
    isSocket: endpoint.kind === 'socket',
    apiVersion: oldestApi,
    platform: 'linux/unknown',
    builders: [],
    owedRemovals: new Set(),
    kept: new KeptContainers(),
  };
  const trial = { what: 'be reached', object: 'its version', signal };
  const version = await ask(unversioned, trial, versionReply, () =>
    dial(unversioned, { method: 'GET', path: '/version', abortSignal: signal }),
  );
  if (minorOf(version.ApiVersion) < minorOf(oldestApi)) {
    throw errors.engineTooOld(version.ApiVersion, oldestApi);
  }
  if (version.Os !== '' && version.Os !== 'linux') {
    throw errors.engineFailed(
      'run Linux containers',
      `it is an engine for ${version.Os}. Switch it to Linux containers.`,
    );
  }
  const apiVersion = spokenVersion({
    newest: version.ApiVersion,
    oldest: version.MinAPIVersion ?? oldestApi,
  });
  const builders = await attempt(unversioned, trial, () => offeredBuilders(sender, signal));
  const versioned = createModem(sender, apiVersion);
  return {
    ...unversioned,
    docker: await createDocker(versioned),
    modem: versioned,
    // In WSL its socket looks like that of an engine of the system.
    ...(/^Docker Desktop/.test(version.Platform?.Name ?? '') ? { home: 'docker-desktop' } : {}),
    apiVersion,
    platform: platformOf(version.Arch),
    builders,
  };
}

function createPort(connection: Connection, close: () => void): EnginePort {
  return {
    findImage: (reference, signal) => findImage(connection, reference, signal),
    pullImage: (reference, platform, onLine, signal) =>
      pullImage(connection, reference, platform, onLine, signal),
    importImage: (rootfs, spec, signal) => importImage(connection, rootfs, spec, signal),
    buildImage: (spec, onLine, signal) => buildImage(connection, spec, onLine, signal),
    withContainer: (spec, use, signal) => withContainer(connection, spec, use, signal),
    withKeptContainer: (spec, keptForMs, use, signal) =>
      withKeptContainer(connection, spec, keptForMs, use, signal),
    releaseKept: (volume) => releaseKept(connection, volume),
    ensureVolume: (spec, signal) => ensureVolume(connection, spec, signal),
    removeVolume: (name, signal) => removeVolume(connection, name, signal),
    withInternalNetwork: (spec, use, signal) => withInternalNetwork(connection, spec, use, signal),
    removeLeftovers: (ownerIsGone, signal) =>
      removeLeftovers(connection, { nowMs: Date.now(), labels: [label.kind], ownerIsGone }, signal),
    listImages: (signal) => listImages(connection, 'without steps', signal),
    listImagesAndSteps: (signal) => listImages(connection, 'with steps', signal),
    listContainers: (signal) => listContainers(connection, signal),
    listVolumes: (signal) => listVolumes(connection, signal),
    listNetworks: (signal) => listNetworks(connection, signal),
    lookAtContainer: (id, signal) => lookAtContainer(connection, id, signal),
    readLog: (id, lines, signal) => readLog(connection, id, lines, signal),
    lookAtVolume: (name, signal) => lookAtVolume(connection, name, signal),
    lookAtNetwork: (id, signal) => lookAtNetwork(connection, id, signal),
    usersOf: (object, signal) => usersOf(connection, object, signal),
    removeObject: (object) => removeObject(connection, object),
    inspectObject: (object, signal) => inspectObject(connection, object, signal),
    containerChanges: (id, signal) => containerChanges(connection, id, signal),
    startContainer: (id) => startExisting(connection, id),
    stopContainer: (id) => stopContainer(connection, id),
    tagImage: (id, reference) => tagImage(connection, id, reference),
    followLog: (id, lines, signal) => followLog(connection, id, lines, signal),
    openShellIn: (id, size, signal) => openShellIn(connection, id, size, signal),
    exportedEntries: (id, signal) => exportedEntries(connection, id, signal),
    lookAtFile: (id, path, signal) => lookAtFile(connection, id, path, signal),
    readFileOf: (id, path, maxBytes, signal) => readFileOf(connection, id, path, maxBytes, signal),
    readImageArchive: (id, onBytes, signal) => readImageArchive(connection, id, onBytes, signal),
    diskUsage: (signal) => diskUsage(connection, signal),
    imageHistory: (id, signal) => imageHistory(connection, id, signal),
    watchObjects: (signal) => watchObjects(connection, signal),
    describe: (signal) => describeEngine(connection, signal),
    describeStorage: (signal) => describeStorage(connection, signal),
    readClock: (signal) => readClock(connection, signal),
    close,
  };
}

/** Opens an engine with access to the connection itself, for this room's own tests. */
export async function openEngine(endpoint: EngineEndpoint, signal?: AbortSignal): Promise<OpenEngine> {
  const sender = createSender(directEndpoint(endpoint));
  const limit = AbortSignal.timeout(connectLimitMs);
  try {
    const connection = await openConnection(
      directEndpoint(endpoint),
      sender,
      signal === undefined ? limit : AbortSignal.any([signal, limit]),
    );
    return { connection, port: createPort(connection, () => sender.close()) };
  } catch (thrown) {
    sender.close();
    if (limit.aborted && signal?.aborted !== true) {
      throw errors.engineUnreachable(describeEndpoint(endpoint), thrown);
    }
    throw thrown;
  }
}

/**
 * Connects to an engine and asks for its version. Rejects with `engine-unreachable` (within 20 s),
 * `engine-permission`, `engine-too-old`, or `invalid-setting` for an ssh endpoint, which needs a tunnel first.
 */
export async function connectEngine(endpoint: EngineEndpoint, signal?: AbortSignal): Promise<EnginePort> {
  return (await openEngine(endpoint, signal)).port;
}
