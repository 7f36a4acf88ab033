/** The chart as a picture to keep: with its name above it and what its marks mean below. */
import { scaledFont, type Theme } from './theme.ts';

export interface PictureText {
  readonly title: string;
  /** What each mark stands for, in its colour. */
  readonly legend: readonly { readonly name: string; readonly colour: string }[];
}

/** In pixels of the page. */
const lineHeight = 28;
const margin = 16;

/**
 * PNG in base64, as large as the chart on this screen.
 * @param chart what is drawn, without a background of its own
 */
export function drawPicture(chart: HTMLCanvasElement, { title, legend }: PictureText, theme: Theme): string {
  const scale = devicePixelRatio;
  const canvas = document.createElement('canvas');
  canvas.width = chart.width;
  canvas.height = chart.height + 2 * lineHeight * scale;
  const context = canvas.getContext('2d');
  if (context === null) {
    return '';
  }
  context.fillStyle = theme.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(chart, 0, lineHeight * scale);
  context.textBaseline = 'middle';
  context.font = scaledFont(theme.font);
  const room = canvas.width - 2 * margin * scale;
  context.fillStyle = theme.foreground;
  context.fillText(title, margin * scale, (lineHeight * scale) / 2, room);
  const middle = canvas.height - (lineHeight * scale) / 2;
  let left = margin * scale;
  for (const { name, colour } of legend) {
    const mark = `● ${name}`;
    context.fillStyle = colour;
    context.fillText(mark, left, middle);
    left += context.measureText(mark).width + margin * scale;
  }
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}
