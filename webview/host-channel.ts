/** The way to the extension: messages, and the state that the editor keeps for the page. */
import { type FromHost, type FromPanel, parseToPanel } from '../src/shared/panel-messages.ts';
import { type PanelState, parsePanelState } from '../src/shared/panel-state.ts';

interface EditorApi {
  postMessage(message: unknown): void;
  setState(state: unknown): void;
  getState(): unknown;
}

declare function acquireVsCodeApi(): EditorApi;

export interface HostChannel {
  readonly post: (message: FromPanel) => void;
  readonly keepState: (state: PanelState) => void;
  /** What was kept before the page was made anew; `undefined` for nothing that can be read. */
  readonly keptState: () => PanelState | undefined;
}

/** Opens the way to the extension; may be called once in the life of a page. What is not a message of ours is dropped. */
export function openHostChannel(onMessage: (message: FromHost) => void): HostChannel {
  const api = acquireVsCodeApi();
  window.addEventListener('message', ({ data }) => {
    const message = parseToPanel(data);
    if (message !== undefined) {
      onMessage(message);
    }
  });
  return {
    post: (message) => api.postMessage(message),
    keepState: keeper((state) => api.setState(state)),
    keptState: () => parsePanelState(api.getState()),
  };
}

const restMs = 100;

/** Hands over the last of several states, once they have come to rest or the page goes: a zoom changes it each frame. */
function keeper(keep: (state: PanelState) => void): (state: PanelState) => void {
  let waiting: PanelState | undefined;
  const flush = () => {
    if (waiting !== undefined) {
      keep(waiting);
      waiting = undefined;
    }
  };
  window.addEventListener('pagehide', flush);
  return (state) => {
    if (waiting === undefined) {
      setTimeout(flush, restMs);
    }
    waiting = state;
  };
}
