import type { ObjectId } from '../../core/model/objects.ts';
import type { Origin } from '../../core/resources/origin.ts';

/** A row of the Docker resources tree, before it becomes a tree item of the editor. */
export interface Row {
  /** Unique in the tree and the same after a refresh, so that what is expanded stays so. */
  readonly id: string;
  /** Which engine it is of, as `EnginePools` names it. */
  readonly engine: string;
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

/** The groups of rows, in the order in which they are shown. */
export const sections = ['images', 'dangling', 'containers', 'dead', 'volumes', 'networks', 'cache'] as const;

export type Section = (typeof sections)[number];

/** The row of an object, with what it is grouped, sorted and searched by. */
export interface ObjectRow extends Row {
  readonly object: ObjectId;
  readonly section: Section;
  readonly madeBy: Origin;
  readonly inUse: boolean;
  /** What only it holds; `undefined` if it is not known. */
  readonly bytes: number | undefined;
  readonly createdAtMs: number | undefined;
}
