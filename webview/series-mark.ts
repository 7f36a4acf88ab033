/** The mark of a series in the legend and the tooltip: its line and its marker, as on the chart. */

import { looks, roundMarker } from '../src/core/plot/looks.ts';
import { createElement } from './elements.ts';

const namespace = 'http://www.w3.org/2000/svg';
const [width, height] = [36, 14];

/** The main series has the colours of the style sheet, the others those of their place. */
export function seriesMark(
  place: number | undefined,
  theme: { readonly series: readonly string[] },
): SVGElement {
  const look = looks[place ?? -1];
  const svg = svgElement('svg', {
    class: look === undefined ? 'mark mark-main' : 'mark',
    width: String(width),
    height: String(height),
    viewBox: `${-width / 2} ${-height / 2} ${width} ${height}`,
    'aria-hidden': 'true',
  });
  const colour = theme.series[place ?? -1] ?? 'currentColor';
  svg.append(
    svgElement('path', {
      class: 'mark-line',
      d: `M${-width / 2} 0H${width / 2}`,
      stroke: colour,
      'stroke-width': '2',
      'stroke-dasharray': look?.dash.join(' ') || 'none',
    }),
    svgElement('path', { class: 'mark-point', d: look?.marker ?? roundMarker, fill: colour }),
  );
  return svg;
}

function svgElement(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS(namespace, name);
  for (const [attribute, value] of Object.entries(attributes)) {
    element.setAttribute(attribute, value);
  }
  return element;
}

/** A series' mark and name on one line. */
export function seriesHeading(
  label: string,
  place: number | undefined,
  theme: { readonly series: readonly string[] },
): HTMLElement {
  return createElement('div', {
    className: 'tooltip-series',
    children: [seriesMark(place, theme), createElement('span', { text: label })],
  });
}
