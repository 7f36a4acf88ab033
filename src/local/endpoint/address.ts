import { errors } from '../../core/errors.ts';
import type { EngineEndpoint } from '../../core/model/endpoint.ts';

type Tls = NonNullable<Extract<EngineEndpoint, { kind: 'tcp' }>['tls']>;

const plainPort = 2375;
const tlsPort = 2376;
const forms = 'Use unix:///path, tcp://host:port, ssh://user@host or npipe:////./pipe/name.';

function socketEndpoint(path: string, origin: string): EngineEndpoint {
  if (path === '' || path.includes('\0')) {
    throw errors.invalidSetting(origin, `it names no socket. ${forms}`);
  }
  return { kind: 'socket', path, origin };
}

/** The address as a URL; no error repeats it, since it may hold a password. */
function parseUrl(address: string, origin: string): URL {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw errors.invalidSetting(origin, `it is not an address. ${forms}`);
  }
  if (url.hostname === '') {
    throw errors.invalidSetting(origin, `it names no host. ${forms}`);
  }
  if (url.password !== '') {
    throw errors.invalidSetting(origin, 'an address must not hold a password.');
  }
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') {
    throw errors.invalidSetting(origin, `it has more than a host and a port. ${forms}`);
  }
  return url;
}

function tcpEndpoint(address: string, origin: string, tls: Tls | undefined): EngineEndpoint {
  // As http, so that the host is understood the same way for every scheme.
  const url = parseUrl(address.replace(/^[a-z]+:/i, 'http:'), origin);
  if (url.username !== '') {
    throw errors.invalidSetting(origin, 'a tcp address has no user name.');
  }
  const given = /:(\d+)\/?$/.exec(address)?.[1];
  const port = given === undefined ? (tls === undefined ? plainPort : tlsPort) : Number(given);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return { kind: 'tcp', host, port, origin, ...(tls === undefined ? {} : { tls }) };
}

function sshEndpoint(address: string, origin: string): EngineEndpoint {
  const url = parseUrl(address, origin);
  const user = url.username;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  // The destination becomes an argument of ssh; a leading dash would make it an option.
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.:%-]*$/.test(host) || !/^([A-Za-z0-9_][A-Za-z0-9_.+-]*)?$/.test(user)) {
    throw errors.invalidSetting(origin, 'its user or host has characters that ssh would misread.');
  }
  const destination = user === '' ? host : `${user}@${host}`;
  return { kind: 'ssh', destination, origin, ...(url.port === '' ? {} : { port: Number(url.port) }) };
}

/**
 * Understands an engine's address as Docker writes it.
 * @param origin where it was found, for people
 * @param tls for a tcp address
 * @throws `invalid-setting`
 */
export function parseAddress(address: string, origin: string, tls?: Tls): EngineEndpoint {
  const scheme = /^([a-z]+):\/\//i.exec(address)?.[1]?.toLowerCase();
  switch (scheme) {
    case 'unix':
      return socketEndpoint(address.slice('unix://'.length), origin);
    case 'npipe':
      return socketEndpoint(address.slice('npipe://'.length).replaceAll('\\', '/'), origin);
    case 'tcp':
    case 'http':
      return tcpEndpoint(address, origin, tls);
    case 'https':
      return tcpEndpoint(address, origin, tls ?? { verify: true });
    case 'ssh':
      return sshEndpoint(address, origin);
    default:
      throw errors.invalidSetting(origin, `it is not an address. ${forms}`);
  }
}
