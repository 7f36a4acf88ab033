/** Names for single objects of an engine. */

/** What can be removed by itself. */
export const objectKinds = ['container', 'image', 'volume', 'network', 'build-cache'] as const;

export type ObjectKind = (typeof objectKinds)[number];

/** One object of an engine. */
export interface ObjectId {
  readonly kind: ObjectKind;
  /** The name of a volume, the identifier of anything else. */
  readonly id: string;
}

/** A container that uses an object, a stopped one too. */
export interface User {
  readonly id: string;
  readonly name: string;
}

/** Tells objects apart, whatever their kind. */
export function objectKey({ kind, id }: ObjectId): string {
  return `${kind}:${id}`;
}

const idForms: Readonly<Record<ObjectKind, RegExp>> = {
  container: /^[0-9a-f]{64}$/,
  image: /^sha256:[0-9a-f]{64}$/,
  volume: /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}$/,
  network: /^[0-9a-z]{25,64}$/,
  // An engine looks for these anywhere in its records' identifiers: only a whole one names just one.
  'build-cache': /^[0-9a-z]{25}$/,
};

/** Whether an identifier is of Docker's form, so that it can be sent to an engine and means exactly one object. */
export function isObjectId({ kind, id }: ObjectId): boolean {
  return idForms[kind].test(id);
}
