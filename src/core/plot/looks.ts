/**
 * How series beside the main one look: each has a colour, a dash and a marker of its own, so that none of the three
 * has to tell them apart alone.
 */

export interface Look {
  /** Index of a colour of {@link seriesColours}. */
  readonly colour: number;
  /** Lengths of strokes and gaps, in pixels of the page; none for a whole line. */
  readonly dash: readonly number[];
  /** A closed shape within a circle of radius 4 around the origin, as SVG writes paths. */
  readonly marker: string;
}

/** The marker of the main series. */
export const roundMarker = 'M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0Z';

const shapes = [
  'M-3.2 -3.2H3.2V3.2H-3.2Z',
  'M0 -4L3.8 3H-3.8Z',
  'M0 4L3.8 -3H-3.8Z',
  'M0 -4.4L3.6 0L0 4.4L-3.6 0Z',
  'M-1.3 -4H1.3V-1.3H4V1.3H1.3V4H-1.3V1.3H-4V-1.3H-1.3Z',
  'M0 -4L4 -0.8L2.4 3.8H-2.4L-4 -0.8Z',
  'M-4 -2H4V2H-4Z',
  'M-2 -4H2V4H-2Z',
] as const;

const dashes = [[], [8, 4], [2, 3], [10, 3, 2, 3], [5, 2], [12, 6], [2, 2, 8, 2], [4, 6]] as const;

/** One for each series that can be added. */
export const looks: readonly Look[] = shapes.map((marker, place) => ({
  colour: place,
  dash: dashes[place] ?? [],
  marker,
}));

/**
 * Colours that people who see few colours can tell apart too: those of Okabe and Ito (Color Universal Design, 2008),
 * darker or lighter where they would be hard to see, without the blue and the orange of the main series.
 */
export const seriesColours = {
  dark: ['#2fbf93', '#f0e442', '#e78ac3', '#56b4e9', '#ff7043', '#c5e86c', '#b39ddb', '#cfcfcf'],
  light: ['#007a59', '#7a6a00', '#a8437f', '#0b6fa4', '#b8400e', '#4d7c0f', '#5b3fa0', '#505050'],
} as const;

/**
 * The series in the places of {@link looks}: who has one keeps it, so that no series changes its look when another
 * comes or goes.
 */
export function assignPlaces(
  before: readonly (number | undefined)[],
  ids: readonly number[],
): readonly (number | undefined)[] {
  const places = looks.map((_, place) => {
    const id = before[place];
    return id !== undefined && ids.includes(id) ? id : undefined;
  });
  for (const id of ids.filter((one) => !places.includes(one))) {
    const free = places.indexOf(undefined);
    if (free >= 0) {
      places[free] = id;
    }
  }
  return places;
}
