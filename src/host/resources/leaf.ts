/** What the rows of all kinds of objects have in common. */
import { type ObjectId, objectKey } from '../../core/model/objects.ts';
import { formatBytes, plainText } from '../../core/text/format.ts';
import type { Translate } from '../translate.ts';
import type { Row } from './row.ts';

/** What rows depend on besides the objects. */
export interface RowContext {
  readonly nowMs: number;
  /** BCP 47, for ages. */
  readonly locale: string;
  readonly t: Translate;
}

const maxNameLength = 200;
const shortIdLength = 12;

/** A row without children, in parts; `undefined` and empty ones are not known. */
export interface Leaf {
  readonly object: ObjectId;
  readonly type: string;
  readonly label: string;
  readonly parts: readonly (string | undefined)[];
  readonly facts: readonly (readonly [string, string | undefined])[];
  readonly icon: string;
  readonly kind: string;
  readonly ownKind: string | undefined;
}

/** Puts a row together; parts and facts that are not known are left out. */
export function leaf(
  { object, type, label, parts, facts, icon, kind, ownKind }: Leaf,
  { t }: RowContext,
): Row {
  const own = ownKind === undefined ? [] : [plain(ownKind)];
  const known = parts.filter((part) => part !== undefined && part !== '');
  const name = plain(label);
  const ownFact = ownKind === undefined ? [] : [[t('Made by PHP Source Bench'), plain(ownKind)] as const];
  return {
    id: objectKey(object),
    object,
    label: name,
    description: [...own, ...known].join(' · '),
    facts: [
      ...facts.flatMap(([key, value]) =>
        value === undefined || value === '' ? [] : [[key, plain(value)] as const],
      ),
      ...ownFact,
    ],
    icon,
    own: ownKind !== undefined,
    kind,
    spoken: [type, name, ...own, ...known].join(', '),
    children: undefined,
    expanded: false,
  };
}

/** A name from outside, fit for a row. */
export function plain(text: string): string {
  return plainText(text, maxNameLength);
}

/** An identifier as people know it. */
export function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, shortIdLength);
}

/** A date and time; `undefined` if it is not known. */
export function date(ms: number | undefined, locale: string): string | undefined {
  return ms === undefined || ms <= 0 ? undefined : new Date(ms).toLocaleString(locale);
}

/** A size; `undefined` if it is not known. */
export function bytes(value: number | undefined): string | undefined {
  return value === undefined || value < 0 ? undefined : formatBytes(value);
}
