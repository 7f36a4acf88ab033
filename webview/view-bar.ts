/** How the series are drawn: the kind of values, the scale, the moving average, and which part of the time. */
import { averageWindows, type Mode, modes, type ViewState } from '../src/shared/panel-state.ts';
import type { PanelTexts } from '../src/shared/panel-texts.ts';
import { createElement } from './elements.ts';
import { createButton, createDropdown } from './toolkit.ts';

export interface ViewBarEvents {
  readonly onMode: (mode: Mode) => void;
  /** The selected run is to be what others are relative to. */
  readonly onReference: () => void;
  readonly onLogarithmic: (logarithmic: boolean) => void;
  readonly onWindow: (window: number) => void;
  readonly onAddSeries: () => void;
  readonly onZoomIn: () => void;
  readonly onZoomOut: () => void;
  readonly onResetZoom: () => void;
}

export interface ViewBar {
  readonly element: HTMLElement;
  /** @param controlled whether there is a control to be relative to */
  readonly show: (view: ViewState, controlled: boolean) => void;
}

export function createViewBar(texts: PanelTexts, events: ViewBarEvents): ViewBar {
  const names: Readonly<Record<Mode, string>> = {
    absolute: texts.modeAbsolute,
    run: texts.modeRun,
    first: texts.modeFirst,
    control: texts.modeControl,
  };
  const mode = createDropdown(texts.mode, (value) => {
    const chosen = modes.find((one) => one === value);
    if (chosen !== undefined) {
      events.onMode(chosen);
    }
  });
  const reference = createButton(texts.useSelectedRun, 'secondary', events.onReference);
  const logarithmic = createElement('button', {
    className: 'legend-item toggle',
    text: texts.logarithmic,
    attributes: { type: 'button' },
  });
  logarithmic.addEventListener('click', () =>
    events.onLogarithmic(logarithmic.getAttribute('aria-pressed') !== 'true'),
  );
  const average = averageField(texts, events.onWindow);
  const resetZoom = createButton(texts.resetZoom, 'secondary', events.onResetZoom);
  return {
    element: createElement('div', {
      className: 'view-bar',
      children: [
        createButton(texts.addSeries, 'secondary', events.onAddSeries),
        mode.element,
        reference,
        logarithmic,
        average.element,
        createElement('span', { className: 'legend-space' }),
        resetZoom,
        zoomButton('−', texts.zoomOut, events.onZoomOut),
        zoomButton('+', texts.zoomIn, events.onZoomIn),
      ],
    }),
    show(view, controlled) {
      const offered = modes.filter((one) => one !== 'control' || controlled || view.mode === 'control');
      mode.setEntries(
        offered.map((one) => ({ value: one, label: names[one] })),
        view.mode,
      );
      reference.hidden = view.mode !== 'run';
      logarithmic.setAttribute('aria-pressed', String(view.logarithmic));
      average.setValue(view.window);
      resetZoom.hidden = view.zoom === null;
    },
  };
}

function averageField(
  texts: PanelTexts,
  onWindow: (window: number) => void,
): { readonly element: HTMLElement; readonly setValue: (window: number) => void } {
  const { least, most } = averageWindows;
  const input = createElement('input', {
    attributes: { type: 'number', min: String(least), max: String(most), step: '1' },
  });
  input.addEventListener('change', () => {
    const window = Math.min(Math.max(Math.round(input.valueAsNumber), least), most);
    if (Number.isFinite(window)) {
      onWindow(window);
    }
  });
  return {
    element: createElement('label', { className: 'average-window', children: [texts.averageWindow, input] }),
    setValue: (window) => {
      input.value = String(window);
    },
  };
}

function zoomButton(icon: string, label: string, onClick: () => void): HTMLButtonElement {
  const button = createElement('button', {
    className: 'icon-button',
    text: icon,
    attributes: { type: 'button', title: label, 'aria-label': label },
  });
  button.addEventListener('click', onClick);
  return button;
}
