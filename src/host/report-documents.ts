import * as vscode from 'vscode';

const scheme = 'php-source-bench-report';

/** Reports that cannot be edited, as documents that close without a question. They are as long as their window. */
export class ReportDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registrations: vscode.Disposable;

  constructor() {
    this.#registrations = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return (
      this.#texts.get(uri.toString()) ??
      vscode.l10n.t('This was a report of an earlier window. Run its command again.')
    );
  }

  /** Opens the preview of a Markdown document, or brings one of the same title up to date and to the front. */
  async showMarkdown(title: string, markdown: string): Promise<void> {
    await vscode.commands.executeCommand('markdown.showPreview', this.#put(`${title}.md`, markdown));
  }

  /** Opens a text; its language follows from the name's end. */
  async showText(name: string, text: string): Promise<void> {
    await vscode.window.showTextDocument(this.#put(name, text), { preview: false });
  }

  dispose(): void {
    this.#registrations.dispose();
  }

  /** @param name foreign text; only its last part is shown */
  #put(name: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme, path: `/${name.replaceAll('/', '\u2215')}` });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    return uri;
  }
}
