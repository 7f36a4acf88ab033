/** The chart with its legend, its tooltip, its keys and what is said aloud. */
import type { ShownView } from '../src/shared/panel-messages.ts';
import type { PanelTexts } from '../src/shared/panel-texts.ts';
import { Chart, type Pointed } from './chart.ts';
import type { Layer } from './chart-options.ts';
import { ChartRuns } from './chart-runs.ts';
import { createElement } from './elements.ts';
import { type Formats, fill } from './format.ts';
import { runFacts, type Wording } from './run-facts.ts';
import type { OpenRun } from './run-menu.ts';
import { onThemeChange, readTheme, type Theme } from './theme.ts';
import { createButton } from './toolkit.ts';
import { createTooltip } from './tooltip.ts';

export interface ChartSection {
  readonly element: HTMLElement;
  readonly show: (wording: Wording, label: string) => void;
  /** Moves the cursor to a run and says it aloud. */
  readonly pointAt: (index: number) => void;
  /** What is shown; `undefined` before there is a series. */
  readonly view: () => ShownView | undefined;
}

/** The section; the chart is drawn when its element is in the page and visible. */
export function createChartSection(texts: PanelTexts, formats: Formats, onOpen: OpenRun): ChartSection {
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
  const runs = new ChartRuns(canvas, onOpen);
  const resetZoom = createButton(texts.resetZoom, 'secondary', () => chart.resetZoom());
  resetZoom.hidden = true;
  let wording: Wording | undefined;
  let label = '';
  const chart = new Chart(canvas, formats, {
    onPoint: (pointed) => showPoint(wording, pointed),
    onZoom: (zoomed) => {
      resetZoom.hidden = !zoomed;
    },
  });
  const showPoint = (shown: Wording | undefined, pointed: Pointed | undefined) => {
    runs.point(pointed);
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
    const index = wording && nextIndex(event.key, chart.index ?? runs.kept, wording.series.times.length);
    if (index !== undefined) {
      event.preventDefault();
      pointAt(index);
    } else if (event.key === 'Escape') {
      chart.leave();
      chart.resetZoom();
    }
  });
  canvas.addEventListener('blur', () => chart.leave());
  const comeBack = () => {
    if (runs.kept !== undefined && canvas.matches(':focus-visible')) {
      chart.pointAt(runs.kept);
    }
  };
  canvas.addEventListener('focus', comeBack);
  return {
    element: createElement('section', {
      className: 'chart-section',
      children: [canvas, keys, spoken, legend(texts, chart, resetZoom)],
    }),
    show(next, named) {
      wording = next;
      canvas.setAttribute('aria-label', fill(texts.chart, named));
      label = named;
      runs.show(next.series);
      chart.show(next.series, next.unit);
      comeBack();
    },
    pointAt(index) {
      canvas.focus();
      pointAt(index);
    },
    view: () => wording && shownView(chart, wording, label),
  };
}

/** What the chart shows at this moment, and what it looks like. */
function shownView(chart: Chart, { series, texts }: Wording, title: string): ShownView | undefined {
  const theme = readTheme();
  const legend = shownLayers(texts, theme).filter(({ layer }) => chart.isShown(layer));
  const picture = chart.picture({ title, legend }, theme);
  return picture === '' ? undefined : { seriesIds: [series.id], range: chart.range ?? null, picture };
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

/** The layers in the order of the legend, in words and in colours. */
function shownLayers(texts: PanelTexts, theme: Theme) {
  return [
    { layer: 'median', name: texts.median, colour: theme.point },
    { layer: 'average', name: texts.average, colour: theme.average },
    { layer: 'level', name: texts.level, colour: theme.level },
    { layer: 'range', name: texts.range, colour: theme.muted },
  ] as const;
}

function legend(texts: PanelTexts, chart: Chart, resetZoom: HTMLElement): HTMLElement {
  return createElement('div', {
    className: 'legend',
    children: [
      ...shownLayers(texts, readTheme()).map(({ layer, name }) => legendButton(layer, name, chart)),
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
