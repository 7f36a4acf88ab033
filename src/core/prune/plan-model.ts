/** A prune plan: a frozen list of what would be removed from one engine, and its file for the command line. */
import * as v from 'valibot';
import { errors } from '../errors.ts';
import { objectKey } from '../model/objects.ts';
import { origins } from '../resources/origin.ts';

const maxTextLength = 4096;
const maxListLength = 10_000;
const maxItems = 1_000_000;

const text = v.pipe(v.string(), v.maxLength(maxTextLength));
const amount = v.optional(v.pipe(v.number(), v.finite(), v.minValue(0)));
const texts = v.pipe(v.array(text), v.maxLength(maxListLength), v.readonly());

const common = {
  id: text,
  /** For people. */
  name: text,
  /** Whether it is ticked to go. */
  remove: v.boolean(),
  /** Whether a person may tick it. */
  removable: v.boolean(),
  /** Why it goes or stays. */
  reason: text,
  /** About how many bytes only it holds, if it is known. */
  bytes: amount,
  createdAtMs: amount,
  /** How long it took to make it, if that was noted. */
  remakeMs: amount,
  madeBy: v.picklist(origins),
};

/** With each object comes what must not have changed when it is looked at again. */
const itemSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('container'), ...common, state: text, finishedAtMs: amount }),
  v.strictObject({
    kind: v.literal('image'),
    ...common,
    /** Tags and digests. */
    references: texts,
    /** Nameless images that it rests on, the nearest first: they go after it, unless something else needs them. */
    steps: texts,
  }),
  v.strictObject({ kind: v.literal('volume'), ...common }),
  v.strictObject({ kind: v.literal('network'), ...common }),
  v.strictObject({ kind: v.literal('build-cache'), ...common }),
]);

export type PlanItem = Readonly<v.InferOutput<typeof itemSchema>>;

const planSchema = v.pipe(
  v.strictObject({
    format: v.literal('php-source-bench prune plan'),
    version: v.literal(1),
    madeAtMs: v.pipe(v.number(), v.finite()),
    /** Which engine it is for: a plan is carried out on no other. */
    engine: v.pipe(
      v.strictObject({ id: text, name: text, endpoint: text, local: v.boolean() }),
      v.readonly(),
    ),
    /** Name of the rule. */
    rule: text,
    /** In the order in which they go: users before what they use, children before parents. */
    items: v.pipe(v.array(v.pipe(itemSchema, v.readonly())), v.maxLength(maxItems), v.readonly()),
  }),
  v.readonly(),
);

export type PrunePlan = v.InferOutput<typeof planSchema>;

/** The items that are ticked. */
export function tickedItems(plan: PrunePlan): readonly PlanItem[] {
  return plan.items.filter(({ remove }) => remove);
}

/** About how much these items free, as far as it is known. */
export function bytesOf(items: readonly PlanItem[]): number {
  return items.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
}

/** The same plan with exactly these objects ticked, as far as they may be; what a person changed says so. */
export function withTicks(plan: PrunePlan, ticked: ReadonlySet<string>): PrunePlan {
  const items = plan.items.map((item) => {
    const remove = item.removable && ticked.has(objectKey(item));
    if (remove === item.remove) {
      return item;
    }
    return { ...item, remove, reason: remove ? `ticked by hand (${item.reason})` : 'left out by hand' };
  });
  return { ...plan, items };
}

/** The plan as a file. */
export function planFile(plan: PrunePlan): string {
  return `${JSON.stringify(plan, undefined, 2)}\n`;
}

/**
 * A plan from a file's text.
 * @param origin names the file in the error
 * @throws `prune-plan-unusable`
 */
export function parsePlanFile(content: string, origin: string): PrunePlan {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw errors.prunePlanUnusable(origin, 'it is not JSON.', error);
  }
  const result = v.safeParse(planSchema, value, { abortEarly: true });
  if (result.success) {
    return result.output;
  }
  const [issue] = result.issues;
  const place = v.getDotPath(issue) ?? 'the whole';
  throw errors.prunePlanUnusable(origin, `it is not a plan of this version (${place}: ${issue.message}).`);
}
