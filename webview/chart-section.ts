/** The chart with its legend, its tooltip, its keys and what is said aloud. */
import type { PanelTexts } from '../src/shared/panel-texts.ts';
import { Chart, type Pointed } from './chart.ts';
import type { Layer } from './chart-options.ts';
import { createElement } from './elements.ts';
import { type Formats, fill } from './format.ts';
import { runFacts, type Wording } from './run-facts.ts';
import { onThemeChange } from './theme.ts';
import { createButton } from './toolkit.ts';
import { createTooltip } from './tooltip.ts';

export interface ChartSection {
  readonly element: HTMLElement;
  readonly show: (wording: Wording, label: string) => void;
  /** Moves the cursor to a run and says it aloud. */
  readonly pointAt: (index: number) => void;
}

/** The section; the chart is drawn when its element is in the page and visible. */
export function createChartSection(texts: PanelTexts, formats: Formats): ChartSection {
  const canvas = createElement('div', {
    className: 'chart',
    attributes: {
      tabindex: '0',
      role: 'application',
      'aria-roledescription': texts.chartRole,
      'aria-describedby': 'chart-keys',
    },
  });
  const keys = createElement('p', {
    className: 'unseen',
    text: texts.chartKeys,
    attributes: { id: 'chart-keys' },
  });
  const spoken = createElement('p', { className: 'unseen', attributes: { 'aria-live': 'polite' } });
  const tooltip = createTooltip();
  const resetZoom = createButton(texts.resetZoom, 'secondary', () => chart.resetZoom());
  resetZoom.hidden = true;
  let wording: Wording | undefined;
  const chart = new Chart(canvas, formats, {
    onPoint: (pointed) => showPoint(wording, pointed),
    onZoom: (zoomed) => {
      resetZoom.hidden = !zoomed;
    },
  });
  const showPoint = (shown: Wording | undefined, pointed: Pointed | undefined) => {
    if (shown === undefined || pointed === undefined) {
      tooltip.hide();
    } else {
      tooltip.show(shown, pointed);
    }
  };
  const pointAt = (index: number) => {
    if (wording !== undefined) {
      chart.pointAt(index);
      spoken.textContent = sentence(wording, index);
    }
  };
  canvas.append(tooltip.element);
  onThemeChange(() => chart.restyle());
  canvas.addEventListener('keydown', (event) => {
    const index = wording && nextIndex(event.key, chart.index, wording.series.times.length);
    if (index !== undefined) {
      event.preventDefault();
      pointAt(index);
    } else if (event.key === 'Escape') {
      chart.leave();
      chart.resetZoom();
    }
  });
  canvas.addEventListener('blur', () => chart.leave());
  return {
    element: createElement('section', {
      className: 'chart-section',
      children: [canvas, keys, spoken, legend(texts, chart, resetZoom)],
    }),
    show(next, label) {
      wording = next;
      canvas.setAttribute('aria-label', fill(texts.chart, label));
      chart.show(next.series, next.unit);
    },
    pointAt(index) {
      canvas.focus();
      pointAt(index);
    },
  };
}

/** The run that a key goes to; `undefined` for other keys and for a series without runs. */
function nextIndex(key: string, current: number | undefined, count: number): number | undefined {
  const last = count - 1;
  if (last < 0) {
    return undefined;
  }
  switch (key) {
    case 'ArrowLeft':
      return current === undefined ? last : Math.max(0, current - 1);
    case 'ArrowRight':
      return current === undefined ? last : Math.min(last, current + 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

function sentence(wording: Wording, index: number): string {
  const facts = runFacts(wording, index);
  const { texts, series, formats } = wording;
  return [
    fill(texts.position, formats.count(index + 1), formats.count(series.times.length)),
    facts.median,
    ...(facts.average === '' ? [] : [`${texts.average}: ${facts.average}`]),
    `PHP ${facts.version}`,
    facts.commit,
    facts.subject,
    facts.remark,
    facts.time,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function legend(texts: PanelTexts, chart: Chart, resetZoom: HTMLElement): HTMLElement {
  const names: Readonly<Record<Layer, string>> = {
    median: texts.median,
    average: texts.average,
    range: texts.range,
    level: texts.level,
  };
  const order: readonly Layer[] = ['median', 'average', 'level', 'range'];
  return createElement('div', {
    className: 'legend',
    children: [
      ...order.map((layer) => legendButton(layer, names[layer], chart)),
      createElement('span', { className: 'legend-space' }),
      resetZoom,
    ],
  });
}

/** Shows and hides a layer. */
function legendButton(layer: Layer, name: string, chart: Chart): HTMLElement {
  const button = createElement('button', {
    className: 'legend-item',
    attributes: { type: 'button', 'aria-pressed': 'true' },
    children: [createElement('span', { className: `swatch swatch-${layer}` }), name],
  });
  button.addEventListener('click', () => {
    const visible = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(visible));
    chart.setLayer(layer, visible);
  });
  return button;
}
