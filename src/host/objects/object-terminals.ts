/** Terminals on a container of the Docker resources: its log as it grows, and a shell beside what runs there. */
import * as vscode from 'vscode';
import type { ActionPort, TerminalPort, TerminalSize } from '../../core/ports.ts';
import { plainText } from '../../core/text/format.ts';
import { ContainerTerminal, usualEnding } from '../container-terminal.ts';
import type { Editor } from '../editor.ts';
import { showTerminal } from '../show-terminal.ts';
import { type ChosenObject, chosenObject } from './chosen-object.ts';
import { openLogTerminal } from './log-terminal.ts';

const maxNameLength = 60;

interface Shown {
  readonly title: string;
  readonly icon: string;
  /** What the terminal says when it is over, before it is closed. */
  readonly ending: (exitCode: number) => string;
  readonly open: (
    actions: ActionPort,
    id: string,
    size: TerminalSize,
    signal: AbortSignal,
  ) => Promise<TerminalPort>;
}

/** Opens a terminal with a container's log, which follows it; the terminal's own search finds in it. */
export async function containerLogCommand(editor: Editor, clicked: unknown): Promise<void> {
  const chosen = await chosenObject(editor, clicked, ['container']);
  if (chosen !== undefined) {
    show(editor, chosen, {
      title: vscode.l10n.t('Log of {0}', nameOf(chosen)),
      icon: 'output',
      ending: () => vscode.l10n.t('The log ends here. Press any key to close the terminal.'),
      open: (actions, id, _size, signal) => openLogTerminal(actions, id, signal),
    });
  }
}

/** Opens a terminal with a shell in a running container. */
export async function containerExecCommand(editor: Editor, clicked: unknown): Promise<void> {
  const chosen = await chosenObject(editor, clicked, ['container']);
  if (chosen !== undefined) {
    show(editor, chosen, {
      title: vscode.l10n.t('Shell in {0}', nameOf(chosen)),
      icon: 'terminal',
      ending: usualEnding,
      open: (actions, id, size, signal) => actions.openShellIn(id, size, signal),
    });
  }
}

function nameOf({ row }: ChosenObject): string {
  return plainText(row.label, maxNameLength);
}

function show(editor: Editor, { act, object }: ChosenObject, { title, icon, ending, open }: Shown): void {
  const pty = new ContainerTerminal(
    (use) =>
      act((actions) => use({ openTerminal: (size, signal) => open(actions, object.id, size, signal) }, '')),
    (error) => editor.messages.failure(error),
    { greeting: '', ending },
  );
  showTerminal(editor, pty, { title, icon });
}
