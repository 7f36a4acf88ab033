/**
 * The network of a private engine, planned without touching the machine.
 *
 * The engine may not write firewall rules itself: a second dockerd that does so flushes the rules of the first.
 * Without its own rules its "internal" networks keep a way out, so the rules here are what isolates them.
 */
import { createHash } from 'node:crypto';
import * as v from 'valibot';

/** First halves of the address ranges (/16) that an engine may get, best first. */
const bases = [
  '172.29',
  '172.28',
  '172.27',
  '172.26',
  '10.213',
  '10.217',
  '10.229',
  '10.241',
  '172.24',
  '172.23',
];

/** Where an engine's containers live. */
export interface EngineNetwork {
  /** Name of the bridge of ordinary containers; also the comment on every firewall rule. */
  readonly bridge: string;
  /** The bridge's own address with its prefix length. */
  readonly bridgeAddress: string;
  /** Ordinary containers: they reach the Internet through the machine's address. */
  readonly bridgeSubnet: string;
  /** All other networks of the engine: they reach the machine's addresses inside this range, and nothing else. */
  readonly poolSubnet: string;
}

/** One firewall rule, in iptables' words without the verb. */
export interface FirewallRule {
  readonly table: 'filter' | 'nat';
  readonly chain: 'FORWARD' | 'INPUT' | 'POSTROUTING';
  readonly match: readonly string[];
}

/** The name that belongs to an engine's directory; short enough (15 bytes) for a network interface. */
export function engineId(directory: string): string {
  return `psb-${createHash('sha256').update(directory).digest('hex').slice(0, 10)}`;
}

/** The network of the engine with this id in the range that starts with `base`. */
export function planNetwork(id: string, base: string): EngineNetwork {
  return {
    bridge: id,
    bridgeAddress: `${base}.0.1/24`,
    bridgeSubnet: `${base}.0.0/24`,
    poolSubnet: `${base}.128.0/17`,
  };
}

/**
 * The first range that collides with none of these routes (`ip -json route`), `preferred` before the others;
 * `undefined` if all collide. Routes over the device `own` do not count.
 */
export function chooseBase(
  routesJson: string,
  own: string,
  preferred: string | undefined,
): string | undefined {
  const taken = parseRoutes(routesJson)
    .filter((route) => route.dev !== own)
    .flatMap((route) => parseSubnet(route.dst) ?? [])
    // Shorter prefixes are ways to the whole Internet (a default route in halves, as VPNs make them).
    .filter((subnet) => subnet.length >= 8);
  const candidates = preferred !== undefined && bases.includes(preferred) ? [preferred, ...bases] : bases;
  return candidates.find((base) => {
    const subnet = parseSubnet(`${base}.0.0/16`);
    return subnet !== undefined && !taken.some((other) => overlap(subnet, other));
  });
}

/** Whether an IPv4 address lies in a subnet such as `172.29.128.0/17`. */
export function contains(subnet: string, address: string): boolean {
  const range = parseSubnet(subnet);
  const point = parseSubnet(address);
  return range !== undefined && point !== undefined && point.length >= range.length && overlap(range, point);
}

/** The rules of a network, in the order in which they must be looked at. */
export function firewallRules(network: EngineNetwork): readonly FirewallRule[] {
  const { bridge, bridgeSubnet, poolSubnet } = network;
  const forward = (...match: string[]): FirewallRule => ({ table: 'filter', chain: 'FORWARD', match });
  const input = (...match: string[]): FirewallRule => ({ table: 'filter', chain: 'INPUT', match });
  return [
    forward('-s', poolSubnet, '-j', 'DROP'),
    forward('-d', poolSubnet, '-j', 'DROP'),
    forward('-i', bridge, '!', '-o', bridge, '-j', 'ACCEPT'),
    forward('-o', bridge, '-m', 'conntrack', '--ctstate', 'RELATED,ESTABLISHED', '-j', 'ACCEPT'),
    input('-s', poolSubnet, '-d', poolSubnet, '-j', 'ACCEPT'),
    input('-s', poolSubnet, '-j', 'DROP'),
    {
      table: 'nat',
      chain: 'POSTROUTING',
      match: ['-s', bridgeSubnet, '!', '-o', bridge, '-j', 'MASQUERADE'],
    },
  ];
}

/** Of `iptables -S`, the rules with this comment as words without their verb (`FORWARD -s ...`). */
export function rulesWithComment(listing: string, comment: string): readonly (readonly string[])[] {
  return listing
    .split('\n')
    .filter((line) => line.startsWith('-A '))
    .map((line) =>
      line
        .trim()
        .split(' ')
        .slice(1)
        .map((word) => word.replace(/^"(.*)"$/, '$1')),
    )
    .filter((words) => words.some((word, index) => word === comment && words[index - 1] === '--comment'));
}

const routesSchema = v.array(v.object({ dst: v.string(), dev: v.optional(v.string()) }));

function parseRoutes(json: string): v.InferOutput<typeof routesSchema> {
  return v.parse(routesSchema, JSON.parse(json));
}

interface Subnet {
  readonly start: number;
  readonly length: number;
}

function parseSubnet(text: string): Subnet | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text);
  if (match === null) {
    return undefined;
  }
  const [a = 0, b = 0, c = 0, d = 0, length = 32] = match
    .slice(1)
    .flatMap((part) => (part === undefined ? [] : Number(part)));
  return { start: ((a * 256 + b) * 256 + c) * 256 + d, length };
}

function overlap(first: Subnet, second: Subnet): boolean {
  const size = 2 ** (32 - Math.min(first.length, second.length));
  return Math.floor(first.start / size) === Math.floor(second.start / size);
}
