/**
 * What the core asks of the outside. `engine/` and `local/` implement these; `host/` and the CLI get them from
 * the composition (`src/compose.ts`). Below `host/`, cancellation is always an `AbortSignal`: an operation whose
 * signal aborts stops what it started, cleans up, and rejects with `errors.cancelled()`.
 * Every other failure is an entry of the catalogue in `errors.ts`.
 */
import type { IterationReport } from './bench/runner-message.ts';
import type { ContentPort } from './contents/content-port.ts';
import type {
  Exclusion,
  Iteration,
  PointKey,
  Remark,
  RunDetails,
  RunEnd,
  RunRecord,
  RunStart,
  SeriesColumns,
  SeriesRow,
} from './model/bench.ts';
import type { SourceChoice } from './model/build.ts';
import type {
  ByteStream,
  ClockReading,
  ContainerExit,
  ContainerLook,
  ContainerRow,
  ContainerSpec,
  ContextFile,
  DiskUsage,
  EngineInfo,
  FileChange,
  ImageBuildSpec,
  ImageFacts,
  ImageLayer,
  ImageRow,
  InternalNetwork,
  KeptSpec,
  NetworkRow,
  NetworkSpec,
  VolumeRow,
  VolumeSpec,
} from './model/engine.ts';
import type { Labels } from './model/labels.ts';
import type { MachineProfile, ProxySettings } from './model/machine.ts';
import type { ObjectId, ObjectKind, User } from './model/objects.ts';
import type { Platform } from './model/platform.ts';
import type {
  ChangedFile,
  CommitInfo,
  CommitText,
  FileEntry,
  ListedFile,
  TreeSnapshot,
  UnchangedFile,
} from './model/tree.ts';
import type { StoragePort } from './storage/storage-port.ts';

export type OutputStream = 'stdout' | 'stderr';

/** Called with output as it arrives; a chunk may end inside a character. */
export type OnOutput = (stream: OutputStream, chunk: Uint8Array) => void;

/** Called with one whole line of a build's or pull's progress, without its line end. */
export type OnLine = (line: string) => void;

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** An interactive process in a container. */
export interface TerminalPort {
  onData(listener: (chunk: Uint8Array) => void): void;
  write(data: string): void;
  resize(size: TerminalSize): Promise<void>;
  /** Settles when the process has ended, however it ended. */
  readonly exited: Promise<Pick<ContainerExit, 'exitCode'>>;
  /** Ends the process. */
  kill(): Promise<void>;
}

