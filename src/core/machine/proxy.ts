/** What programs are told of a proxy, and what nobody may be told. */
import type { ProxySettings } from '../model/machine.ts';

/**
 * The variables that programs read, in both spellings. As build arguments they are Docker's predefined ones, which
 * neither the image's history nor the cache keeps.
 * @see https://docs.docker.com/reference/dockerfile/#predefined-args
 */
export function proxyEnvironment(proxy: ProxySettings): Readonly<Record<string, string>> {
  const values = { http_proxy: proxy.httpProxy, https_proxy: proxy.httpsProxy, no_proxy: proxy.noProxy };
  const set = Object.entries(values).filter(([, value]) => value !== '');
  return Object.fromEntries([...set, ...set.map(([name, value]) => [name.toUpperCase(), value])]);
}

/** Passwords in proxy addresses, as they are written and as they are meant. */
export function proxySecrets(proxy: ProxySettings): readonly string[] {
  const secrets = [proxy.httpProxy, proxy.httpsProxy].flatMap((address) => {
    const written = /^[a-z]+:\/\/[^/?#@]*?:([^/?#]*)@/i.exec(address)?.[1];
    return written === undefined ? [] : [written, decoded(written)];
  });
  return [...new Set(secrets)].filter((secret) => secret !== '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The proxy for people: without user and password; `undefined` for none. */
export function describeProxy(proxy: ProxySettings): string | undefined {
  const shown = [proxy.httpProxy, proxy.httpsProxy]
    .filter((address) => address !== '')
    .map((address) => address.replace(/^([a-z]+:\/\/)[^/?#]*@/i, '$1'));
  return shown.length === 0 ? undefined : [...new Set(shown)].join(', ');
}

/** Whether a container would look for the proxy in itself instead of on the machine. */
export function isLoopbackProxy(proxy: ProxySettings): boolean {
  return [proxy.httpProxy, proxy.httpsProxy].some((address) =>
    /^[a-z]+:\/\/(?:[^/?#]*@)?(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?=[:/?#]|$)/i.test(address),
  );
}
