import * as z from 'zod';
import { TowlineError } from '../../shared/errors.ts';
import { canonicalAddress } from '../../shared/net/canonical.ts';
import type { Run } from '../../shared/os/run.ts';
import { isOurs } from './interfaces.ts';

/** What the machine's uplinks have at one moment. Uplinks are the interfaces of its default routes. */
export interface UplinkState {
  /** Their global addresses, in the order of their routes, those that end soon last; at most 16. */
  readonly own: readonly string[];
  /** Every global address of the machine, but those of our own tunnels. */
  readonly all: ReadonlySet<string>;
  /** The default routes, in a form that can be compared. */
  readonly routes: readonly string[];
  /** Families that have a default route. */
  readonly families: ReadonlySet<4 | 6>;
}

/** The most addresses that a node names; the controller takes no more. */
export const mostAddresses = 16;
const timeoutMs = 5_000;

const linkSchema = z.object({
  ifname: z.string().optional(),
  addr_info: z
    .array(
      z.object({
        family: z.string().optional(),
        local: z.string().optional(),
        scope: z.string().optional(),
        tentative: z.boolean().optional(),
        dadfailed: z.boolean().optional(),
        deprecated: z.boolean().optional(),
      }),
    )
    .optional(),
});
const hopSchema = z.object({
  dev: z.string().optional(),
  gateway: z.string().optional(),
  via: z.object({ host: z.string().optional() }).optional(),
  flags: z.array(z.string()).optional(),
});
const routeSchema = hopSchema.extend({
  type: z.string().optional(),
  metric: z.number().optional(),
  nexthops: z.array(hopSchema).optional(),
});

/** Asks `ip` what the uplinks have. Throws CommandError, `failed` for what `ip` should not print. */
export async function readUplinks(run: Run): Promise<UplinkState> {
  const ip = (...args: string[]) => run('ip', ['-json', ...args], { timeoutMs });
  const [links, v4, v6] = await Promise.all([
    ip('address', 'show', 'up', 'scope', 'global'),
    ip('-4', 'route', 'show', 'default'),
    ip('-6', 'route', 'show', 'default'),
  ]);
  return uplinkState(parse(linkSchema, links), parse(routeSchema, v4), parse(routeSchema, v6));
}

function parse<T>(schema: z.ZodType<T>, text: string): T[] {
  try {
    return z.array(schema).parse(text.trim() === '' ? [] : JSON.parse(text));
  } catch (error) {
    throw new TowlineError('failed', 'ip -json printed what cannot be read', { cause: error });
  }
}

type Link = z.infer<typeof linkSchema>;
type Route = z.infer<typeof routeSchema>;

function uplinkState(links: readonly Link[], v4: readonly Route[], v6: readonly Route[]): UplinkState {
  const ways = [...waysOf(4, v4), ...waysOf(6, v6)];
  const found = links.flatMap(({ ifname = '', addr_info: infos = [] }) =>
    isOurs(ifname) ? [] : infos.flatMap((info) => usable(ifname, info)),
  );
  // A machine without any default route has its way out by other routes, which may be any interface's.
  const devices = [...new Set(ways.map(({ device }) => device))];
  const rankOf = (device: string) => (devices.length === 0 ? 0 : devices.indexOf(device));
  const own = found
    .filter(({ device }) => rankOf(device) !== -1)
    .sort((a, b) => Number(a.isEnding) - Number(b.isEnding) || rankOf(a.device) - rankOf(b.device));
  return {
    own: [...new Set(own.map(({ address }) => address))].slice(0, mostAddresses),
    all: new Set(found.map(({ address }) => address)),
    routes: ways.map(({ family, device, gateway }) => `${family} ${device} ${gateway}`),
    families: new Set(ways.map(({ family }) => family)),
  };
}

function usable(device: string, info: NonNullable<Link['addr_info']>[number]) {
  const { family, local, scope, tentative, dadfailed, deprecated } = info;
  // Until it is sure that nobody else has it (RFC 4862, section 5.4), nothing can be sent from it.
  if (local === undefined || scope !== 'global' || tentative || dadfailed) return [];
  if (family !== 'inet' && family !== 'inet6') return [];
  return [{ device, address: canonicalAddress(local), isEnding: deprecated === true }];
}

/** Interfaces and gateways of default routes that lead out, best first. */
function waysOf<Family extends 4 | 6>(family: Family, routes: readonly Route[]) {
  const leading = routes.filter(({ type }) => type === undefined || type === 'unicast');
  const byMetric = [...leading].sort((a, b) => (a.metric ?? 0) - (b.metric ?? 0));
  return byMetric
    .flatMap((route) => route.nexthops ?? [route])
    .flatMap(({ dev, gateway, via, flags = [] }) => {
      const isDown = flags.includes('linkdown') || flags.includes('dead');
      if (dev === undefined || isDown || isOurs(dev)) return [];
      return [{ family, device: dev, gateway: gateway ?? via?.host ?? '' }];
    });
}
