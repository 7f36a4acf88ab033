/** Puts a private engine's network into this machine, and takes exactly that out again. */
import * as v from 'valibot';
import {
  chooseBase,
  contains,
  type EngineNetwork,
  firewallRules,
  rulesWithComment,
} from './engine-network.ts';
import { runAsRoot, runCommand } from './root.ts';
import { SetupError } from './setup-error.ts';

const purpose = "set up the private engine's network";

/** The address range that an engine gets, `preferred` if it is free. Rejects if every range is in use. */
export async function findFreeBase(own: string, preferred: string | undefined): Promise<string> {
  const routes = await runCommand('ip', ['-4', '-json', 'route', 'show', 'table', 'all']);
  const base = chooseBase(routes.trim() === '' ? '[]' : routes, own, preferred);
  if (base === undefined) {
    throw new SetupError(
      "Every address range for the private engine's network collides with a route of this machine. " +
        'Start a Docker engine yourself and set DOCKER_HOST to it.',
    );
  }
  return base;
}

/** Makes the bridge and the rules unless they are there; mends what a firewall's reload has flushed. */
export async function applyNetwork(network: EngineNetwork): Promise<void> {
  await ensureBridge(network);
  const wanted = firewallRules(network);
  if ((await listRules(network.bridge)).length === wanted.length) {
    return;
  }
  await removeRules(network.bridge);
  // Each rule goes to the top of its chain, so the last one is put in first.
  for (const { table, chain, match } of wanted.toReversed()) {
    const comment = ['-m', 'comment', '--comment', network.bridge];
    const [jump, rest] = [match.slice(-2), match.slice(0, -2)];
    await iptables(table, ['-I', chain, '1', ...rest, ...comment, ...jump]);
  }
}

/** Removes the rules, the bridge, and the bridges that the engine's own networks left. */
export async function removeNetwork(network: EngineNetwork): Promise<void> {
  await removeRules(network.bridge);
  for (const name of await bridgesOf(network)) {
    await runAsRoot(purpose, 'ip', ['link', 'delete', name, 'type', 'bridge']);
  }
}

async function ensureBridge(network: EngineNetwork): Promise<void> {
  const { bridge, bridgeAddress } = network;
  const existing = (await listAddresses()).find((link) => link.ifname === bridge);
  if (existing === undefined) {
    await runAsRoot(purpose, 'ip', ['link', 'add', bridge, 'type', 'bridge']);
  }
  await runAsRoot(purpose, 'ip', ['address', 'replace', bridgeAddress, 'dev', bridge]);
  await runAsRoot(purpose, 'ip', ['link', 'set', bridge, 'up']);
}

async function bridgesOf(network: EngineNetwork): Promise<readonly string[]> {
  return (await listAddresses())
    .filter(
      (link) =>
        link.ifname === network.bridge ||
        (link.ifname.startsWith('br-') &&
          link.addr_info.some((address) => contains(network.poolSubnet, address.local ?? ''))),
    )
    .map((link) => link.ifname);
}

const linksSchema = v.array(
  v.object({
    ifname: v.string(),
    addr_info: v.optional(v.array(v.object({ local: v.optional(v.string()) })), []),
  }),
);

async function listAddresses(): Promise<v.InferOutput<typeof linksSchema>> {
  const output = await runCommand('ip', ['-json', 'address', 'show']);
  return v.parse(linksSchema, JSON.parse(output));
}

async function listRules(comment: string) {
  const rules = [];
  for (const table of ['filter', 'nat'] as const) {
    const listing = await iptables(table, ['-S']);
    rules.push(...rulesWithComment(listing, comment).map((words) => ({ table, words })));
  }
  return rules;
}

async function removeRules(comment: string): Promise<void> {
  for (const { table, words } of await listRules(comment)) {
    await iptables(table, ['-D', ...words]);
  }
}

function iptables(table: 'filter' | 'nat', iptablesArguments: readonly string[]): Promise<string> {
  return runAsRoot(purpose, 'iptables', ['--wait', '30', '--table', table, ...iptablesArguments]);
}
