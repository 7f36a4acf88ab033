import * as vscode from 'vscode';
import type { EnginePools } from '../engine-pools.ts';
import { detailFacts, type Facts } from './details-text.ts';
import type { Row } from './row.ts';

/** What a row tells on demand; nothing for groups, and where the engine does not say. */
export async function detailsOf(row: Row, pools: EnginePools, signal: AbortSignal): Promise<Facts> {
  const { object, engine } = row;
  if (object === undefined) {
    return [];
  }
  const details = await pools
    .of(engine)
    .use((services) => services.readDetails(object, signal))
    // The rest of the tooltip is worth showing.
    .catch(() => undefined);
  const context = { nowMs: Date.now(), locale: vscode.env.language, t: vscode.l10n.t };
  return details === undefined ? [] : detailFacts(details, context);
}
