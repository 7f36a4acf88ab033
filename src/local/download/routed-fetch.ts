/** `fetch` through a machine's proxy, trusting its certificates. */
import { rootCertificates } from 'node:tls';
import type { Route } from '../../core/ports.ts';

/** What is used of a response. */
export interface FetchedResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: (AsyncIterable<Uint8Array> & { cancel(): Promise<void> }) | null;
}

export type Fetch = (
  url: URL,
  options: {
    readonly redirect: 'manual';
    readonly headers: Record<string, string>;
    readonly signal: AbortSignal;
  },
) => Promise<FetchedResponse>;

export interface RoutedFetch {
  readonly fetch: Fetch;
  /** Ends its connections. */
  close(): Promise<void>;
}

const direct: RoutedFetch = { fetch: (url, options) => fetch(url, options), close: async () => {} };

/** The usual `fetch` for a machine that says nothing else: in the editor it follows the editor's own proxy settings. */
export async function routedFetch({ proxy, caCertificates }: Route): Promise<RoutedFetch> {
  const { httpProxy, httpsProxy, noProxy } = proxy;
  if (httpProxy === '' && httpsProxy === '' && caCertificates === '') {
    return direct;
  }
  const undici = await import('undici');
  const tls = caCertificates === '' ? {} : { ca: [...rootCertificates, caCertificates] };
  const dispatcher = new undici.EnvHttpProxyAgent({
    httpProxy,
    httpsProxy,
    noProxy,
    connect: tls,
    requestTls: tls,
    proxyTls: tls,
  });
  return {
    fetch: (url, options) => undici.fetch(url, { ...options, dispatcher }),
    close: () => dispatcher.destroy(),
  };
}
