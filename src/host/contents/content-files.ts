import * as vscode from 'vscode';
import { isBenchError } from '../../core/errors.ts';
import type { ListedEntry } from '../../core/model/files.ts';
import type { Services } from '../../core/services.ts';
import type { EnginePools } from '../engine-pools.ts';
import { type ContentAddress, contentAddress, uriPartsOf } from './content-address.ts';

/** As package.json says, so that a window that is restored starts the extension. */
const scheme = 'php-source-bench-file';

const nothing = new vscode.Disposable(() => undefined);

/** Files of images and containers as the editor reads them; it writes none. */
export class ContentFiles implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #pools: EnginePools;
  readonly #isShown: (engine: string) => boolean;
  /** Of images, which never change: each look at one costs a container. A few numbers for each file that was opened. */
  readonly #known = new Map<string, vscode.FileStat>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  readonly #registration: vscode.Disposable;

  /** @param isShown whether an engine is one of those that a person sees: an address may come from anybody */
  constructor(pools: EnginePools, isShown: (engine: string) => boolean) {
    this.#pools = pools;
    this.#isShown = isShown;
    this.#registration = vscode.workspace.registerFileSystemProvider(scheme, this, {
      isCaseSensitive: true,
      isReadonly: new vscode.MarkdownString(
        vscode.l10n.t('This is a file of a Docker image or container; it cannot be changed here.'),
      ),
    });
  }

  /** Opens a file in the editor that fits it. */
  async open(address: ContentAddress, sizeBytes: number): Promise<void> {
    const uri = vscode.Uri.from({ scheme, ...uriPartsOf(address) });
    this.#keep(uri, address, statOf({ type: 'file', sizeBytes, modifiedAtMs: 0 }));
    await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const known = this.#known.get(uri.toString());
    if (known !== undefined) {
      return known;
    }
    const entry = await this.#use(uri, (services, { object, path }) =>
      services.lookAtContent(object, path, new AbortController().signal),
    );
    const stat = statOf(entry);
    this.#keep(uri, this.#address(uri), stat);
    return stat;
  }

  readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return this.#use(uri, (services, { object, path }) =>
      services.readContent(object, path, new AbortController().signal),
    );
  }

  watch(): vscode.Disposable {
    return nothing;
  }

  readDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.Unavailable(uri);
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  #keep(uri: vscode.Uri, { object }: ContentAddress, stat: vscode.FileStat): void {
    if (object.kind === 'image') {
      this.#known.set(uri.toString(), stat);
    }
  }

  #address(uri: vscode.Uri): ContentAddress {
    const address = contentAddress(uri);
    if (address === undefined || !this.#isShown(address.engine)) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    return address;
  }

  async #use<T>(
    uri: vscode.Uri,
    call: (services: Services, address: ContentAddress) => Promise<T | undefined>,
  ): Promise<T> {
    const address = this.#address(uri);
    const found = await this.#pools
      .of(address.engine)
      .use((services) => call(services, address))
      .catch((error: unknown) => {
        throw isBenchError(error, 'engine-object-missing') ? vscode.FileSystemError.FileNotFound(uri) : error;
      });
    if (found === undefined) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    return found;
  }
}

function statOf({
  type,
  sizeBytes,
  modifiedAtMs,
}: Pick<ListedEntry, 'type' | 'sizeBytes' | 'modifiedAtMs'>): vscode.FileStat {
  return {
    type: type === 'directory' ? vscode.FileType.Directory : vscode.FileType.File,
    size: sizeBytes,
    ctime: modifiedAtMs,
    mtime: modifiedAtMs,
    permissions: vscode.FilePermission.Readonly,
  };
}
