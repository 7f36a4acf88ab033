/** All of the time in a narrow strip, with a brush over the part that the chart shows. */
import type { TimeSpan } from '../src/shared/panel-state.ts';
import type { PanelTexts } from '../src/shared/panel-texts.ts';
import { brushEdges, dragged, gripAt } from './brush.ts';
import { dragFrom } from './chart-navigation.ts';
import { SceneDrawing } from './draw-scene.ts';
import { createElement } from './elements.ts';
import { type Formats, fill } from './format.ts';
import { projection } from './projection.ts';
import { type Scene, valueRange } from './scene.ts';
import type { Theme } from './theme.ts';
import { spanAfterBrushKey } from './time-keys.ts';

export interface OverviewContent {
  readonly scene: Scene;
  readonly whole: TimeSpan;
  readonly span: TimeSpan;
  readonly theme: Theme;
}

export class Overview {
  readonly element: HTMLElement;
  readonly #strip: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #brush: HTMLElement;
  readonly #texts: PanelTexts;
  readonly #formats: Formats;
  readonly #drawing = new SceneDrawing();
  readonly #onSpan: (span: TimeSpan | undefined) => void;
  #content: OverviewContent | undefined;
  /** Of the strip; reading it anew would lay out the page in the middle of a frame. */
  #size = { width: 0, height: 0 };

  /** @param onSpan called with the part of the time that a person wants to see; `undefined` for all of it */
  constructor(texts: PanelTexts, formats: Formats, onSpan: (span: TimeSpan | undefined) => void) {
    this.#texts = texts;
    this.#formats = formats;
    this.#onSpan = onSpan;
    this.#brush = brushElement(texts);
    this.#canvas = createElement('canvas');
    this.#strip = createElement('div', {
      className: 'overview-strip',
      children: [this.#canvas, this.#brush],
    });
    const keys = createElement('p', {
      className: 'unseen',
      text: texts.overviewKeys,
      attributes: { id: 'overview-keys' },
    });
    this.element = createElement('div', { className: 'overview', children: [this.#strip, keys] });
    this.#strip.addEventListener('pointerdown', (event) => this.#onPointer(event));
    this.#strip.addEventListener('dblclick', () => onSpan(undefined));
    this.#brush.addEventListener('keydown', (event) => this.#onKey(event));
    new ResizeObserver(([entry]) => {
      this.#size = entry?.contentRect ?? this.#size;
      this.#draw();
    }).observe(this.#strip);
  }

  /** Draws the strip if it is to show something else, and puts the brush over the shown part. */
  show(content: OverviewContent): void {
    const before = this.#content;
    this.#content = content;
    if (before?.scene !== content.scene || before.theme !== content.theme) {
      this.#draw();
    } else {
      this.#placeBrush(content);
    }
  }

  /** Only the averages: the points of years would be one grey block. */
  #draw(): void {
    const content = this.#content;
    const ctx = this.#canvas.getContext('2d');
    if (content === undefined || ctx === null || this.#size.width === 0) {
      return;
    }
    this.#canvas.width = Math.round(this.#size.width * devicePixelRatio);
    this.#canvas.height = Math.round(this.#size.height * devicePixelRatio);
    const { whole: shown, theme } = content;
    const scene: Scene = { ...content.scene, hiddenLayers: new Set(['median', 'range', 'level']) };
    const room = 2 * devicePixelRatio;
    const box = { left: 0, top: room, width: this.#canvas.width, height: this.#canvas.height - 2 * room };
    const to = projection(box, shown, valueRange(scene, shown), scene.view.logarithmic);
    this.#drawing.draw({ ctx, box, shown, to, theme, formats: this.#formats }, scene);
    this.#placeBrush(content);
  }

  #placeBrush({ whole, span }: OverviewContent): void {
    const { left, right } = brushEdges(whole, span, this.#size.width);
    this.#brush.style.transform = `translateX(${left}px)`;
    this.#brush.style.width = `${right - left}px`;
    const free = whole.max - whole.min - (span.max - span.min);
    const place = free > 0 ? (span.min - whole.min) / free : 0;
    this.#brush.setAttribute('aria-valuenow', String(Math.round(place * 100)));
    const [from = '', to = ''] = [span.min, span.max].map((time) => this.#formats.time(time));
    this.#brush.setAttribute('aria-valuetext', fill(this.#texts.timeSpan, from, to));
  }

  #onPointer(event: PointerEvent): void {
    const content = this.#content;
    const { width } = this.#size;
    if (content === undefined || event.button !== 0) {
      return;
    }
    const { whole, span } = content;
    const x = event.clientX - this.#strip.getBoundingClientRect().left;
    const grip = gripAt(whole, span, width, x);
    dragFrom(this.#strip, event, (pixels) => {
      const next = dragged(grip, whole, span, width, { x, pixels });
      if (next !== undefined) {
        this.#onSpan(next);
      }
    });
  }

  #onKey(event: KeyboardEvent): void {
    const content = this.#content;
    const next = content && spanAfterBrushKey(event.key, content.span, content.whole);
    if (event.key === 'Escape' || next !== undefined) {
      event.preventDefault();
      this.#onSpan(next);
    }
  }
}

function brushElement(texts: PanelTexts): HTMLElement {
  return createElement('div', {
    className: 'brush',
    attributes: {
      tabindex: '0',
      role: 'scrollbar',
      'aria-orientation': 'horizontal',
      'aria-controls': 'chart',
      'aria-label': texts.overview,
      'aria-describedby': 'overview-keys',
      'aria-valuemin': '0',
      'aria-valuemax': '100',
    },
  });
}
