/** How a file of an image or container is named in the editor, so that it can be opened again in another window. */
import { isObjectId, type ObjectId } from '../../core/model/objects.ts';

export interface ContentAddress {
  /** Which engine it is of, as `EnginePools` names it. */
  readonly engine: string;
  readonly object: ObjectId;
  /** Without links, from the root. */
  readonly path: string;
}

/** The parts of a URI that name a file. */
export interface UriParts {
  readonly authority: string;
  readonly path: string;
  readonly query: string;
}

const shortIdLength = 12;

/** The authority is for people: it is what the editor shows of the object. */
export function uriPartsOf({ engine, object, path }: ContentAddress): UriParts {
  const { kind, id } = object;
  return {
    authority: `${kind}-${id.replace('sha256:', '').slice(0, shortIdLength)}`,
    path,
    query: new URLSearchParams({ engine, kind, id }).toString(),
  };
}

/** The file that a URI names; `undefined` for one that is none of ours, as anybody can write one. */
export function contentAddress({ path, query }: UriParts): ContentAddress | undefined {
  const values = new URLSearchParams(query);
  const kind = values.get('kind');
  const id = values.get('id') ?? '';
  const engine = values.get('engine');
  if ((kind !== 'image' && kind !== 'container') || engine === null || !path.startsWith('/')) {
    return undefined;
  }
  const object = { kind, id } as const;
  return isObjectId(object) ? { engine, object, path } : undefined;
}
