/**
 * What the page says of a run to the editor's context menu (`data-vscode-context`). The menu decides by it what to
 * offer, and hands it to the command that is chosen, which takes no one's word for it.
 */
import * as v from 'valibot';

const contextSchema = v.object({
  seriesId: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  runId: v.pipe(v.string(), v.uuid()),
});

/** A run of a series. */
export type RunContext = v.InferOutput<typeof contextSchema>;

/** The attribute's value for a run. The editor's own entries, cut and paste, stay away. */
export function runContext(
  { seriesId, runId }: RunContext,
  { excluded, hasCommit }: { readonly excluded: boolean; readonly hasCommit: boolean },
): string {
  return JSON.stringify({
    ...{ webviewSection: 'run', seriesId, runId },
    ...{ runIsExcluded: excluded, runHasCommit: hasCommit, preventDefaultContextMenuItems: true },
  });
}

/** The run that a command was called with; `undefined` if it was called with something else. */
export function parseRunContext(data: unknown): RunContext | undefined {
  const result = v.safeParse(contextSchema, data);
  return result.success ? result.output : undefined;
}
