import * as vscode from 'vscode';

/** Shells without the editor's integration never say that they are ready. */
const promptLimitMs = 2000;

/** A terminal with a command line that waits for its Enter: a person decides whether it runs. */
export async function typeCommand(command: string): Promise<void> {
  const terminal = vscode.window.createTerminal('Docker');
  terminal.show();
  // What is typed before the prompt is there stands in front of it too.
  await promptOf(terminal);
  terminal.sendText(command, false);
}

function promptOf(terminal: vscode.Terminal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const listening = vscode.window.onDidChangeTerminalShellIntegration((event) => {
    if (event.terminal === terminal) {
      resolve();
    }
  });
  const limit = setTimeout(resolve, promptLimitMs);
  return promise.finally(() => {
    clearTimeout(limit);
    listening.dispose();
  });
}
