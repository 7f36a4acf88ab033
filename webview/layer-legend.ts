/** What is drawn of the main series; each layer can be hidden. */
import type { Layer } from '../src/shared/panel-state.ts';
import type { PanelTexts } from '../src/shared/panel-texts.ts';
import { createElement } from './elements.ts';
import { fill } from './format.ts';

const order: readonly Layer[] = ['median', 'average', 'level', 'range'];

export interface LayerLegend {
  readonly element: HTMLElement;
  readonly show: (hidden: readonly Layer[], averageWindow: number) => void;
}

export function createLayerLegend(texts: PanelTexts, onToggle: (layer: Layer) => void): LayerLegend {
  const rows = order.map((layer) => {
    const name = createElement('span');
    const button = createElement('button', {
      className: 'legend-item',
      attributes: { type: 'button' },
      children: [createElement('span', { className: `swatch swatch-${layer}` }), name],
    });
    button.addEventListener('click', () => onToggle(layer));
    return { layer, name, button };
  });
  return {
    element: createElement('div', { className: 'legend', children: rows.map(({ button }) => button) }),
    show(hidden, averageWindow) {
      const names: Readonly<Record<Layer, string>> = {
        median: texts.median,
        average: fill(texts.average, averageWindow),
        level: texts.level,
        range: texts.range,
      };
      for (const { layer, name, button } of rows) {
        name.textContent = names[layer];
        button.setAttribute('aria-pressed', String(!hidden.includes(layer)));
      }
    },
  };
}
