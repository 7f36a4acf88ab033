import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { panelTexts } from '../../../src/host/panel/texts.ts';
import { usualView, type ViewState } from '../../../src/shared/panel-state.ts';
import { fittingLabel } from '../../../webview/axis-values.ts';
import { axisWords, shortAxisWords } from '../../../webview/chart-words.ts';
import { Formats } from '../../../webview/format.ts';
import { type NamedSeries, sceneOf } from '../../../webview/scene.ts';
import { panelSeries } from '../../support/panel-series.ts';

const main: NamedSeries = { data: panelSeries(1, [10, 20]), label: 'main', unit: 'ms', place: undefined };
const words = {
  texts: panelTexts((text: string, ...values: unknown[]) =>
    text.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)])),
  ),
  formats: new Formats('en'),
};

const scene = (parts: Partial<ViewState>) => sceneOf([main], { ...usualView, ...parts });

describe('the words on the axis of values', () => {
  it('are the same for a low chart where they are short already', () => {
    assert.equal(axisWords(words, scene({})), 'Time');
    assert.equal(shortAxisWords(words, scene({})), 'Time');
  });

  it('say for a low chart what is shown, but not relative to which commit', () => {
    const control = scene({ mode: 'control', logarithmic: true });
    assert.match(axisWords(words, control), /^Relative to the control .* of the same night, log scale$/);
    assert.equal(shortAxisWords(words, control), 'Relative to the control, log scale');
  });

  it('are the longest that are no longer than the axis, else the shortest', () => {
    const label = (room: number) => fittingLabel(['four', 'two', 'a'], room, (text) => 10 * text.length);
    assert.deepEqual([40, 39, 30, 29, 5].map(label), ['four', 'two', 'two', 'a', 'a']);
  });
});
