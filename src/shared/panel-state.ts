/** What the history panel's page keeps for itself, so that a reload of the window brings it back as it was. */
import * as v from 'valibot';

const panelStateSchema = v.object({ seriesId: v.pipe(v.number(), v.safeInteger()) });

export type PanelState = v.InferOutput<typeof panelStateSchema>;

/** The state that was kept; `undefined` if there is none that can be read. */
export function parsePanelState(data: unknown): PanelState | undefined {
  const result = v.safeParse(panelStateSchema, data);
  return result.success ? result.output : undefined;
}
