import * as vscode from 'vscode';
import type { BuildRequest } from '../core/model/build.ts';
import type { Report } from '../core/ports.ts';
import { buildTitle, runBuild } from './build-command.ts';
import type { Editor } from './editor.ts';
import { inertText } from './foreign-text.ts';
import { describeEvent } from './log.ts';
import { findTrees, type OpenTree } from './trees.ts';

/** The type of our tasks in tasks.json. */
export const taskType = 'php-source-bench';

const modes = { build: 'incremental', cleanBuild: 'clean' } as const satisfies Readonly<
  Record<string, BuildRequest['mode']>
>;

type TaskName = keyof typeof modes;

/** The builds of the open trees as tasks, for tasks.json, key bindings and other tasks that depend on them. */
export class BuildTasks implements vscode.TaskProvider {
  readonly #editor: Editor;

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  async provideTasks(): Promise<vscode.Task[]> {
    const trees = await findTrees();
    return trees.flatMap((tree) => [
      this.#task(tree, { type: taskType, task: 'build' }, 'build'),
      this.#task(tree, { type: taskType, task: 'cleanBuild' }, 'cleanBuild'),
    ]);
  }

  /** Gives a task of tasks.json its work; `undefined` for one that is not ours or has no tree. */
  async resolveTask(task: vscode.Task): Promise<vscode.Task | undefined> {
    const name: unknown = task.definition.task;
    if (task.definition.type !== taskType || (name !== 'build' && name !== 'cleanBuild')) {
      return undefined;
    }
    const trees = await findTrees();
    const { scope } = task;
    const folder = typeof scope === 'object' ? scope.uri.toString() : undefined;
    const tree = folder === undefined ? trees[0] : trees.find(({ uri }) => uri.toString() === folder);
    return tree === undefined ? undefined : this.#task(tree, task.definition, name);
  }

  #task(tree: OpenTree, definition: vscode.TaskDefinition, name: TaskName): vscode.Task {
    const title = buildTitle(tree, modes[name]);
    const folder = vscode.workspace.getWorkspaceFolder(tree.uri);
    const execution = new vscode.CustomExecution(
      async () => new BuildTerminal(this.#editor, tree, modes[name]),
    );
    // What compilers say goes to the Problems view without a matcher.
    const task = new vscode.Task(
      definition,
      folder ?? vscode.TaskScope.Workspace,
      inertText(title),
      'PHP Source Bench',
      execution,
      [],
    );
    task.group = name === 'build' ? vscode.TaskGroup.Build : vscode.TaskGroup.Rebuild;
    return task;
  }
}

/** A task's terminal: shows a build's output and ends with it. */
class BuildTerminal implements vscode.Pseudoterminal {
  readonly #write = new vscode.EventEmitter<string>();
  readonly #close = new vscode.EventEmitter<number>();
  readonly onDidWrite = this.#write.event;
  readonly onDidClose = this.#close.event;
  readonly #controller = new AbortController();
  readonly #editor: Editor;
  readonly #tree: OpenTree;
  readonly #mode: BuildRequest['mode'];

  constructor(editor: Editor, tree: OpenTree, mode: BuildRequest['mode']) {
    this.#editor = editor;
    this.#tree = tree;
    this.#mode = mode;
  }

  open(): void {
    const listen: Report = (event) => this.#write.fire(`${describeEvent(event)}\r\n`);
    const { signal } = this.#controller;
    runBuild(this.#editor, this.#tree, this.#mode, { listen, signal }).then(
      (result) => this.#close.fire(result === undefined ? 1 : 0),
      (error: unknown) => {
        this.#editor.messages.failure(error);
        this.#close.fire(1);
      },
    );
  }

  /** Ending the task cancels the build. */
  close(): void {
    this.#controller.abort();
  }
}
