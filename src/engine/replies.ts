/**
 * What engines answer, as schemas. They name only what is used; engines send null for empty lists and maps, leave
 * out what is unknown, and add fields with every version.
 */
import * as v from 'valibot';

const optionalText = v.nullish(v.string(), '');
const amount = v.pipe(v.number(), v.finite());
const optionalAmount = v.nullish(amount);
const stringMap = v.nullish(v.record(v.string(), v.string()), {});
const texts = v.nullish(v.array(v.string()), []);

function list<TItem extends v.GenericSchema>(item: TItem) {
  return v.nullish(v.array(item), []);
}

/** Ids go into addresses of later calls. */
const objectId = v.pipe(v.string(), v.regex(/^[0-9a-f]{12,64}$/, 'no id'));

export const versionReply = v.object({
  Version: v.string(),
  ApiVersion: v.pipe(v.string(), v.regex(/^\d{1,3}\.\d{1,3}$/, 'no version')),
  MinAPIVersion: v.nullish(v.pipe(v.string(), v.regex(/^\d{1,3}\.\d{1,3}$/, 'no version'))),
  Os: optionalText,
  Arch: v.string(),
  /** The product that the engine is a part of. */
  Platform: v.nullish(v.object({ Name: optionalText })),
});

export const infoReply = v.object({
  ID: optionalText,
  Name: optionalText,
  ServerVersion: optionalText,
  OSType: optionalText,
  Architecture: v.string(),
  OperatingSystem: optionalText,
  KernelVersion: optionalText,
  NCPU: v.nullish(amount, 0),
  MemTotal: v.nullish(amount, 0),
  Driver: optionalText,
  DockerRootDir: optionalText,
  SystemTime: optionalText,
});

/** What an engine says of its storage; a path without its last slash. */
export const storageReply = v.object({
  Driver: optionalText,
  DriverStatus: list(v.array(v.string())),
  DockerRootDir: v.pipe(
    optionalText,
    v.transform((path) => path.replace(/(?<=.)\/+$/, '')),
  ),
  LoggingDriver: optionalText,
  SecurityOptions: texts,
  Containerd: v.nullish(v.object({ Address: v.pipe(v.string(), v.minLength(1)) })),
});

export const createdReply = v.object({ Id: objectId });

export const imageReply = v.object({
  Id: v.string(),
  RepoTags: texts,
  RepoDigests: texts,
  Created: optionalText,
  Size: v.nullish(amount, 0),
  Os: optionalText,
  Architecture: optionalText,
  Variant: optionalText,
  Config: v.nullish(v.object({ Labels: stringMap })),
});

/** What is needed of an image to make one with the same layers. */
export const importedImageReply = v.object({
  Id: v.string(),
  Created: v.string(),
  RootFS: v.object({ Layers: v.array(v.pipe(v.string(), v.regex(/^sha256:[0-9a-f]{64}$/))) }),
});

export const imageListReply = list(
  v.object({
    Id: v.string(),
    ParentId: optionalText,
    RepoTags: texts,
    RepoDigests: texts,
    Labels: stringMap,
    Created: v.nullish(amount, 0),
    Size: v.nullish(amount, 0),
  }),
);

export const containerReply = v.object({
  Created: optionalText,
  Config: v.nullish(v.object({ Tty: v.nullish(v.boolean(), false) })),
  State: v.object({
    Status: optionalText,
    Running: v.nullish(v.boolean(), false),
    OOMKilled: v.nullish(v.boolean(), false),
    ExitCode: v.nullish(amount, 0),
    Error: optionalText,
    StartedAt: optionalText,
    FinishedAt: optionalText,
  }),
});

export const containerListReply = list(
  v.object({
    Id: v.string(),
    Names: texts,
    Image: optionalText,
    ImageID: optionalText,
    State: optionalText,
    Status: optionalText,
    Labels: stringMap,
    Created: v.nullish(amount, 0),
    Mounts: list(v.object({ Type: optionalText, Name: optionalText })),
    NetworkSettings: v.nullish(v.object({ Networks: v.nullish(v.record(v.string(), v.unknown()), {}) })),
  }),
);

export const volumeReply = v.object({
  Name: v.string(),
  Driver: optionalText,
  Labels: stringMap,
  CreatedAt: optionalText,
});

export const volumeListReply = v.object({ Volumes: list(volumeReply) });

export const networkReply = v.object({
  Id: v.string(),
  Name: v.string(),
  Driver: optionalText,
  Labels: stringMap,
  Created: optionalText,
  IPAM: v.nullish(v.object({ Config: list(v.object({ Gateway: optionalText })) })),
  Containers: v.nullish(v.record(v.string(), v.unknown()), {}),
});

export const networkListReply = list(networkReply);

const usedImage = v.object({ Id: v.string(), Size: optionalAmount, SharedSize: optionalAmount });
const usedContainer = v.object({ Id: v.string(), SizeRw: optionalAmount });
const usedVolume = v.object({ Name: v.string(), UsageData: v.nullish(v.object({ Size: optionalAmount })) });
const cacheRecord = v.object({
  ID: v.string(),
  Description: optionalText,
  Size: v.nullish(amount, 0),
  InUse: v.nullish(v.boolean(), false),
  Shared: v.nullish(v.boolean(), false),
  CreatedAt: v.nullish(v.string()),
  LastUsedAt: v.nullish(v.string()),
  /** The parent up to API 1.41, the parents from 1.42 on. */
  Parent: optionalText,
  Parents: texts,
});

function usage<TItem extends v.GenericSchema>(item: TItem) {
  return v.nullish(v.object({ TotalSize: optionalAmount, Items: list(item) }));
}

/** Lists at the top up to API 1.51, below `...Usage` from 1.52 on; in between both. */
export const diskUsageReply = v.object({
  LayersSize: optionalAmount,
  Images: list(usedImage),
  Containers: list(usedContainer),
  Volumes: list(usedVolume),
  BuildCache: list(cacheRecord),
  ImageUsage: usage(usedImage),
  ContainerUsage: usage(usedContainer),
  VolumeUsage: usage(usedVolume),
  BuildCacheUsage: usage(cacheRecord),
});

export const historyReply = list(v.object({ CreatedBy: optionalText, Size: v.nullish(amount, 0) }));

/** A line of the stream of events. */
export const eventReply = v.object({ Type: optionalText, Action: optionalText });

/** What the removal of build cache removed. */
export const cachePruneReply = v.object({ CachesDeleted: texts });

/** A line of a build's, pull's or import's progress. */
export const progressReply = v.object({
  id: v.nullish(v.string()),
  stream: v.nullish(v.string()),
  status: v.nullish(v.string()),
  error: v.nullish(v.string()),
  errorDetail: v.nullish(v.object({ message: v.nullish(v.string()) })),
  /** BuildKit's status in base64, or an image id of the classic builder. */
  aux: v.nullish(v.union([v.string(), v.object({ ID: v.nullish(v.string()) })])),
});

export type ProgressReply = v.InferOutput<typeof progressReply>;

/** All that an engine says of an object, whatever it is. */
export const inspectionReply = v.record(v.string(), v.unknown());

/** `null` if nothing differs. */
export const changesReply = v.pipe(
  list(v.object({ Path: v.string(), Kind: v.pipe(v.number(), v.integer()) })),
  v.transform((changes) => changes ?? []),
);

export const execReply = v.object({ ExitCode: v.nullish(v.number()) });
