/** The limit of the panel's chart: uPlot with the same columns as lines, and nothing around it. */
import uPlot from 'uplot';
import { movingAverageOf } from '../../../src/core/stats/moving-average.ts';
import type { ToPanel } from '../../../src/shared/panel-messages.ts';

const element = document.createElement('div');
element.style.height = '416px';
document.body.append(element);

window.addEventListener('message', ({ data }) => {
  const message: ToPanel = data;
  if (message.type !== 'series') {
    return;
  }
  const { times, maxima, minima, medians } = message.series;
  const average = movingAverageOf(medians, 5);
  const options: uPlot.Options = {
    width: element.clientWidth,
    height: element.clientHeight,
    legend: { show: false },
    bands: [{ series: [1, 2], fill: '#8882' }],
    series: [
      {},
      { points: { show: false } },
      { points: { show: false } },
      { points: { show: false }, stroke: '#37f' },
      { points: { show: false }, stroke: '#d81' },
    ],
  };
  new uPlot(options, [times, maxima, minima, medians, average], element);
});
