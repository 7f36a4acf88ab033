import * as vscode from 'vscode';
import { type Recipe, recipeFolder } from '../core/recipe/toolchain.ts';
import { configurationOf } from './configuration.ts';
import type { Editor } from './editor.ts';
import { runs } from './messages.ts';
import { chooseTree } from './trees.ts';

/** Shows the Dockerfile of the toolchain that the open tree is built with. */
export async function showRecipeCommand(editor: Editor): Promise<void> {
  const recipe = await readRecipe(editor);
  if (recipe !== undefined) {
    await editor.reports.showText(`toolchain-${recipe.key}.dockerfile`, recipe.dockerfile);
  }
}

/** Writes the Dockerfile and what it copies into a new folder, to be changed and built by hand. */
export async function exportRecipeCommand(editor: Editor): Promise<void> {
  const recipe = await readRecipe(editor);
  if (recipe === undefined) {
    return;
  }
  const [parent] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Export Here'),
      title: vscode.l10n.t('Choose where the folder of the recipe is made'),
    })) ?? [];
  if (parent === undefined) {
    return;
  }
  const folder = vscode.Uri.joinPath(parent, `php-source-bench-toolchain-${recipe.key}`);
  await vscode.workspace.fs.createDirectory(folder);
  for (const { path, content } of recipeFolder(recipe)) {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, path), bytes);
  }
  const message = vscode.l10n.t('The recipe is in {0}. Build it with "docker build .".', folder.fsPath);
  editor.messages.inform(message, [runs(vscode.l10n.t('Open Folder'), 'vscode.openFolder', folder, true)]);
}

async function readRecipe(editor: Editor): Promise<Recipe | undefined> {
  const tree = await chooseTree();
  const title = vscode.l10n.t('Recipe for {0}', tree.name);
  const { preset, platform } = configurationOf(tree);
  const request = { treeRoot: tree.root, preset, platform };
  return editor.operations.run(
    tree,
    title,
    ({ report, signal }) =>
      editor.services.use((services) => services.readRecipe(request, report, signal), tree.root),
    { configuration: 'recipe' },
  );
}
