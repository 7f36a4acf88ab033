/** Results as documents of the editor, to be read, searched and saved. */
import * as vscode from 'vscode';

async function showDocument(language: string, content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  await vscode.window.showTextDocument(document, { preview: false });
}

/** A Markdown document with its preview in front. */
export async function showMarkdown(content: string): Promise<void> {
  await showDocument('markdown', content);
  await vscode.commands.executeCommand('markdown.showPreview');
}

/** A value as JSON. */
export async function showJson(value: unknown): Promise<void> {
  await showDocument('json', `${JSON.stringify(value, undefined, 2)}\n`);
}

/** Plain text. */
export async function showText(content: string): Promise<void> {
  await showDocument('plaintext', content);
}
