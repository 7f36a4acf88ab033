import * as vscode from 'vscode';
import { toBenchError } from '../../core/errors.ts';
import type { BuildConfiguration } from '../../core/model/build.ts';
import type { TestResult, TestSummary } from '../../core/model/phpt.ts';
import type { Report } from '../../core/ports.ts';
import { buildWithin } from '../build-command.ts';
import { configurationOf } from '../configuration.ts';
import { configurationId, describeConfiguration } from '../configuration-text.ts';
import type { Editor } from '../editor.ts';
import { describeEvent } from '../log.ts';
import type { OperationContext } from '../operations.ts';
import type { OpenTree } from '../trees.ts';
import { mayRun } from '../trust.ts';
import { showDuration, showResult } from './show-result.ts';
import type { TestItems } from './test-items.ts';

/** What of one tree is run. */
interface Part {
  readonly tree: OpenTree;
  readonly items: readonly vscode.TestItem[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** Runs what is asked for in the Test Explorer, one tree after the other, each on a build that is brought up to date. */
export async function runTests(
  editor: Editor,
  controller: vscode.TestController,
  items: TestItems,
  request: vscode.TestRunRequest,
  token: vscode.CancellationToken,
): Promise<void> {
  if (!mayRun(editor.messages)) {
    return;
  }
  const run = controller.createTestRun(request);
  const cancelled = new AbortController();
  const stops = [token, run.token].map((stop) => stop.onCancellationRequested(() => cancelled.abort()));
  try {
    for (const part of partsOf(items, request.include ?? (await items.trees()), request.exclude ?? [])) {
      if (!cancelled.signal.aborted) {
        await new TestRunner(editor, items, run, part).run(cancelled.signal);
      }
    }
  } catch (error) {
    editor.messages.failure(error);
  } finally {
    for (const stop of stops) {
      stop.dispose();
    }
    run.end();
  }
}

function partsOf(
  items: TestItems,
  included: readonly vscode.TestItem[],
  excluded: readonly vscode.TestItem[],
): readonly Part[] {
  const places = included.flatMap((item) => {
    const place = items.placeOf(item);
    return place === undefined ? [] : [{ item, ...place }];
  });
  const left = excluded.flatMap((item) => items.placeOf(item) ?? []);
  const trees = new Map(places.map(({ tree }) => [tree.root, tree]));
  return [...trees.values()].map((tree) => {
    const own = places.filter((place) => place.tree.root === tree.root);
    return {
      tree,
      items: own.map(({ item }) => item),
      include: own.map(({ path }) => path),
      exclude: left.filter((place) => place.tree.root === tree.root).map(({ path }) => path),
    };
  });
}

/** Runs the tests of one tree and shows what comes of them. */
class TestRunner {
  readonly #editor: Editor;
  readonly #items: TestItems;
  readonly #run: vscode.TestRun;
  readonly #part: Part;
  /** Results are shown in their order; finding an item may have to read folders. */
  #shown: Promise<void> = Promise.resolve();

  constructor(editor: Editor, items: TestItems, run: vscode.TestRun, part: Part) {
    this.#editor = editor;
    this.#items = items;
    this.#run = run;
    this.#part = part;
  }

  /** Settles when all is shown; failures are told by then. */
  async run(signal: AbortSignal): Promise<void> {
    const { tree, items } = this.#part;
    const configuration = configurationOf(tree);
    const name = describeConfiguration(configuration, vscode.l10n.t);
    for (const item of items) {
      await this.#items.expand(item);
    }
    this.#forEachShown((test) => this.#run.enqueued(test));
    const summary = await this.#editor.operations.run(
      tree,
      vscode.l10n.t('Tests of {0} ({1})', tree.name, name),
      (context) => this.#work(configuration, context),
      { configuration: configurationId(configuration), signal, quiet: true },
    );
    await this.#shown;
    for (const result of summary?.results ?? []) {
      await this.#showDuration(result);
    }
  }

  async #work(configuration: BuildConfiguration, { report, signal }: OperationContext): Promise<TestSummary> {
    const { tree } = this.#part;
    const listen: Report = (event) => {
      report(event);
      this.#print(describeEvent(event));
    };
    try {
      const what = { tree, mode: 'incremental', configuration } as const;
      const built = await buildWithin(this.#editor, what, { report: listen, signal });
      this.#forEachShown((test) => this.#run.started(test));
      return await this.#editor.services.use((services, { testJobs, testTimeoutSeconds }) => {
        const { include, exclude } = this.#part;
        const request = { include, exclude, jobs: testJobs, timeoutSeconds: testTimeoutSeconds };
        return services.runTests(built, request, (result) => this.#show(result), listen, signal);
      }, tree.root);
    } catch (error) {
      this.#print(toBenchError(error).message);
      throw error;
    }
  }

  /** Only tests get a state: the editor takes that of a folder from those in it. */
  #forEachShown(mark: (test: vscode.TestItem) => void): void {
    for (const item of this.#part.items) {
      this.#items.shownTests(item).forEach(mark);
    }
  }

  #print(line: string): void {
    this.#run.appendOutput(`${line}\r\n`);
  }

  #show(result: TestResult): void {
    this.#shown = this.#shown.then(async () => {
      const item = await this.#items.find(this.#part.tree, result.path);
      if (item !== undefined) {
        await showResult(this.#run, item, result);
      }
    });
    // A failure is told to whoever waits for all of them.
    this.#shown.catch(() => undefined);
  }

  async #showDuration(result: TestResult): Promise<void> {
    const item = await this.#items.find(this.#part.tree, result.path);
    if (item !== undefined) {
      showDuration(this.#run, item, result);
    }
  }
}
