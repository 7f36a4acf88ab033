import * as vscode from 'vscode';
import type { ObjectId, ObjectKind } from '../../core/model/objects.ts';
import type { ActionPort } from '../../core/ports.ts';
import type { Editor } from '../editor.ts';
import type { Row } from '../resources/row.ts';

/** An object of the sidebar that a command is about. */
export interface ChosenObject {
  readonly row: Row;
  readonly object: ObjectId;
  /** Calls the engine that it is of. */
  act<T>(call: (actions: ActionPort) => Promise<T>): Promise<T>;
}

/**
 * The object of the row that was clicked, if it is one of these kinds; else a hint and `undefined`. Other extensions
 * may call a command with anything.
 */
export async function chosenObject(
  editor: Editor,
  clicked: unknown,
  kinds: readonly ObjectKind[],
): Promise<ChosenObject | undefined> {
  const [row] = (await editor.resources.rowsOf(clicked, undefined)) ?? [];
  const object = row?.object;
  if (row === undefined || object === undefined || !kinds.includes(object.kind)) {
    editor.messages.inform(
      vscode.l10n.t('This is in the menu of the rows of the Docker resources that it fits.'),
      [],
    );
    return undefined;
  }
  const pool = editor.pools.of(row.engine);
  return { row, object, act: (call) => pool.use(async (services) => call(await services.actions())) };
}
