import * as vscode from 'vscode';

/**
 * Opens the editor's settings at those that match `query`. In a remote window (SSH, WSL, container, browser) that is
 * the page of the remote machine, where the extension and the engine are: the other page leaves out the settings
 * that belong to a machine.
 */
export async function openSettings(query: string): Promise<void> {
  if (vscode.env.remoteName === undefined) {
    await vscode.commands.executeCommand('workbench.action.openSettings', query);
  } else {
    await vscode.commands.executeCommand('workbench.action.openRemoteSettings', { query });
  }
}