/** A container that lives as long as the callback of `withContainer`. */
export interface ContainerPort {
  readonly id: string;
  /** Unpacks a tar into `path` of the container's file system or its volumes; works before the start too. */
  putArchive(tar: ByteStream, path: string, signal: AbortSignal): Promise<void>;
  /** A tar of `path`; rejects with `engine-object-missing` if there is none. */
  getArchive(path: string, signal: AbortSignal): Promise<ByteStream>;
  /** A file's content, or `undefined` if there is none; more than `maxBytes` is refused. */
  readFile(path: string, maxBytes: number, signal: AbortSignal): Promise<Uint8Array | undefined>;
  /**
   * The contents of those of these files that are in a directory, by name, in one call to the engine, which takes
   * tens of milliseconds for each. A larger one than `maxBytes` is refused; no directory is one without files.
   */
  readFiles(
    directory: string,
    names: readonly string[],
    maxBytes: number,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Uint8Array>>;
  /** Writes small files below `path`; works before the start too. */
  writeFiles(files: readonly ContextFile[], path: string, signal: AbortSignal): Promise<void>;
  /** Starts the container and waits for its end; an abort kills it. Call once. */
  run(onOutput: OnOutput, signal: AbortSignal): Promise<ContainerExit>;
  /** Starts the container with a terminal (the spec needs `tty`). Call once, instead of `run`. */
  openTerminal(size: TerminalSize, signal: AbortSignal): Promise<TerminalPort>;
  /** Makes an image of the container's file system (volumes are not part of it) that runs `command` by default. */
  commit(
    image: { readonly reference: string; readonly labels: Labels; readonly command: readonly string[] },
    signal: AbortSignal,
  ): Promise<ImageFacts>;
}

/** A container that waits for its next user; its command runs in it each time that somebody works in it. */
export interface KeptContainerPort extends Omit<ContainerPort, 'run' | 'openTerminal'> {
  /** Starts the container, unless it runs, and its command, and waits for the command's end; an abort kills it. */
  run(onOutput: OnOutput, signal: AbortSignal): Promise<Pick<ContainerExit, 'exitCode'>>;
  /**
   * As `run`, but the spec's next command, which may have been started already, with this on its standard input; which
   * does not end. Only of a container that ran before.
   */
  runNext?(
    input: Uint8Array,
    onOutput: OnOutput,
    signal: AbortSignal,
  ): Promise<Pick<ContainerExit, 'exitCode'>>;
}

/** Images by reference. */
export interface ImagePort {
  /** The image with this reference or id, or `undefined`; one call to the engine. */
  findImage(reference: string, signal: AbortSignal): Promise<ImageFacts | undefined>;
  pullImage(reference: string, platform: Platform, onLine: OnLine, signal: AbortSignal): Promise<ImageFacts>;
  /** Makes an image of a root file system. */
  importImage(
    rootfs: ByteStream,
    spec: { readonly reference: string; readonly platform: Platform; readonly labels: Labels },
    signal: AbortSignal,
  ): Promise<ImageFacts>;
  buildImage(spec: ImageBuildSpec, onLine: OnLine, signal: AbortSignal): Promise<ImageFacts>;
}

/** Containers, volumes and networks that the extension makes. */
export interface RunPort {
  /** Creates a container, hands it to `use`, and removes it afterwards whatever happened. */
  withContainer<T>(
    spec: ContainerSpec,
    use: (container: ContainerPort) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T>;
  /**
   * Hands `use` a container of this spec that waited since it was last used, else a new one, and lets it wait for the
   * next time, for at most `keptForMs`; removes it if `use` fails. While it waits it has another name, so that
   * other programs can have theirs.
   */
  withKeptContainer<T>(
    spec: KeptSpec,
    keptForMs: number,
    use: (container: KeptContainerPort) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T>;
  /**
   * Removes the containers of this connection that wait.
   * @param volume those of other programs that wait with this volume go too; they are not missed
   */
  releaseKept(volume?: string): Promise<void>;
  /** Creates the volume unless it exists; says which. */
  ensureVolume(spec: VolumeSpec, signal: AbortSignal): Promise<{ readonly created: boolean }>;
  /** Removes the volume; one that does not exist is no error. */
  removeVolume(name: string, signal: AbortSignal): Promise<void>;
  /** Creates a network without a way out, hands it to `use`, and removes it afterwards whatever happened. */
  withInternalNetwork<T>(
    spec: NetworkSpec,
    use: (network: InternalNetwork) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T>;
  /** Removes containers and networks of ours whose owner is gone, running ones too; returns what was removed. */
  removeLeftovers(ownerIsGone: (owner: string) => boolean, signal: AbortSignal): Promise<readonly string[]>;
}

/** All that an engine holds. Lists come without sizes and are fast; `diskUsage` may take minutes. */
export interface ResourcePort {
  listImages(signal: AbortSignal): Promise<readonly ImageRow[]>;
  /** The same with the nameless steps between images. */
  listImagesAndSteps(signal: AbortSignal): Promise<readonly ImageRow[]>;
  listContainers(signal: AbortSignal): Promise<readonly ContainerRow[]>;
  listVolumes(signal: AbortSignal): Promise<readonly VolumeRow[]>;
  listNetworks(signal: AbortSignal): Promise<readonly NetworkRow[]>;
  /** `undefined` if it is gone. */
  lookAtContainer(id: string, signal: AbortSignal): Promise<ContainerLook | undefined>;
  /**
   * What a container wrote to its log, output and errors in one, a line's time before it; the whole, or the last
   * lines. Rejects with `engine-failed` if its log cannot be read, as for one that keeps none.
   */
  readLog(id: string, lines: number | 'all', signal: AbortSignal): Promise<ByteStream>;
  diskUsage(signal: AbortSignal): Promise<DiskUsage>;
  /** How an image was made, the newest layer first. */
  imageHistory(id: string, signal: AbortSignal): Promise<readonly ImageLayer[]>;
  /**
   * Settles once it listens, to the kinds of objects of which some came, changed or went, as it happens, until the
   * signal aborts. They reject with `engine-unreachable` when the engine goes away. Build cache is not among them.
   */
  watchObjects(signal: AbortSignal): Promise<AsyncIterable<ObjectKind>>;
}

/** Single objects by their identifiers, for whoever removes just these. */
export interface RemovalPort {
  /** `undefined` if it is gone. */
  lookAtVolume(name: string, signal: AbortSignal): Promise<VolumeRow | undefined>;
  /** `undefined` if it is gone. */
  lookAtNetwork(id: string, signal: AbortSignal): Promise<NetworkRow | undefined>;
  /** Containers, stopped ones too, that are made from the image, mount the volume or belong to the network. */
  usersOf(object: ObjectId, signal: AbortSignal): Promise<readonly User[]>;
  /**
   * Removes one object without force, and nothing else: no parents of an image, no volumes of a container. Rejects
   * with `engine-object-missing` if it is gone, and with `engine-object-busy` if the engine does not let it go.
   */
  removeObject(object: ObjectId): Promise<void>;
}

/** What a person does with one object, whoever made it. Each rejects with `engine-object-missing` if it is gone. */
export interface ActionPort {
  /** All that the engine says of it, as it says it. */
  inspectObject(object: ObjectId, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>>;
  /** What differs between a container's file system and its image's. */
  containerChanges(id: string, signal: AbortSignal): Promise<readonly FileChange[]>;
  /** Starts a container; one that runs already is no error. */
  startContainer(id: string): Promise<void>;
  /** Asks a container to end and kills it after ten seconds; one that has ended is no error. */
  stopContainer(id: string): Promise<void>;
  /** Gives an image one more name; rejects with `invalid-setting` if it is none. */
  tagImage(id: string, reference: string): Promise<void>;
  /** Its log from the last lines on, as it grows, until the container ends or the signal aborts. */
  followLog(id: string, lines: number, signal: AbortSignal): Promise<ByteStream>;
  /** A shell in a running container, beside what runs there. */
  openShellIn(id: string, size: TerminalSize, signal: AbortSignal): Promise<TerminalPort>;
}

export interface EnginePort
  extends ImagePort,
    RunPort,
    ResourcePort,
    RemovalPort,
    ActionPort,
    ContentPort,
    StoragePort {
  describe(signal: AbortSignal): Promise<EngineInfo>;
  /** `undefined` from an engine that does not tell its time. */
  readClock(signal: AbortSignal): Promise<ClockReading | undefined>;
  close(): void;
}

/** What goes into an archive of a tree's files, in the order in which it is unpacked. */
export interface PackRequest {
  readonly before: readonly ContextFile[];
  readonly files: readonly FileEntry[];
  /** @param unstable paths of files that changed or vanished since they were listed, and were left out */
  readonly after: (unstable: readonly string[]) => readonly ContextFile[];
}

/** The open tree and its git repository. Never writes to the tree. */
export interface TreePort {
  /** Reads what identifies a tree; rejects with `not-a-php-tree` or `tree-unreadable`. */
  readTree(root: string, signal: AbortSignal): Promise<TreeSnapshot>;
  /** The root's absolute path with links resolved, as builds know it; rejects like `readTree`. */
  resolveRoot(root: string): Promise<string>;
  /** All files that belong to the sources: git's view in a checkout, else everything but build products. */
  listFiles(root: string, signal: AbortSignal): Promise<readonly ListedFile[]>;
  /** `readTree` and `listFiles` of one moment, faster than one after the other. */
  readAndList(
    root: string,
    signal: AbortSignal,
  ): Promise<{ readonly snapshot: TreeSnapshot; readonly files: readonly ListedFile[] }>;
  /** Sizes, times and link targets of files that git found unchanged; what vanished meanwhile is left out. */
  lookAt(root: string, files: readonly UnchangedFile[], signal: AbortSignal): Promise<readonly FileEntry[]>;
  /** A tar of these files, with paths below the root. */
  packFiles(root: string, request: PackRequest, signal: AbortSignal): ByteStream;
  /** SHA-256 over names, modes and contents, in hex. */
  hashFiles(root: string, files: readonly FileEntry[], signal: AbortSignal): Promise<string>;
  /** Resolves a commit-ish; rejects with `commit-missing`. */
  resolveCommit(
    root: string,
    commitish: string,
    signal: AbortSignal,
  ): Promise<{ info: CommitInfo; treeId: string }>;
  /** `git archive` of a commit, paths below the root; does not touch the work tree. */
  archiveCommit(root: string, sha: string, signal: AbortSignal): Promise<ByteStream>;
  /** A file of a commit as text, `undefined` if it has none. */
  readCommitFile(root: string, sha: string, path: string, signal: AbortSignal): Promise<string | undefined>;
  /**
   * A file of the sources, as the work tree or a commit has it; `undefined` if there is none of that name. Rejects
   * with `script-unusable` for a link that leads out of the tree, and for what is no regular file.
   */
  readSourceFile(
    root: string,
    source: SourceChoice,
    path: string,
    signal: AbortSignal,
  ): Promise<Uint8Array | undefined>;
  /** Commits reachable from `to` and, where it is given, not from `from`; newest first, at most `limit`. */
  listCommits(
    root: string,
    from: string | undefined,
    to: string,
    limit: number,
    signal: AbortSignal,
  ): Promise<readonly CommitInfo[]>;
  /** A commit's message and changes against its first parent; rejects with `commit-missing`. */
  showCommit(root: string, commitish: string, signal: AbortSignal): Promise<CommitText>;
  /** The files that differ between two commits, by path; rejects with `commit-missing`. */
  changedFiles(root: string, from: string, to: string, signal: AbortSignal): Promise<readonly ChangedFile[]>;
}

/** Commits, for people to read. */
export type CommitReader = Pick<TreePort, 'resolveCommit' | 'showCommit' | 'changedFiles' | 'readCommitFile'>;

/** A file that a benchmark's container is given. */
export interface ScriptFile {
  /** Below the folder that it was asked for in, with `/`. */
  readonly path: string;
  readonly content: Uint8Array;
}

/** Suites files and the scripts that people keep beside them. */
export interface SuiteFilesPort {
  /** The text of a suites file; `undefined` if there is none. Rejects with `suites-file-invalid`. */
  readDefinitions(path: string): Promise<string | undefined>;
  /**
   * The files at these paths below a folder, and all in those that are folders, by path in ascending order. Rejects
   * with `script-unusable` for what is not there, leads out of the folder, or is too much.
   */
  readScripts(folder: string, paths: readonly string[], signal: AbortSignal): Promise<readonly ScriptFile[]>;
}

/** A verified source tarball, ready for a build context. */
export interface Tarball {
  readonly fileName: string;
  readonly content: Uint8Array;
  readonly sha256: string;
}

/** How this machine reaches the network. */
export type Route = Pick<MachineProfile, 'proxy' | 'caCertificates'>;

export interface DownloadPort {
  /** The tarball from the first URL that answers, checked against `sha256`, kept in the cache by its hash. */
  download(
    file: { readonly urls: readonly string[]; readonly sha256: string },
    route: Route,
    onLine: OnLine,
    signal: AbortSignal,
  ): Promise<Tarball>;
  /**
   * Where {@link download} would get it from, for people: the cache, or the first address that answers. Rejects with
   * `bison-download-failed` if none does.
   */
  locate(
    file: { readonly urls: readonly string[]; readonly sha256: string },
    route: Route,
    signal: AbortSignal,
  ): Promise<string>;
  /** A local tarball; checked only if `sha256` is given. Rejects with `bison-unreadable` or `bison-checksum`. */
  readTarball(path: string, sha256: string | undefined, signal: AbortSignal): Promise<Tarball>;
}

/** The machine profile of an engine, its files read and its variables put in. */
export interface ProfilePort {
  /** Rejects with `invalid-setting` if the profile names a file or a variable that is not there. */
  profileOf(engine: EngineInfo, signal: AbortSignal): Promise<MachineProfile>;
}

/** A base to bootstrap. */
export interface BootstrapSpec {
  /** The distribution's release, for instance `bookworm`. */
  readonly suite: string;
  readonly platform: Platform;
  /** Address of the package mirror, or empty for the one that this machine's own packages come from. */
  readonly mirror: string;
  readonly proxy: ProxySettings;
}

/** Files that a person asked for, on this machine. */
export interface FilePort {
  /**
   * Writes the first file of a tar to `path`, executable, whole or not at all, in the place of a file that is there;
   * makes its folder. Resolves to its size in bytes. Rejects with `disk-full` or `file-unwritable`.
   */
  saveExecutable(tar: ByteStream, path: string, signal: AbortSignal): Promise<number>;
  /** Writes a stream to `path` as {@link saveExecutable} does, for its owner's eyes only. */
  saveStream(bytes: ByteStream, path: string, signal: AbortSignal): Promise<void>;
}

/** Makes a base root file system from the distribution's packages, every one checked against its signing key. */
export interface BootstrapPort {
  /** Why this machine cannot do it for a platform, as the end of a sentence, or `undefined` if it can. */
  unavailableBecause(platform: Platform): Promise<string | undefined>;
  /** Runs debootstrap and hands its root file system as a tar to `use`; leaves nothing on disk. */
  bootstrap<T>(
    spec: BootstrapSpec,
    onLine: OnLine,
    use: (rootfs: ByteStream) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T>;
}

export type Stored = 'stored' | 'duplicate';

/** Where a job's samples go. Safe with several writers; a sample is stored once however often it arrives. */
export interface RunIntakePort {
  beginRun(run: RunStart): void;
  /** Adds samples to an iteration, all at once or in parts; one that is there already stays as it is. */
  addIteration(runId: string, iteration: Iteration): Stored;
  /** Adds a remark that is not there yet. */
  addRemark(runId: string, remark: Remark): void;
  finishRun(runId: string, end: RunEnd): void;
}

/** The database of runs. */
export interface HistoryPort extends RunIntakePort {
  /** Where it is, for people. */
  readonly path: string;
  /** Ends as incomplete what an owner that is gone has left running, with the samples it has; how many runs. */
  endAbandonedRuns(isGone: (owner: string) => boolean): number;
  /** Keeps a point and marks it as one that does not count. */
  exclude(point: PointKey, exclusion: Exclusion): void;
  /** Lets an excluded point count again. */
  include(point: PointKey): void;
  /** A run with its numbers; `undefined` if the history has none of this identifier. */
  readRun(runId: string): RunDetails | undefined;
  /** Newest first. */
  listRuns(limit: number): readonly RunRecord[];
  /** When each build was last measured, by its key, in milliseconds since 1970. */
  lastUses(): ReadonlyMap<string, number>;
  listSeries(): readonly SeriesRow[];
  readSeries(seriesId: number): SeriesColumns;
  close(): void;
}

/** Where a job's container sends its timings. */
export interface CollectorAddress {
  /** Complete address of the POST. */
  readonly url: string;
  /** Valid for this job only, until the collector is closed. */
  readonly token: string;
}

export interface CollectorPort {
  /**
   * Listens on `bindAddress` for one job while `use` runs, and hands every valid report to `onReport`.
   * Rejects with `collector-failed` when the address is not this machine's.
   */
  collect<T>(
    job: {
      readonly id: string;
      readonly bindAddress: string;
      readonly onReport: (report: IterationReport) => Stored;
    },
    use: (address: CollectorAddress) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T>;
}

/** Facts of this machine that go with a run. */
export interface MachinePort {
  cpuModel(): string;
  hostName(): string;
  nowMs(): number;
  /** Identity of this process, for a label: who must be gone before its containers may be cleared away. */
  owner(): string;
  /** Whether the owner that a label names has certainly ended. */
  ownerIsGone(owner: string): boolean;
  uuid(): string;
  sha256(text: string | Uint8Array): string;
}

/** What must stand in nothing that is shown or kept. */
export interface SecretsPort {
  /** Passwords of this machine's proxies and credentials of registries, as far as they are known here. */
  knownSecrets(): Promise<readonly string[]>;
}

/** Files that run inside containers, from `media/container/`. */
export interface ContainerAssets {
  readonly buildScript: string;
  readonly testScript: string;
  readonly runnerSource: string;
  readonly bisonScript: string;
}

/** What an operation tells while it runs. */
export type ProgressEvent =
  | { readonly kind: 'step'; readonly title: string }
  | {
      readonly kind: 'step-done';
      readonly title: string;
      readonly durationMs: number;
      readonly detail: string;
    }
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'warning'; readonly text: string };

export type Report = (event: ProgressEvent) => void;
