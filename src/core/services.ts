/** Everything behind the editor and the command line, as the two roots hand it out; loaded when first used. */
import type { Automation } from './automation/automation.ts';

import type { SuitesRequest } from './bench/list-suites.ts';
import type { BenchRequest, BenchResult } from './bench/request.ts';
import type { MeasureLimits, Suite } from './bench/suite.ts';
import type { CcacheUse } from './build/ccache.ts';
import type { CopiedInterpreter } from './build/copy-interpreter.ts';
import type { FoundBuild, KnownBuild } from './build/find-build.ts';
import type { TerminalProgram } from './build/terminal-program.ts';
import type { RecipeRequest } from './build/tree-recipe.ts';
import type { ChartExport } from './chart/chart-export.ts';
import type { CompareRequest, CompareResult } from './compare/request.ts';
import type { FileTree } from './contents/file-tree.ts';
import type { ImageStep } from './contents/image-archive.ts';
import type { Checkup } from './doctor/model.ts';
import type { HistoryArchivePort } from './history-exchange/archive-port.ts';
import type { BuildConfiguration, BuildRequest, BuildResult } from './model/build.ts';
import type { DockerContext } from './model/endpoint.ts';
import type { EngineInfo } from './model/engine.ts';
import type { ListedEntry } from './model/files.ts';
import type { ProfilesSettings } from './model/machine.ts';
import type { ObjectId } from './model/objects.ts';
import type { TestRequest, TestSummary } from './model/phpt.ts';
import type { CommitInfo, TreeSnapshot } from './model/tree.ts';
import type { ChangeNews } from './news/change-news.ts';
import type { PresetName } from './php/presets.ts';
import type { OnTestResult } from './phpt/run-phpt.ts';
import type { ActionPort, CommitReader, ContainerPort, HistoryPort, Report } from './ports.ts';
import type { ApplyOptions } from './prune/apply.ts';
import type { PlanRequest } from './prune/plan.ts';
import type { PrunePlan } from './prune/plan-model.ts';
import type { PruneReceipt } from './prune/receipt.ts';
import type { PruneRules } from './prune/rule.ts';
import type { ToolchainOfBuild } from './recipe/ensure-tools.ts';
import type { Recipe } from './recipe/toolchain.ts';
import type { ObjectDetails } from './resources/details.ts';
import type { ResourceSnapshot } from './resources/snapshot.ts';
import type { OnResources } from './resources/watch-resources.ts';
import type { WithSizes } from './storage/read-storage.ts';
import type { FolderLook } from './storage/storage-port.ts';
import type { StorageReport } from './storage/storage-report.ts';

/** Settings that the services need, read and validated by the host for each call. */
export interface ServiceSettings {
  /** Docker endpoint (`unix:///...`, `tcp://...`, `ssh://...`) or empty for context, DOCKER_HOST, default socket. */
  readonly dockerHost: string;
  readonly baseImage: string;
  /** Path of a local Bison source tarball, or empty. */
  readonly bisonTarball: string;
  /** What differs between machines, by engine. */
  readonly profiles: ProfilesSettings;
  /** Debian's names of packages to have in the toolchain beside what a build needs. */
  readonly extraPackages: readonly string[];
  readonly preset: PresetName;
  /** Flags for configure after those of the preset. */
  readonly configureFlags: readonly string[];
  readonly ccache: CcacheUse;
  /** For how long the container of an incremental build waits for the next one; 0 for not at all. */
  readonly keepContainerMinutes: number;
  readonly historyPath: string;
  readonly benchmarkIterations: number;
  readonly benchmarkWarmups: number;
  readonly benchmarkTimeLimitSeconds: number;
  readonly benchmarkMemoryLimitMb: number;
  /** CPU numbers to pin benchmarks to, as Docker writes them; empty for all. */
  readonly benchmarkCpuSet: string;
  /** Path of a suites file, or empty for the tree's own. */
  readonly benchmarkSuitesFile: string;
  /** How often each build is measured in a comparison. */
  readonly compareRounds: number;
  /** How many tests run at once; 0 for as many as the machine has CPUs for them. */
  readonly testJobs: number;
  readonly testTimeoutSeconds: number;
  /** Saved rules of what a prune takes. */
  readonly pruneRules: PruneRules;
}

