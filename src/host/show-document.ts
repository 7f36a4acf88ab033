import * as vscode from 'vscode';

/** Opens a text as a document of its own. */
export async function showDocument(language: string, content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  await vscode.window.showTextDocument(document, { preview: false });
}

/** Opens a Markdown text as it reads, with its source behind it. */
export async function showMarkdown(content: string): Promise<void> {
  await showDocument('markdown', content);
  await vscode.commands.executeCommand('markdown.showPreview');
}
