/** The editor's root: synchronous and short. What is behind it is loaded when it is first used. */
import type { ExtensionContext } from 'vscode';
import type { LoadServices } from './core/services.ts';
import { registerCommands, registerTasks } from './host/commands.ts';
import { closeEditor, createEditor, type Editor } from './host/editor.ts';
import { registerCommitFiles } from './host/runs/commit-files.ts';
import { registerTests } from './host/testing/register-tests.ts';
import { productLocations } from './local/locations.ts';

/** Loads what is behind the editor; the extension's own folder has the files that run inside containers. */
function servicesOf(extensionPath: string): LoadServices {
  return async (settings) => {
    const composition = await import('./compose.ts');
    return composition.loadServices(settings, extensionPath);
  };
}

let editor: Editor | undefined;

/** Called by the editor once, when a php-src tree, a view or a command of the extension is opened. */
export function activate(context: ExtensionContext): void {
  editor = createEditor(context, servicesOf(context.extensionPath), productLocations().historyPath);
  registerCommands(context, editor);
  registerTasks(context, editor);
  registerTests(context, editor);
  registerCommitFiles(context, editor.services);
}

/** Called by the editor before it ends; it waits some seconds for the containers to be removed. */
export async function deactivate(): Promise<void> {
  if (editor !== undefined) {
    await closeEditor(editor);
  }
}
