/** A stretch of a series between two change points, spikes left out. */
export interface Stretch {
  /** Index of its first and of its last point in the series. */
  readonly first: number;
  readonly last: number;
  /** The geometric mean of its points without the spikes, in the unit of the series. */
  readonly level: number;
}

/** A place between two points of a series where its level moves. */
export interface ChangePoint {
  /** Index of the last point of the old level; the change lies after it. */
  readonly lastBefore: number;
  /** Index of the first point of the new level; the change is in it or, after a gap, before it. */
  readonly firstAfter: number;
  /** As above, but so wide that the change lies within with 95 %: what a bisection has to search. */
  readonly range: { readonly lastBefore: number; readonly firstAfter: number };
  /** The levels of the stretches on both sides, in the unit of the series. */
  readonly before: number;
  readonly after: number;
  /** `after - before`, in the unit of the series. */
  readonly absolute: number;
  /** `after / before - 1`, of the series divided by its control if the change was found in that. */
  readonly relative: number;
  /** Size times duration, as a multiple of what an alarm asks for: 1 is just enough; less if instructions prove it. */
  readonly strength: number;
  /** 0 to 1: how unusual such a difference between neighbouring stretches is for this series. */
  readonly confidence: number;
}

/** One or two points off the level of their neighbours. */
export interface Spike {
  readonly index: number;
  /** What was measured, and what is usual there: the median around it. In the unit of the series. */
  readonly value: number;
  readonly usual: number;
  /** `value / usual - 1`. */
  readonly relative: number;
  /** Whether the series came back. If not, it is the newest point: a spike, or the start of a change. */
  readonly cameBack: boolean;
}

/** What is known of a series. `changes[i]` lies between `stretches[i]` and `stretches[i + 1]`. */
export interface SeriesChanges {
  readonly changes: readonly ChangePoint[];
  readonly spikes: readonly Spike[];
  /** At least one, unless the series has no points. */
  readonly stretches: readonly Stretch[];
}
