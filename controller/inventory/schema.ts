import { z } from 'zod';
import { endpoint, interfacePattern, name, prefix, prefixOf } from './scalars.ts';

const port = z.int().min(1).max(65_535);

/** Keys that may stand at every level; the nearest level wins. */
const inherited = {
  groups: z.array(name),
  endpoint,
  lan: z.array(prefix),
  announce_connected: z.array(interfacePattern),
  accept_default: z.boolean(),
  mss_clamp: z.boolean(),
  wireguard: z.strictObject({
    listen_port_base: port.optional(),
    // Below 1280 Linux takes all IPv6 addresses off the interface.
    mtu: z.int().min(1280).max(9000).optional(),
    keepalive: z.int().min(0).max(65_535).optional(),
    psk: z.boolean().optional(),
  }),
  bfd: z.strictObject({
    profile: z.enum(['default', 'fast']).optional(),
    interval_ms: z.int().min(10).max(60_000).optional(),
    multiplier: z.int().min(2).max(255).optional(),
  }),
  bgp: z.strictObject({
    import_limit: z.int().min(1).max(10_000_000).optional(),
    hold_time_s: z.int().min(3).max(3600).optional(),
  }),
  confirm: z.strictObject({
    window_s: z.int().min(5).max(3600).optional(),
  }),
  tags: z.array(z.string()),
  vars: z.record(z.string(), z.unknown()),
};

const group = z.strictObject({
  topology: z.enum(['mesh', 'hub']).optional(),
  hubs: z.array(name).optional(),
});

const levels = {
  network: z.strictObject({
    ...inherited,
    name,
    asn_base: z.int().min(1).max(4_294_967_294),
    loopback_pool_v4: prefixOf(4),
    loopback_pool_v6: prefixOf(6),
    prefixes: z.array(prefix),
    group: z.record(name, group),
  }),
  site: z.strictObject({ ...inherited, asn: z.int().min(1).max(4_294_967_294) }),
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

function shapeAt(schema: unknown, key: string): unknown {
  const inner =
    schema instanceof z.ZodObject
      ? schema.shape[key]
      : schema instanceof z.ZodRecord
        ? schema.valueType
        : undefined;
  return inner instanceof z.ZodOptional ? inner.unwrap() : inner;
}
