/** What runs at the moment: at most one operation per tree. */

/** A running operation. */
export interface Operation {
  readonly treeRoot: string;
  /** For people, for instance `Build of php-src`. */
  readonly title: string;
  readonly controller: AbortController;
  /** The step that it is at, for people; empty before the first. */
  step: string;
}

/** The running operations, and who wants to hear of changes. */
export class Running {
  readonly #operations = new Map<string, { operation: Operation; settled: Promise<unknown> }>();
  readonly #listeners = new Set<() => void>();

  /** What runs on a tree. */
  on(treeRoot: string): Operation | undefined {
    return this.#operations.get(treeRoot)?.operation;
  }

  all(): readonly Operation[] {
    return [...this.#operations.values()].map(({ operation }) => operation);
  }

  /**
   * Runs `work` as the tree's operation and settles as it does. Call only while nothing runs on that tree.
   * @throws Error if something does: two operations would then share one entry.
   */
  async run<T>(treeRoot: string, title: string, work: (operation: Operation) => Promise<T>): Promise<T> {
    if (this.#operations.has(treeRoot)) {
      throw new Error(`An operation already runs on ${treeRoot}.`);
    }
    const operation: Operation = { treeRoot, title, controller: new AbortController(), step: '' };
    const settled = work(operation);
    this.#operations.set(treeRoot, { operation, settled });
    this.#changed();
    try {
      return await settled;
    } finally {
      this.#operations.delete(treeRoot);
      this.#changed();
    }
  }

  /** Notes the step that an operation is at. */
  step(operation: Operation, title: string): void {
    operation.step = title;
    this.#changed();
  }

  /** Aborts everything and settles when all of it has cleaned up. */
  async abortAll(): Promise<void> {
    const entries = [...this.#operations.values()];
    for (const { operation } of entries) {
      operation.controller.abort();
    }
    await Promise.allSettled(entries.map(({ settled }) => settled));
  }

  /** Calls `listener` when an operation starts, takes a step or ends. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  #changed(): void {
    for (const listener of this.#listeners) {
      listener();
    }
  }
}
