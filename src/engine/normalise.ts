/** Checked replies of an engine as values of the core's model. */
import type { InferOutput } from 'valibot';
import type {
  ContainerExit,
  ContainerLook,
  ContainerRow,
  ContainerState,
  ImageFacts,
  ImageRow,
  NetworkRow,
  VolumeRow,
} from '../core/model/engine.ts';
import { type Platform, platformOf } from '../core/model/platform.ts';
import type {
  containerListReply,
  containerReply,
  imageListReply,
  imageReply,
  networkReply,
  volumeReply,
} from './replies.ts';

type ItemOf<TSchema extends { readonly '~types'?: { readonly output: readonly unknown[] } | undefined }> =
  NonNullable<TSchema['~types']>['output'][number];

/** Milliseconds since 1970 of an engine's time; `undefined` for none and for Go's zero time in the year 1. */
export function timeMs(text: string | null | undefined): number | undefined {
  const milliseconds = Date.parse(text ?? '');
  return Number.isFinite(milliseconds) && milliseconds > 0 ? milliseconds : undefined;
}

/** The platform of an image; variants are kept only where they tell machines apart. */
export function imagePlatform(architecture: string, variant: string): Platform {
  return architecture === 'arm' && variant !== '' ? `linux/arm/${variant}` : platformOf(architecture);
}

function realReferences(references: readonly string[]): readonly string[] {
  return references.filter((reference) => !reference.startsWith('<none>'));
}

export function toImageFacts(reply: InferOutput<typeof imageReply>): ImageFacts {
  return {
    id: reply.Id,
    references: realReferences(reply.RepoTags),
    labels: reply.Config?.Labels ?? {},
    platform: imagePlatform(reply.Architecture, reply.Variant),
    sizeBytes: reply.Size,
    createdAtMs: timeMs(reply.Created) ?? 0,
    repoDigests: realReferences(reply.RepoDigests),
  };
}

export function toImageRow(reply: ItemOf<typeof imageListReply>): ImageRow {
  return {
    id: reply.Id,
    references: realReferences(reply.RepoTags),
    digests: realReferences(reply.RepoDigests),
    parentId: reply.ParentId === '' ? undefined : reply.ParentId,
    labels: reply.Labels,
    createdAtMs: reply.Created * 1000,
    sizeBytes: reply.Size,
  };
}

const containerStates: ReadonlySet<string> = new Set<ContainerState>([
  'created',
  'running',
  'paused',
  'restarting',
  'removing',
  'exited',
  'dead',
]);

function isContainerState(state: string): state is ContainerState {
  return containerStates.has(state);
}

function toContainerState(text: string): ContainerState {
  const state = text.toLowerCase();
  return isContainerState(state) ? state : 'unknown';
}

export function toContainerRow(reply: ItemOf<typeof containerListReply>): ContainerRow {
  return {
    id: reply.Id,
    name: reply.Names[0]?.replace(/^\//, '') ?? reply.Id.slice(0, 12),
    image: reply.Image,
    imageId: reply.ImageID,
    state: toContainerState(reply.State),
    status: reply.Status,
    labels: reply.Labels,
    createdAtMs: reply.Created * 1000,
    volumes: reply.Mounts.filter((mount) => mount.Type === 'volume' && mount.Name !== '').map(
      (mount) => mount.Name,
    ),
    networks: Object.keys(reply.NetworkSettings?.Networks ?? {}),
  };
}

export function toContainerExit(reply: InferOutput<typeof containerReply>): ContainerExit {
  const { State: state } = reply;
  const startedAtMs = timeMs(state.StartedAt) ?? 0;
  return {
    exitCode: state.ExitCode,
    outOfMemory: state.OOMKilled,
    startedAtMs,
    // The engine notes the start after the process runs, and the end by another clock: a short one ends before it.
    finishedAtMs: Math.max(startedAtMs, timeMs(state.FinishedAt) ?? startedAtMs),
  };
}

export function toContainerLook({ State: state }: InferOutput<typeof containerReply>): ContainerLook {
  return {
    state: toContainerState(state.Status),
    exitCode: state.ExitCode,
    outOfMemory: state.OOMKilled,
    error: state.Error,
    finishedAtMs: state.Running ? undefined : timeMs(state.FinishedAt),
  };
}

export function toVolumeRow(reply: InferOutput<typeof volumeReply>): VolumeRow {
  return {
    name: reply.Name,
    driver: reply.Driver,
    labels: reply.Labels,
    createdAtMs: timeMs(reply.CreatedAt),
  };
}

export function toNetworkRow(reply: InferOutput<typeof networkReply>): NetworkRow {
  return {
    id: reply.Id,
    name: reply.Name,
    driver: reply.Driver,
    labels: reply.Labels,
    createdAtMs: timeMs(reply.Created),
  };
}