/** The settings that services are made with; the others come with each call. */
export type ConnectionSettings = Omit<
  ServiceSettings,
  | 'preset'
  | 'configureFlags'
  | 'benchmarkIterations'
  | 'benchmarkWarmups'
  | 'benchmarkTimeLimitSeconds'
  | 'benchmarkMemoryLimitMb'
  | 'benchmarkCpuSet'
  | 'benchmarkSuitesFile'
  | 'compareRounds'
  | 'testJobs'
  | 'testTimeoutSeconds'
  | 'pruneRules'
>;

/** Leaves out what comes with each call. */
export function connectionOf(settings: ServiceSettings): ConnectionSettings {
  const {
    preset: _preset,
    configureFlags: _configureFlags,
    benchmarkIterations: _iterations,
    benchmarkWarmups: _warmups,
    benchmarkTimeLimitSeconds: _timeLimit,
    benchmarkMemoryLimitMb: _memoryLimit,
    benchmarkCpuSet: _cpuSet,
    benchmarkSuitesFile: _suitesFile,
    compareRounds: _compareRounds,
    testJobs: _testJobs,
    testTimeoutSeconds: _testTimeout,
    pruneRules: _pruneRules,
    ...connection
  } = settings;
  return connection;
}

/** As the settings count memory. */
const bytesInMb = 1_000_000;

/** What the settings say of how to measure, for suites that do not say it themselves. */
export function usualLimits(settings: ServiceSettings): MeasureLimits & Pick<BenchRequest, 'cpuSet'> {
  return {
    iterations: settings.benchmarkIterations,
    warmups: settings.benchmarkWarmups,
    timeLimitSeconds: settings.benchmarkTimeLimitSeconds,
    memoryLimitBytes: settings.benchmarkMemoryLimitMb * bytesInMb,
    cpuSet: settings.benchmarkCpuSet === '' ? undefined : settings.benchmarkCpuSet,
  };
}

/** A program for a terminal, and the build to run it on. */
export interface TerminalCall extends BuildConfiguration {
  readonly treeRoot: string;
  readonly program: TerminalProgram;
  /** A build that has just ended, to run it on exactly that one; else the configuration decides. */
  readonly built?: BuildResult | undefined;
  /** The debuggers' image, for a program that runs under one. */
  readonly tools?: string | undefined;
}

