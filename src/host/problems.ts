import * as vscode from 'vscode';
import {
  type CompilerMessage,
  CompilerMessageReader,
  type CompilerPlace,
  mergeMessages,
} from '../core/build/compiler-messages.ts';
import type { Report } from '../core/ports.ts';
import { prefix } from './command-names.ts';
import { logLine } from './foreign-text.ts';
import type { OpenTree } from './trees.ts';

/** A compile command comes with every include folder, and ends with the file that it compiles. */
const maxLineLength = 64 * 1024;

/** What the compilers said of the open trees, in the Problems view. */
export class Problems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection(prefix);
  /** By the tree's root. */
  readonly #messages = new Map<string, readonly CompilerMessage[]>();

  /**
   * Runs a build with its output read along, and shows what holds after it, however it ended.
   * @param everything whether it compiles all files
   */
  async watch<T>(
    tree: OpenTree,
    everything: boolean,
    report: Report,
    build: (report: Report) => Promise<T>,
  ): Promise<T> {
    const reader = new CompilerMessageReader(tree.root);
    const atStart = this.#messages.get(tree.root) ?? [];
    try {
      return await build((event) => {
        if (event.kind === 'line') {
          reader.push(logLine(event.text, maxLineLength));
        }
        report(event);
      });
    } finally {
      const known = { atStart, atEnd: this.#messages.get(tree.root) ?? [] };
      this.#messages.set(tree.root, mergeMessages(known, reader.output(), everything));
      this.#show();
    }
  }

  dispose(): void {
    this.#collection.dispose();
  }

  #show(): void {
    const entries = new Map<string, { uri: vscode.Uri; diagnostics: vscode.Diagnostic[] }>();
    for (const [root, messages] of this.#messages) {
      for (const message of messages) {
        const uri = uriOf(root, message);
        const entry = entries.get(uri.toString()) ?? { uri, diagnostics: [] };
        entry.diagnostics.push(diagnostic(root, message));
        entries.set(uri.toString(), entry);
      }
    }
    this.#collection.clear();
    this.#collection.set([...entries.values()].map(({ uri, diagnostics }) => [uri, diagnostics]));
  }
}

function uriOf(root: string, { path }: CompilerPlace): vscode.Uri {
  return vscode.Uri.joinPath(vscode.Uri.file(root), ...path.split('/'));
}

/** A compiler names one place; the editor stretches an empty range over the word there. */
function rangeOf({ line, column }: CompilerPlace): vscode.Range {
  return column === 0
    ? new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER)
    : new vscode.Range(line - 1, column - 1, line - 1, column - 1);
}

function diagnostic(root: string, message: CompilerMessage): vscode.Diagnostic {
  const { Error: error, Warning: warning } = vscode.DiagnosticSeverity;
  const made = new vscode.Diagnostic(
    rangeOf(message),
    message.text,
    message.severity === 'error' ? error : warning,
  );
  made.source = 'PHP Source Bench';
  if (message.flag !== '') {
    made.code = message.flag;
  }
  made.relatedInformation = message.notes.map(
    (note) =>
      new vscode.DiagnosticRelatedInformation(
        new vscode.Location(uriOf(root, note), rangeOf(note)),
        note.text,
      ),
  );
  return made;
}
