import type { ObjectId } from '../../core/model/objects.ts';

/** A row of the Docker resources tree, before it becomes a tree item of the editor. */
export interface Row {
  /** Unique in the tree and the same after a refresh, so that what is expanded stays so. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Name and value of each line of the tooltip; plain text. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** Name of a codicon. */
  readonly icon: string;
  /** Whether the extension made the object. */
  readonly own: boolean;
  /** For `when` clauses of menus. */
  readonly kind: string;
  /** What it stands for; `undefined` for a group. */
  readonly object: ObjectId | undefined;
  /** What a screen reader says. */
  readonly spoken: string;
  /** `undefined` for a row that cannot be expanded. */
  readonly children: readonly Row[] | undefined;
  readonly expanded: boolean;
}