/** One configured set of services; cheap to make, connects on first use. */
export interface Services {
  describeEngine(signal: AbortSignal): Promise<EngineInfo>;
  /** Removes containers and networks that a killed process of ours has left; what was removed, for the log. */
  removeLeftovers(signal: AbortSignal): Promise<readonly string[]>;
  /** Whether all that the extension needs of Docker works here; rejects with `cancelled` only. */
  checkUp(report: Report, signal: AbortSignal): Promise<Checkup>;
  readTree(root: string, signal: AbortSignal): Promise<TreeSnapshot>;
  build(request: BuildRequest, report: Report, signal: AbortSignal): Promise<BuildResult>;
  /** The recipe of the toolchain that a build of the open tree would use. */
  readRecipe(request: RecipeRequest, report: Report, signal: AbortSignal): Promise<Recipe>;
  /** What can be measured on a source. */
  readSuites(request: SuitesRequest, signal: AbortSignal): Promise<readonly Suite[]>;
  benchmark(request: BenchRequest, report: Report, signal: AbortSignal): Promise<BenchResult>;
  /** "Is my patch faster?": two builds of a tree in turns. */
  compare(request: CompareRequest, report: Report, signal: AbortSignal): Promise<CompareResult>;
  /** The newest commits that lead to the one checked out, itself first; none in a release tree. */
  recentCommits(treeRoot: string, limit: number, signal: AbortSignal): Promise<readonly CommitInfo[]>;
  /** Reads commits of a tree's repository, for people. */
  commits(): CommitReader;
  /** Runs tests on a build that has just ended, each result through `onResult` as it comes. */
  runTests(
    build: BuildResult,
    request: TestRequest,
    onResult: OnTestResult,
    report: Report,
    signal: AbortSignal,
  ): Promise<TestSummary>;
  /** Rows at once through `onRows`, then the same with sizes as the result. */
  readResources(onRows: (rows: ResourceSnapshot) => void, signal: AbortSignal): Promise<ResourceSnapshot>;
  /** Tells what the engine holds, again after each change, until the signal aborts. See `watchResources`. */
  watchResources(onResources: OnResources, signal: AbortSignal): Promise<void>;
  /** What takes a call for each object; `undefined` if there is none or it is gone. */
  readDetails(object: ObjectId, signal: AbortSignal): Promise<ObjectDetails | undefined>;
  /** The Docker contexts of this machine, by name, without those that cannot be read. */
  listContexts(): Promise<readonly DockerContext[]>;
  /** What a person does with one object of the engine. */
  actions(): Promise<ActionPort>;
  /** Where the engine keeps its data, how much that is, and how to get there. */
  readStorage(sizes: WithSizes, signal: AbortSignal): Promise<StorageReport>;
  /** What this user sees of a folder of this machine. */
  lookAtFolder(path: string): Promise<FolderLook>;
  /** Which files an image or container has. */
  readFileTree(object: ObjectId, report: Report, signal: AbortSignal): Promise<FileTree>;
  /** A file, folder or link of an image or container; `undefined` if there is none. */
  lookAtContent(object: ObjectId, path: string, signal: AbortSignal): Promise<ListedEntry | undefined>;
  /** A file's content; `undefined` if there is none. Rejects with `engine-failed` if it is no file or too large. */
  readContent(object: ObjectId, path: string, signal: AbortSignal): Promise<Uint8Array | undefined>;
  /** The steps that made an image, with what each layer holds. */
  readImageSteps(imageId: string, report: Report, signal: AbortSignal): Promise<readonly ImageStep[]>;
  /** What a prune would remove, and why. */
  planPrune(request: PlanRequest, signal: AbortSignal): Promise<PrunePlan>;
  /** Removes what a plan has ticked, and nothing else; the receipt says what came of each. See `applyPlan`. */
  applyPrune(
    plan: PrunePlan,
    options: ApplyOptions,
    report: Report,
    signal: AbortSignal,
  ): Promise<PruneReceipt>;
  /** The history, opened on first use; runs that nobody will end any more are ended then. */
  history(): Promise<HistoryPort>;
  /** What nightly runs changed, each change once. */
  news(): ChangeNews;
  /** Imports, exports, copies and prunes of the history. */
  archive(): HistoryArchivePort;
  /** Writes what the chart shows to a file, whole or not at all; see `saveChart`. */
  exportChart(request: ChartExport, path: string): Promise<void>;
  /** The incremental builds of a tree on this engine, by configuration. */
  listBuilds(treeRoot: string, signal: AbortSignal): Promise<readonly KnownBuild[]>;
  /** Copies a build's interpreter to a file of this machine, whole or not at all. */
  copyInterpreter(build: BuildResult, path: string, signal: AbortSignal): Promise<CopiedInterpreter>;
  /** The image with gdb and Valgrind beside the toolchain of a build, made on first use; its reference. */
  ensureTools(build: ToolchainOfBuild, report: Report, signal: AbortSignal): Promise<string>;
  /**
   * Runs `use` with a terminal-ready container of an incremental build of the tree, for a program in it: of the
   * configuration that is asked for, or of the one that was used last.
   */
  withTerminal<T>(
    call: TerminalCall,
    use: (container: ContainerPort, build: FoundBuild) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T>;
  /** Backfills, bisections and nightly benchmarks. */
  automation(): Automation;
  close(): Promise<void>;
}

export type LoadServices = (settings: ConnectionSettings) => Promise<Services>;
