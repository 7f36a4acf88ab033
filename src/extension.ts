/** The editor's root: synchronous and short. What is behind it is loaded when it is first used. */
import type { ExtensionContext } from 'vscode';
import type { LoadServices } from './core/services.ts';
import { registerCommands } from './host/commands.ts';
import { closeEditor, createEditor, type Editor } from './host/editor.ts';

const loadServices: LoadServices = async (settings) => {
  const composition = await import('./compose.ts');
  return composition.loadServices(settings);
};

let editor: Editor | undefined;

/** Called by the editor once, when a php-src tree, a view or a command of the extension is opened. */
export function activate(context: ExtensionContext): void {
  editor = createEditor(context, loadServices);
  registerCommands(context, editor);
}

/** Called by the editor before it ends; it waits some seconds for the containers to be removed. */
export async function deactivate(): Promise<void> {
  if (editor !== undefined) {
    await closeEditor(editor);
  }
}
