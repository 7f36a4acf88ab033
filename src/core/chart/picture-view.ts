import type { ReferenceRun } from '../plot/ratios.ts';

/** What of a picture can be left out: the last two of the main series only. */
export type PictureLayer = 'median' | 'average' | 'level' | 'range';

/** How series are drawn, whichever they are. */
export interface PictureView {
  /** The numbers themselves, or their ratios to a run's, to the first one's that is shown, or to the control's. */
  readonly mode: 'absolute' | 'run' | 'first' | 'control';
  /** The run that others are compared with. */
  readonly reference: ReferenceRun | null;
  readonly logarithmic: boolean;
  /** How many runs the moving average covers. */
  readonly window: number;
  readonly hiddenLayers: readonly PictureLayer[];
}
