/** Invariant: all that the extension makes carries its kind, and only what carries it is removed. */
import { type Labels, label } from '../core/model/labels.ts';

/** The labels as the engine takes them; throws when the kind is missing, which is a mistake in this program. */
export function requireOwn(labels: Labels): Record<string, string> {
  if (!isOwn(labels)) {
    throw new TypeError(`an object without the label ${label.kind} must not be made`);
  }
  return { ...labels };
}

/** Whether the labels are those of an object that the extension made. */
export function isOwn(labels: Labels): boolean {
  return labels[label.kind] !== undefined && labels[label.kind] !== '';
}
