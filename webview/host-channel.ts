/** The way to the extension: messages, and the state that the editor keeps for the page. */
import { type FromPanel, parseToPanel, type ToPanel } from '../src/shared/panel-messages.ts';
import type { PanelState } from '../src/shared/panel-state.ts';

interface EditorApi {
  postMessage(message: unknown): void;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

export interface HostChannel {
  readonly post: (message: FromPanel) => void;
  readonly keepState: (state: PanelState) => void;
}

/** Opens the way to the extension; may be called once in the life of a page. What is not a message of ours is dropped. */
export function openHostChannel(onMessage: (message: ToPanel) => void): HostChannel {
  const api = acquireVsCodeApi();
  window.addEventListener('message', ({ data }) => {
    const message = parseToPanel(data);
    if (message !== undefined) {
      onMessage(message);
    }
  });
  return {
    post: (message) => api.postMessage(message),
    keepState: (state) => api.setState(state),
  };
}
