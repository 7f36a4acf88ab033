/** The editor's colours for what is drawn on the canvas, which no style sheet reaches. */
import { seriesColours } from '../src/core/plot/looks.ts';

/** Red, green, blue, alpha, each from 0 to 255. */
export type ColourBytes = readonly [number, number, number, number];

export interface Theme {
  readonly background: string;
  readonly foreground: string;
  readonly muted: string;
  readonly grid: string;
  readonly point: string;
  readonly pointBytes: ColourBytes;
  /** Of the series beside the main one, by their place. */
  readonly series: readonly string[];
  readonly seriesBytes: readonly ColourBytes[];
  readonly average: string;
  readonly averageBytes: ColourBytes;
  readonly band: string;
  readonly level: string;
  readonly spike: string;
  /** Of a run that does not count, and of the ring around one that is new. */
  readonly excluded: string;
  readonly fresh: string;
  /** Of a change to larger values, and to smaller ones. */
  readonly slower: string;
  readonly faster: string;
  readonly cursor: string;
  /** As a canvas wants it. */
  readonly font: string;
}

/** The colours of the editor's theme at this moment. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.body);
  const variable = (name: string, fallback: string) =>
    style.getPropertyValue(`--vscode-${name}`).trim() || fallback;
  const foreground = variable('foreground', style.color);
  const background = variable('editor-background', style.backgroundColor);
  const font = `12px ${style.fontFamily}`;
  const series = isLight() ? seriesColours.light : seriesColours.dark;
  const ofSeries = { series, seriesBytes: series.map(colourBytes) };
  if (isHighContrast()) {
    const average = variable('contrastActiveBorder', variable('focusBorder', foreground));
    return {
      background,
      foreground,
      muted: foreground,
      grid: withAlpha(foreground, 0.25),
      point: foreground,
      pointBytes: colourBytes(foreground),
      ...ofSeries,
      average,
      averageBytes: colourBytes(average),
      band: withAlpha(foreground, 0.28),
      level: foreground,
      spike: average,
      excluded: foreground,
      fresh: average,
      slower: foreground,
      faster: foreground,
      cursor: average,
      font,
    };
  }
  // Themes may give it transparent, for marks over text; a thin line needs all of it.
  const average = withAlpha(variable('charts-orange', '#d18616'), 1);
  const point = variable('charts-blue', '#3794ff');
  return {
    background,
    foreground,
    muted: variable('descriptionForeground', foreground),
    grid: withAlpha(foreground, 0.12),
    point,
    pointBytes: colourBytes(point),
    ...ofSeries,
    average,
    averageBytes: colourBytes(average),
    band: withAlpha(point, 0.18),
    level: withAlpha(variable('charts-purple', '#b180d7'), 1),
    spike: withAlpha(variable('charts-red', '#f14c4c'), 1),
    excluded: withAlpha(foreground, 0.55),
    fresh: withAlpha(foreground, 0.85),
    slower: withAlpha(variable('charts-red', '#f14c4c'), 1),
    faster: withAlpha(variable('charts-green', '#89d185'), 1),
    cursor: withAlpha(foreground, 0.5),
    font,
  };
}

/** A font of the page for a canvas, which counts in pixels of the screen. */
export function scaledFont(font: string): string {
  return font.replace(/^(\d+)px/, (_, size: string) => `${Number(size) * devicePixelRatio}px`);
}

function isHighContrast(): boolean {
  const { classList } = document.body;
  return classList.contains('vscode-high-contrast') || classList.contains('vscode-high-contrast-light');
}

function isLight(): boolean {
  const { classList } = document.body;
  return classList.contains('vscode-light') || classList.contains('vscode-high-contrast-light');
}

/** A colour with another opacity. */
function withAlpha(colour: string, alpha: number): string {
  const [red, green, blue] = colourBytes(colour);
  return `rgba(${red}, ${green}, ${blue}, ${alpha})`;
}

/** A colour as numbers. A canvas reads it, however the theme has written it. */
function colourBytes(colour: string): ColourBytes {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) {
    return [0, 0, 0, 255];
  }
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha];
}

/** Calls `listener` once for each change of the theme; the editor changes classes and variables in several steps. */
export function onThemeChange(listener: () => void): void {
  let scheduled = false;
  const observer = new MutationObserver(() => {
    if (!scheduled) {
      scheduled = true;
      requestAnimationFrame(() => {
        scheduled = false;
        listener();
      });
    }
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
}
