/** What the files of one layer come to, counted as its archive streams by. */
import type { ListedEntry } from '../model/files.ts';

export interface LayerFile {
  /** From the root, with a slash before it; foreign text. */
  readonly path: string;
  readonly sizeBytes: number;
}

export interface LayerSummary {
  readonly files: number;
  /** Sum of the contents. */
  readonly sizeBytes: number;
  /** Files and folders of the layers below that it takes away. */
  readonly removed: number;
  /** The largest first. */
  readonly largest: readonly LayerFile[];
}

const shownFiles = 10;

/** How a layer says that it takes something away (image-spec, "Whiteouts"); what else begins so is bookkeeping. */
const whiteout = /(?:^|\/)\.wh\.(?!\.wh\.)[^/]+$/;
const opaqueWhiteout = /(?:^|\/)\.wh\.\.wh\.\.opq$/;
const bookkeeping = /(?:^|\/)\.wh\.\.wh\./;

/** Keeps the largest files only, however many there are. */
export class LayerTally {
  #files = 0;
  #sizeBytes = 0;
  #removed = 0;
  readonly #largest: LayerFile[] = [];

  add({ path, type, sizeBytes }: ListedEntry): void {
    const name = path.replace(/\/+$/, '');
    if (whiteout.test(name) || opaqueWhiteout.test(name)) {
      this.#removed += 1;
    } else if (type === 'file' && !bookkeeping.test(name)) {
      this.#files += 1;
      this.#sizeBytes += sizeBytes;
      this.#keep({ path: `/${name.replace(/^(?:\.?\/)+/, '')}`, sizeBytes });
    }
  }

  read(): LayerSummary {
    return {
      files: this.#files,
      sizeBytes: this.#sizeBytes,
      removed: this.#removed,
      largest: [...this.#largest],
    };
  }

  #keep(file: LayerFile): void {
    const largest = this.#largest;
    const at = largest.findIndex(({ sizeBytes }) => sizeBytes < file.sizeBytes);
    largest.splice(at < 0 ? largest.length : at, 0, file);
    largest.length = Math.min(largest.length, shownFiles);
  }
}
