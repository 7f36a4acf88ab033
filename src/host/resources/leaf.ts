/** What the rows of all kinds of objects have in common. */
import { type Labels, label as labelName } from '../../core/model/labels.ts';
import { type ObjectId, objectKey } from '../../core/model/objects.ts';
import type { Origin } from '../../core/resources/origin.ts';
import { formatBytes, plainText } from '../../core/text/format.ts';
import type { Translate } from '../translate.ts';
import type { ObjectRow, Section } from './row.ts';

/** What rows depend on besides the objects. */
export interface RowContext {
  readonly nowMs: number;
  /** BCP 47, for ages. */
  readonly locale: string;
  readonly t: Translate;
  /** Which engine the rows are of, as `EnginePools` names it. */
  readonly engine: string;
}

const maxNameLength = 200;
const shortIdLength = 12;

/** An object's row in parts; `undefined` and empty ones are not known. */
export interface Leaf {
  readonly object: ObjectId;
  readonly section: Section;
  readonly type: string;
  readonly label: string;
  readonly parts: readonly (string | undefined)[];
  readonly facts: readonly (readonly [string, string | undefined])[];
  readonly icon: string;
  readonly kind: string;
  readonly labels: Labels;
  readonly madeBy: Origin;
  readonly inUse: boolean;
  readonly bytes: number | undefined;
  readonly createdAtMs: number | undefined;
}

/** Puts a row together; parts and facts that are not known are left out. */
export function leaf(given: Leaf, context: RowContext): ObjectRow {
  const { object, section, type, facts, icon, kind, madeBy, inUse, bytes: held, createdAtMs } = given;
  const own = madeBy === 'php-source-bench' ? given.labels[labelName.kind] : undefined;
  const maker = own === undefined ? makerOf(given, context) : plain(own);
  const known = [maker, ...given.parts].filter((part) => part !== undefined && part !== '');
  const name = plain(given.label);
  return {
    id: `${context.engine}${objectKey(object)}`,
    engine: context.engine,
    ...{ object, section, icon, kind, madeBy, inUse, bytes: held, createdAtMs },
    label: name,
    description: known.join(' · '),
    facts: [...facts, ...makerFacts(given, own, context)].flatMap(([key, value]) =>
      value === undefined || value === '' ? [] : [[key, plain(value)] as const],
    ),
    own: own !== undefined,
    spoken: [type, name, ...known].join(', '),
    children: undefined,
    expanded: false,
  };
}

/** The project of compose, or that a dev container made it; nothing for what nobody claims. */
function makerOf({ madeBy, labels }: Leaf, { t }: RowContext): string | undefined {
  if (madeBy === 'dev-container') {
    return t('dev container');
  }
  const project = labels['com.docker.compose.project'];
  return madeBy === 'compose' ? plain(project ?? 'compose') : undefined;
}

function makerFacts(
  { labels }: Leaf,
  own: string | undefined,
  { t }: RowContext,
): readonly (readonly [string, string | undefined])[] {
  return [
    [t('Made by PHP Source Bench'), own],
    [t('Tree'), labels[labelName.tree]],
    [t('PHP'), labels[labelName.phpVersion]],
    [t('Commit'), labels[labelName.commit]],
    [t('Configuration'), labels[labelName.configuration]],
    [t('Recipe'), labels[labelName.recipe]],
    [t('Platform'), labels[labelName.platform]],
    [t('Compose project'), labels['com.docker.compose.project']],
    [t('Compose service'), labels['com.docker.compose.service']],
    [t('Dev container of'), labels['devcontainer.local_folder']],
  ];
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

/** Names of users in a row's facts. */
export function userNames(users: readonly { readonly name: string }[]): string {
  return users.map(({ name }) => name).join(', ');
}
