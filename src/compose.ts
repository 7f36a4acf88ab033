/** Wires the ports to their makers, for both roots. Everything is made on first use and kept until `close`. */
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createAutomation } from './core/automation/automation.ts';
import { listSuites } from './core/bench/list-suites.ts';
import { type JobDeps, runJob } from './core/bench/run-job.ts';
import { machineIdentity } from './core/bench/run-start.ts';
import { measureInTurns } from './core/bisect/measure-turns.ts';
import { type BuildDeps, type BuildSettings, buildTree } from './core/build/build-tree.ts';
import { copyInterpreter } from './core/build/copy-interpreter.ts';
import { buildsOf, wantedOfTree } from './core/build/find-build.ts';
import { withTerminal } from './core/build/terminal.ts';
import { recipeOfTree } from './core/build/tree-recipe.ts';
import { HeldStates } from './core/build/volume-state.ts';
import { runCompare } from './core/compare/run-compare.ts';
import { lookAtContent, readContent, readFileTree, readImageSteps } from './core/contents/contents.ts';
import { runCheckup } from './core/doctor/run-checkup.ts';
import { ChangeNews } from './core/news/change-news.ts';
import { runPhpt } from './core/phpt/run-phpt.ts';
import type { EnginePort, HistoryPort, MachinePort } from './core/ports.ts';
import { applyPlan } from './core/prune/apply.ts';
import { readPrunePlan } from './core/prune/read-plan.ts';
import { findTarget } from './core/recipe/ensure-toolchain.ts';
import { ensureTools } from './core/recipe/ensure-tools.ts';
import { sharedBuilds } from './core/recipe/shared-builds.ts';
import { readDetails } from './core/resources/details.ts';
import { readResources } from './core/resources/read-resources.ts';
import { watchResources } from './core/resources/watch-resources.ts';
import type { ConnectionSettings, Services } from './core/services.ts';
import { readStorage } from './core/storage/read-storage.ts';
import { connectEngine } from './engine/connect.ts';
import { readContainerAssets } from './local/assets.ts';
import { automationFiles } from './local/automation-files.ts';
import { localClock } from './local/clock.ts';
import { localCollector } from './local/collector/collector.ts';
import { aptBootstrap } from './local/debootstrap.ts';
import { localDownloads } from './local/download.ts';
import { listEngines, resolveEndpoint } from './local/endpoint.ts';
import { localFolders } from './local/engine-folders.ts';
import { localArchive } from './local/history/local-archive.ts';
import { openHistory } from './local/history/open.ts';
import { localSecrets } from './local/known-secrets.ts';
import { productLocations } from './local/locations.ts';
import { localMachine } from './local/machine.ts';
import { localProfiles } from './local/machine-profile.ts';
import { localNewsStore } from './local/news-store.ts';
import { saveChart } from './local/save-chart.ts';
import { localFiles } from './local/save-files.ts';
import { localSuiteFiles } from './local/suite-files.ts';
import { localTrees } from './local/tree/tree-port.ts';

/** A value that is made on first use; a failure is not kept, so that the next use tries again. */
class Lazy<T> {
  readonly #make: () => Promise<T>;
  #made: Promise<T> | undefined;

  constructor(make: () => Promise<T>) {
    this.#make = make;
  }

  get(): Promise<T> {
    this.#made ??= this.#make().catch((error: unknown) => {
      this.#made = undefined;
      throw error;
    });
    return this.#made;
  }

  /** Hands the value to `end` if it was ever made; settles when that has ended. */
  async release(end: (value: T) => Promise<void> | void): Promise<void> {
    const made = this.#made;
    this.#made = undefined;
    await made?.then(end, () => {
      // It was never made, so there is nothing to end.
    });
  }
}

async function openEngine(settings: ConnectionSettings): Promise<EnginePort> {
  const engine = await connectEngine(await resolveEndpoint(settings.dockerHost, process.env));
  return { ...engine, buildImage: sharedBuilds(engine.buildImage) };
}

/** What waits in an engine that has gone is found as a killed program's. */
async function closeEngine(engine: EnginePort): Promise<void> {
  await engine.releaseKept().catch(() => undefined);
  engine.close();
}

/** Opens the history and ends the runs of programs that were killed. */
async function openOwnHistory(path: string, machine: MachinePort): Promise<HistoryPort> {
  const history = await openHistory(path);
  try {
    history.endAbandonedRuns(machine.ownerIsGone);
    return history;
  } catch (error) {
    history.close();
    throw error;
  }
}

/**
 * The services with these settings.
 * @param productRoot the folder with `media/`: the extension's, or the checkout's
 */
