import * as z from 'zod';
import { show } from './found.ts';
import {
  asn,
  endpoint,
  flag,
  gate,
  interfacePattern,
  lanPrefix,
  list,
  name,
  oneOf,
  poolOf,
  prefix,
  tag,
  whole,
} from './scalars.ts';
import { publicKey, userName } from './ssh.ts';
import { vars } from './vars.ts';

const tracker = {
  backoff_min_ms: whole(100, 60_000),
  backoff_max_ms: whole(1000, 3_600_000),
  family: oneOf(['any', 'ipv4', 'ipv6']),
};

/** What may differ from one link of a node to the next. */
const link = table('link.<node>', { tracker: table('link.<node>.tracker', tracker) });

/** Keys that may stand at every level; the nearest level wins. */
const inherited = {
  groups: list(name, '["default"]'),
  endpoint,
  lan: list(lanPrefix, '["10.1.0.0/24"]'),
  announce_connected: list(interfacePattern, '["eth1"]'),
  accept_default: flag,
  mss_clamp: flag,
  wireguard: table('wireguard', {
    listen_port_base: whole(1, 65_535),
    // Below 1280 Linux takes all IPv6 addresses off the interface.
    mtu: whole(1280, 9000),
    keepalive: whole(0, 65_535),
    psk: flag,
    // Days after which a node's key for its links is renewed; 0 never.
    rotate_days: whole(0, 3650),
    // Whether agents measure the path to their peers, and give links the MTU that fits.
    path_mtu: oneOf(['off', 'report', 'set']),
  }),
  bfd: table('bfd', {
    profile: oneOf(['default', 'fast']),
    interval_ms: whole(10, 60_000),
    multiplier: whole(2, 255),
  }),
  bgp: table('bgp', {
    import_limit: whole(1, 10_000_000),
    hold_time_s: whole(3, 3600),
    origins: oneOf(['auto', 'neighbours', 'all']),
  }),
  confirm: table('confirm', {
    window_s: whole(5, 3600),
    require: list(gate, '["bgp:established>=2", "ping:10.1.0.1"]'),
  }),
  tracker: table('tracker', tracker),
  link: z.record(name, link, {
    error: ({ input }) => `${show(input)} is no table of links, expected [link.<node>]`,
  }),
  // How an admin's ssh and Ansible come to the router, through the management tunnel.
  ssh: table('ssh', {
    user: userName,
    port: whole(1, 65_535),
    // For templates: who delivers them to the router is a service of the admin's own (examples/services/ssh).
    authorized_keys: list(publicKey, '["ssh-ed25519 AAAA… anna"]'),
  }),
  drift: oneOf(['report', 'repair']),
  // Folders of templates beside the shipped ones; the agent's own configuration says what each may do.
  services: list(name, '["nftables"]'),
  tags: list(tag, '["backup-line"]'),
  vars,
};

const group = table('group.<name>', {
  topology: oneOf(['mesh', 'hub']),
  hubs: list(name, '["berlin"]'),
});

const levels = {
  network: z.strictObject({
    ...inherited,
    name,
    asn_base: asn,
    loopback_pool_v4: poolOf(4),
    loopback_pool_v6: poolOf(6),
    prefixes: list(prefix, '["10.0.0.0/8"]'),
    group: z.record(name, group, {
      error: ({ input }) => `${show(input)} is no table of groups, expected [group.<name>]`,
    }),
  }),
  site: z.strictObject({ ...inherited, asn }),
  node: z.strictObject(inherited),
};

/** Schemas of network.toml, site.toml and node.toml. Every key may be left out. */
export const levelSchemas = {
  network: levels.network.partial(),
  site: levels.site.partial(),
  node: levels.node.partial(),
};

export type Level = keyof typeof levelSchemas;
export type NetworkFile = z.output<(typeof levelSchemas)['network']>;
export type SiteFile = z.output<(typeof levelSchemas)['site']>;
export type NodeFile = z.output<(typeof levelSchemas)['node']>;

/** Names of the keys a level knows, for suggestions; `path` leads into a table. */
export function knownKeys(level: Level, path: readonly PropertyKey[]): string[] {
  let shape: unknown = levelSchemas[level];
  for (const key of path) shape = shapeAt(shape, String(key));
  return shape instanceof z.ZodObject ? Object.keys(shape.shape) : [];
}

/** A table whose keys may all be left out. */
function table<Shape extends z.core.$ZodLooseShape>(title: string, shape: Shape) {
  const error = ({ code, input }: { code?: string; input?: unknown }) =>
    code === 'invalid_type' ? `${show(input)} is no table, expected [${title}]` : undefined;
  return z.strictObject(shape, { error }).partial();
}

function shapeAt(schema: unknown, key: string): unknown {
  const inner =
    schema instanceof z.ZodObject
      ? schema.shape[key]
      : schema instanceof z.ZodRecord
        ? schema.valueType
        : undefined;
  return inner instanceof z.ZodOptional ? inner.unwrap() : inner;
}
