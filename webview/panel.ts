/** Starts the page of the history panel. */
import type { FromHost } from '../src/shared/panel-messages.ts';
import { usualView } from '../src/shared/panel-state.ts';
import { type PanelTexts, parsePanelTexts } from '../src/shared/panel-texts.ts';
import { Formats } from './format.ts';
import { openHostChannel } from './host-channel.ts';
import { Page } from './page.ts';

function start(texts: PanelTexts): void {
  const channel = openHostChannel((message) => receive(message));
  const formats = new Formats(document.documentElement.lang);
  const page = new Page(document.body, texts, formats, channel.keptState() ?? usualView, {
    onSelect: (seriesId, added) => channel.post({ type: 'select', seriesId, added: [...added] }),
    onAddSeries: () => channel.post({ type: 'add-series' }),
    onState: (state) => channel.keepState(state),
    onRefresh: () => channel.post({ type: 'refresh' }),
    onRunBenchmark: () => channel.post({ type: 'run-benchmark' }),
    onExport: () => exportView(),
    onOpenRun: (run) => channel.post({ type: 'open-run', ...run }),
    onSeen: () => channel.post({ type: 'seen' }),
  });
  const exportView = () => {
    const view = page.view();
    if (view !== undefined) {
      channel.post({ type: 'export', view });
    }
  };
  const receive = (message: FromHost) => {
    switch (message.type) {
      case 'choices':
        page.showChoices(message.choices, message.selected);
        return;
      case 'series':
        page.showSeries(message.series, message.added);
        return;
      case 'point-at':
        // A page that comes from behind another tab may get the end only of what was sent to it, and is sent all again.
        if (page.pointAt(message.seriesId, message.index)) {
          channel.post({ type: 'pointed' });
        }
        return;
      case 'draw-picture':
        exportView();
        return;
      case 'failure':
        page.showFailure(message.message);
    }
  };
  channel.post({ type: 'ready' });
}

const texts = parsePanelTexts(document.body.dataset.texts ?? '');
if (texts !== undefined) {
  start(texts);
}
