import * as vscode from 'vscode';
import type { KeptReports } from './kept-reports.ts';

/** As package.json says, so that a preview that is restored starts the extension. */
const scheme = 'php-source-bench-report';

/** Of a window. A text that was shown longer ago stands in its tab all the same. */
const maxTexts = 50;

/**
 * Results to be read, searched and, with "Save As...", saved: documents that cannot be edited, so that they close
 * without a question. Previews come back with a window that is loaded anew; other texts go with it.
 */
export class ReportDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #kept: KeptReports;
  /** Oldest first. */
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registrations: vscode.Disposable;

  constructor(kept: KeptReports) {
    this.#kept = kept;
    this.#registrations = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const address = uri.toString();
    return (
      this.#texts.get(address) ??
      this.#kept.read(address) ??
      vscode.l10n.t('This was a report of an earlier window. Run its command again.')
    );
  }

  /**
   * Opens the preview of a Markdown document, or brings the one of the same title and identity up to date and to the
   * front. Other Markdown that is opened does not take its place.
   * @param identity tells it from others of its title; it is not shown
   */
  async showMarkdown(title: string, markdown: string, identity?: string): Promise<void> {
    const uri = this.#put(`${title}.md`, markdown, identity);
    await this.#kept.keep(uri.toString(), markdown);
    await vscode.commands.executeCommand('markdown.showPreview', uri, undefined, { locked: true });
  }

  /** Opens a text, or the one of the same name and identity; its language follows from the name's end. */
  async showText(name: string, text: string, identity?: string): Promise<void> {
    await this.#showText(this.#put(name, text, identity), false);
  }

  /** The same, while the focus stays where it is. */
  async showTextBehind(name: string, text: string): Promise<void> {
    await this.#showText(this.#put(name, text, undefined), true);
  }

  /** Opens a value as JSON. */
  async showJson(title: string, value: unknown, identity?: string): Promise<void> {
    await this.showText(`${title}.json`, `${JSON.stringify(value, undefined, 2)}\n`, identity);
  }

  dispose(): void {
    this.#registrations.dispose();
  }

  async #showText(uri: vscode.Uri, preserveFocus: boolean): Promise<void> {
    await vscode.window.showTextDocument(uri, { preview: false, preserveFocus });
  }

  /** @param name foreign text */
  #put(name: string, text: string, identity: string | undefined): vscode.Uri {
    const parts = identity === undefined ? [name] : [identity, name];
    const path = parts.map((part) => `/${part.replaceAll('/', '\u2215')}`).join('');
    const uri = vscode.Uri.from({ scheme, path });
    const address = uri.toString();
    this.#texts.delete(address);
    this.#texts.set(address, text);
    for (const oldest of [...this.#texts.keys()].slice(0, -maxTexts)) {
      this.#texts.delete(oldest);
    }
    this.#changed.fire(uri);
    return uri;
  }
}

/** The title of what is told once, and not again for what happens later. */
export function datedTitle(title: string, atMs: number): string {
  return `${title}, ${new Date(atMs).toLocaleString(vscode.env.language)}`;
}
