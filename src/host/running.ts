/** What runs at the moment: builds side by side, each of a tree and a configuration, and at most one of each. */

/** What an operation works on. */
export interface Target {
  readonly treeRoot: string;
  /** Identifies what of the tree is worked on; `undefined` for all of it, so that nothing else may run there. */
  readonly configuration: string | undefined;
}

/** A running operation. */
export interface Operation extends Target {
  /** For people, for instance `Build of php-src`. */
  readonly title: string;
  readonly controller: AbortController;
  /** The step that it is at, for people; empty before the first. */
  step: string;
}

/** The running operations, and who wants to hear of changes. */
export class Running {
  readonly #operations = new Map<Operation, Promise<unknown>>();
  readonly #listeners = new Set<() => void>();

  /** What runs on a tree, in the order of the starts. */
  on(treeRoot: string): readonly Operation[] {
    return this.all().filter((operation) => operation.treeRoot === treeRoot);
  }

  /** What runs already and cannot run beside an operation on `target`. */
  conflicting(target: Target): Operation | undefined {
    return this.on(target.treeRoot).find(
      ({ configuration }) =>
        configuration === undefined ||
        target.configuration === undefined ||
        configuration === target.configuration,
    );
  }

  all(): readonly Operation[] {
    return [...this.#operations.keys()];
  }

  /**
   * Runs `work` as an operation and settles as it does. Call only while nothing runs that conflicts with it.
   * @throws Error if something does: one would then work on what the other is changing.
   */
  async run<T>(target: Target, title: string, work: (operation: Operation) => Promise<T>): Promise<T> {
    if (this.conflicting(target) !== undefined) {
      throw new Error(`An operation already runs on ${target.treeRoot}.`);
    }
    const { treeRoot, configuration } = target;
    const operation = { treeRoot, configuration, title, controller: new AbortController(), step: '' };
    const settled = work(operation);
    this.#operations.set(operation, settled);
    this.#changed();
    try {
      return await settled;
    } finally {
      this.#operations.delete(operation);
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
    const entries = [...this.#operations];
    for (const [operation] of entries) {
      operation.controller.abort();
    }
    await Promise.allSettled(entries.map(([, settled]) => settled));
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