export async function loadServices(settings: ConnectionSettings, productRoot: string): Promise<Services> {
  const locations = productLocations();
  const trees = localTrees();
  const machine = localMachine();
  const suiteFiles = localSuiteFiles();
  const folders = localFolders();
  const engine = new Lazy<EnginePort>(() => openEngine(settings));
  const historyPath = settings.historyPath || locations.historyPath;
  const history = new Lazy<HistoryPort>(() => openOwnHistory(historyPath, machine));
  const toolchain: BuildSettings = settings;
  const states = new HeldStates();
  const buildDeps = async (): Promise<BuildDeps & { readonly engine: EnginePort }> => ({
    engine: await engine.get(),
    tree: trees,
    machine,
    downloads: localDownloads(locations.cacheDirectory),
    bootstrap: aptBootstrap({ cacheDirectory: locations.cacheDirectory }),
    profiles: localProfiles(settings.profiles),
    assets: await readContainerAssets(productRoot),
    states,
  });
  const jobDeps = async (deps: BuildDeps & { readonly engine: EnginePort }): Promise<JobDeps> => ({
    ...deps,
    machine,
    suiteFiles,
    collector: localCollector(),
    history: await history.get(),
  });
  const removeLeftovers: Services['removeLeftovers'] = async (signal) =>
    (await engine.get()).removeLeftovers(machine.ownerIsGone, signal);
  const benchmark: Services['benchmark'] = async (request, report, signal) => {
    const deps = await buildDeps();
    await removeLeftovers(signal);
    return runJob(await jobDeps(deps), toolchain, request, report, signal);
  };
  const automation = createAutomation({
    ...automationFiles(locations.dataDirectory, productRoot),
    ...{ tree: trees, machine, measure: benchmark },
    history: () => history.get(),
    target: async (wanted, signal) => {
      const { engine: found, platform } = await findTarget(await buildDeps(), wanted, signal);
      return { machine: machineIdentity(machine, found), platform };
    },
    measureInTurns: async (signal) => {
      const deps = await buildDeps();
      await removeLeftovers(signal);
      return measureInTurns({ ...(await jobDeps(deps)), random: Math.random }, toolchain, signal);
    },
  });
  const news = new ChangeNews({
    history: () => history.get(),
    store: localNewsStore(join(locations.dataDirectory, 'news')),
    sha256: machine.sha256,
    pause: () => setImmediate(),
  });
  return {
    automation: () => automation,
    benchmark,
    removeLeftovers,
    checkUp: (report, signal) => {
      const deps = {
        connect: () => engine.get(),
        profiles: localProfiles(settings.profiles),
        downloads: localDownloads(locations.cacheDirectory),
        secrets: localSecrets(),
        machine,
      };
      return runCheckup(deps, settings, report, signal);
    },
    describeEngine: async (signal) => (await engine.get()).describe(signal),
    readTree: (root, signal) => trees.readTree(root, signal),
    build: async (request, report, signal) => {
      const deps = await buildDeps();
      await removeLeftovers(signal);
      return buildTree(deps, toolchain, request, report, signal);
    },
    readRecipe: async (request, report, signal) =>
      recipeOfTree(await buildDeps(), toolchain, request, report, signal),
    readSuites: (request, signal) => listSuites({ tree: trees, suiteFiles }, request, signal),
    compare: async (request, report, signal) => {
      const deps = await buildDeps();
      await removeLeftovers(signal);
      return runCompare(
        { ...(await jobDeps(deps)), random: Math.random },
        toolchain,
        request,
        report,
        signal,
      );
    },
    recentCommits: async (treeRoot, limit, signal) => {
      const { git } = await trees.readTree(treeRoot, signal);
      return git === undefined ? [] : trees.listCommits(treeRoot, undefined, 'HEAD', limit, signal);
    },
    commits: () => trees,
    runTests: async (build, request, onResult, report, signal) =>
      runPhpt(await buildDeps(), build, request, onResult, report, signal),
    readResources: async (onRows, signal) => readResources(await engine.get(), onRows, signal),
    watchResources: async (onResources, signal) =>
      watchResources({ engine: await engine.get(), clock: localClock }, onResources, signal),
    readDetails: async (object, signal) => readDetails(await engine.get(), object, signal),
    actions: () => engine.get(),
    readStorage: async (sizes, signal) => readStorage({ engine: await engine.get(), folders }, sizes, signal),
    lookAtFolder: (path) => folders.lookAtFolder(path),
    readFileTree: async (object, report, signal) =>
      readFileTree({ engine: await engine.get(), machine }, object, report, signal),
    lookAtContent: async (object, path, signal) =>
      lookAtContent({ engine: await engine.get(), machine }, object, path, signal),
    readContent: async (object, path, signal) =>
      readContent({ engine: await engine.get(), machine }, object, path, signal),
    readImageSteps: async (id, report, signal) =>
      readImageSteps({ engine: await engine.get(), machine }, id, report, signal),
    listContexts: () => listEngines(process.env),
    planPrune: async (request, signal) => {
      // What waits for a next build would keep its volume and its toolchain from being removed.
      await (await engine.get()).releaseKept();
      const lastUses = async () => (await history.get()).lastUses();
      return readPrunePlan({ engine: await engine.get(), machine, lastUses }, request, signal);
    },
    applyPrune: async (plan, options, report, signal) =>
      applyPlan({ engine: await engine.get(), files: localFiles(), machine }, plan, options, report, signal),
    history: () => history.get(),
    news: () => news,
    archive: () => localArchive(historyPath),
    exportChart: async (request, path) => saveChart(await history.get(), request, path),
    listBuilds: async (treeRoot, signal) =>
      buildsOf(await engine.get(), await trees.resolveRoot(treeRoot), signal),
    copyInterpreter: async (build, path, signal) =>
      copyInterpreter({ engine: await engine.get(), files: localFiles(), machine }, build, path, signal),
    ensureTools: async (build, report, signal) => ensureTools(await buildDeps(), build, report, signal),
    withTerminal: async (call, use, signal) => {
      const { program, tools, built } = call;
      const { treeRoot, wanted } =
        built === undefined
          ? await wantedOfTree(trees, call.treeRoot, call, signal)
          : { treeRoot: built.treeRoot, wanted: built };
      return withTerminal(await engine.get(), machine, { treeRoot, program, tools, wanted }, use, signal);
    },
    close: async () => {
      await history.release((open) => open.close());
      await engine.release(closeEngine);
    },
  };
}
