import type { PanelTexts } from '../src/shared/panel-texts.ts';
import { fill } from './format.ts';
import type { PictureText } from './picture.ts';
import { type Scene, visibleSeries } from './scene.ts';
import type { Theme } from './theme.ts';

/** What the marks in a picture stand for: the layers of the main series, and the other series. */
export function pictureLegend(texts: PanelTexts, scene: Scene, theme: Theme): PictureText['legend'] {
  const { hiddenLayers, view } = scene;
  const layers = [
    { layer: 'median', name: texts.median, colour: theme.point },
    { layer: 'average', name: fill(texts.average, view.window), colour: theme.average },
    { layer: 'level', name: texts.level, colour: theme.level },
    { layer: 'range', name: texts.range, colour: theme.muted },
  ] as const;
  return [
    ...layers.filter(({ layer }) => !hiddenLayers.has(layer)),
    ...visibleSeries(scene).flatMap(({ label: name, place }) =>
      place === undefined ? [] : [{ name, colour: theme.series[place] ?? theme.point }],
    ),
  ];
}
