import { seriesColours } from '../plot/looks.ts';

/** The colours of added series: of their marks and of their lines. */
function addedColours(colours: readonly string[]): string {
  return colours
    .map((colour, place) => `.mark-${place}{fill:${colour}}.line-${place}{stroke:${colour}}`)
    .join('');
}

/** Readable on light and dark screens, and on paper. */
export const chartStyle =
  '.page{fill:#fff}.chart text{font:12px system-ui,sans-serif;fill:#444}.chart .title{font-size:15px;font-weight:600;fill:#111}' +
  '.grid{stroke:#e2e2e6}.spread{fill:#4f5b93;fill-opacity:.15}circle{fill:#4f5b93}.average{fill:none;stroke:#b5651d;stroke-width:2}' +
  '.level{stroke:#7b3fb0;stroke-width:2;stroke-dasharray:8 5}.spike{fill:none;stroke:#c62828;stroke-width:2}' +
  '.excluded{fill:none;stroke:#767676;stroke-width:2}.slower line{stroke:#c62828}.faster line{stroke:#2e7d32}' +
  '.chart .slower text{fill:#c62828;font-weight:600}.chart .faster text{fill:#2e7d32;font-weight:600}' +
  addedColours(seriesColours.light) +
  '@media screen and (prefers-color-scheme:dark){.page{fill:#1e1e1e}.chart text{fill:#bbb}.chart .title{fill:#eee}.grid{stroke:#333}' +
  '.spread,circle{fill:#8892d6}.spread{fill-opacity:.22}.average{stroke:#e8a15c}.level{stroke:#c9a0f0}.spike,.slower line{stroke:#ff7b72}.faster line{stroke:#7ee787}' +
  '.excluded{stroke:#9a9a9a}.chart .slower text{fill:#ff7b72}.chart .faster text{fill:#7ee787}' +
  `${addedColours(seriesColours.dark)}}`;
