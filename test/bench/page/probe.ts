/** What a page with a chart is measured with, from inside the page; `psbProbe` there. */
import type { SeriesMessage, ToPanel } from '../../../src/shared/panel-messages.ts';
import { packTexts } from '../../../src/shared/text-column.ts';

const hourSeconds = 3600;

/** A series of so many runs: noise, and a step in the middle. */
function seriesOf(count: number): SeriesMessage {
  const runs = Array.from({ length: count }, (_, run) => run);
  const half = Math.floor(count / 2);
  const levels = Float64Array.from(runs, (run) => (run < half ? 400 : 420));
  const medians = levels.map((level, run) => level * (1 + 0.01 * Math.sin(run * 12.9898)));
  return {
    id: 1,
    runIds: packTexts(runs.map((run) => `00000000-0000-4000-8000-${String(run).padStart(12, '0')}`)),
    times: Float64Array.from(runs, (run) => 1_600_000_000 + run * hourSeconds),
    medians,
    minima: medians.map((value) => value * 0.99),
    maxima: medians.map((value) => value * 1.02),
    sampleCounts: medians.map(() => 5),
    commits: packTexts(runs.map((run) => run.toString(16).padStart(40, '0'))),
    subjects: packTexts(runs.map((run) => `Change number ${run} of the engine`)),
    authors: packTexts(runs.map((run) => `Author ${run % 50}`)),
    phpVersions: packTexts(runs.map(() => '8.2.32')),
    dirty: new Uint8Array(count),
    excluded: packTexts(runs.map(() => '')),
    isNew: new Uint8Array(count),
    levels,
    changes: [
      {
        index: half,
        earliest: half,
        latest: half,
        relative: 0.05,
        before: 400,
        after: 420,
        confidence: 1,
        cause: 'code',
      },
    ],
    spikes: [],
    newChanges: [],
    control: null,
  };
}

function post(message: ToPanel): void {
  window.postMessage(message, '*');
}

/** Collects garbage; the browser is started with it. */
declare function gc(): void;

let onArrival = () => {};

// Listeners are called in the order in which they came: this one is there before the page's own script.
window.addEventListener('message', () => onArrival());

/** Calls `done` when the frame that is being made has been handed to the compositor. */
function afterFrame(done: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = done;
  port2.postMessage(undefined);
}

/** Makes the browser draw what it has put off: drawing on a canvas only writes down what is to be drawn. */
function finishDrawing(): void {
  document.querySelector('canvas')?.getContext('2d')?.getImageData(0, 0, 1, 1);
}

/** Does something in the next frame; resolves to the milliseconds that the page was busy with that frame. */
function inFrame(act: () => void): Promise<number> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const beganMs = performance.now();
      act();
      afterFrame(() => {
        finishDrawing();
        resolve(performance.now() - beganMs);
      });
    });
  });
}

/** Milliseconds from the arrival of a series at the page to the end of the frame that shows it. */
async function firstDraw(count: number): Promise<number> {
  const series = seriesOf(count);
  post({
    type: 'choices',
    choices: [{ id: 1, label: 'Zend/bench.php, Total, time', unit: 'ms', runCount: count }],
    selected: 1,
  });
  // The page has taken the choices, and has nothing left to do; what making the series has left is gone.
  await inFrame(() => {});
  await inFrame(() => {});
  gc();
  const durationMs = await new Promise<number>((resolve) => {
    onArrival = () => {
      const arrivedMs = performance.now();
      requestAnimationFrame(() =>
        afterFrame(() => {
          finishDrawing();
          resolve(performance.now() - arrivedMs);
        }),
      );
    };
    post({ type: 'series', series, added: [] });
  });
  plotArea();
  return durationMs;
}

/** Busy milliseconds of each frame in which the mouse moves on, over the whole width of the chart. */
async function hover(frames: number): Promise<readonly number[]> {
  const area = plotArea();
  const times: number[] = [];
  for (let frame = 0; frame < frames; frame += 1) {
    times.push(await inFrame(() => area.mouse('mousemove', (frame + 0.5) / frames)));
  }
  return times;
}

/** Busy milliseconds of each frame in which the chart is drawn anew: zoomed into its middle half, or as a whole again. */
async function zoom(frames: number): Promise<readonly number[]> {
  const area = plotArea();
  const times: number[] = [];
  for (let frame = 0; frame < frames; frame += 1) {
    times.push(
      await inFrame(() => {
        if (frame % 2 === 0) {
          area.mouse('mousedown', 0.25);
          area.mouse('mousemove', 0.75);
          area.mouse('mouseup', 0.75);
        } else {
          area.mouse('dblclick', 0.5);
        }
      }),
    );
  }
  return times;
}

/** Busy milliseconds of each frame in which the middle half of the chart is moved to and fro. */
async function pan(frames: number): Promise<readonly number[]> {
  const area = plotArea();
  area.mouse('mousedown', 0.25);
  area.mouse('mousemove', 0.75);
  area.mouse('mouseup', 0.75);
  await inFrame(() => {});
  const times: number[] = [];
  for (let frame = 0; frame < frames; frame += 1) {
    times.push(await inFrame(() => area.wheel(frame % 20 < 10 ? 20 : -20)));
  }
  return times;
}

interface PlotArea {
  /** Sends a mouse event to the chart, at this part of its width. */
  mouse(type: string, part: number): void;
  /** Turns a wheel to the side over the chart's middle, by so many pixels. */
  wheel(deltaX: number): void;
}

/** @throws Error if no chart has been drawn */
function plotArea(): PlotArea {
  const over = document.querySelector('.u-over');
  if (over === null) {
    throw new Error('The page shows no chart.');
  }
  const { left, top, width, height } = over.getBoundingClientRect();
  const options = { bubbles: true, cancelable: true };
  return {
    wheel: (deltaX) => {
      over.dispatchEvent(new WheelEvent('wheel', { ...options, deltaX, clientX: left + width / 2 }));
    },
    mouse: (type, part) => {
      const place = { clientX: left + width * part, clientY: top + height / 2, movementX: 1 };
      over.dispatchEvent(new MouseEvent(type, { ...options, button: 0, ...place }));
    },
  };
}

Object.assign(globalThis, {
  // The extension's side of the page, which takes what it is sent and says nothing.
  acquireVsCodeApi: () => ({ postMessage: () => {}, setState: () => {}, getState: () => undefined }),
  psbProbe: { firstDraw, hover, zoom, pan },
});
