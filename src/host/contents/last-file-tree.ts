import type { FileTree } from '../../core/contents/file-tree.ts';

/** The files of the image that was looked at last, so that its next file opens at once. One tree takes enough memory. */
export class LastFileTree {
  #last: { readonly key: string; readonly tree: FileTree } | undefined;

  get(key: string): FileTree | undefined {
    return this.#last?.key === key ? this.#last.tree : undefined;
  }

  keep(key: string, tree: FileTree): void {
    this.#last = { key, tree };
  }
}
