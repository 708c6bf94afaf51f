import type { ExaminationInput } from '../../shared/gen/towline/v1/Examination.ts';
import { canonicalAddress } from '../../shared/net/canonical.ts';
import { readSysctl } from '../../shared/net/sysctl.ts';
import type { FreeSpace } from '../../shared/os/free-space.ts';
import type { Run } from '../../shared/os/run.ts';
import type { Bundle } from '../check/bundle.ts';
import { quarantinedDigest } from '../journal/quarantine.ts';
import type { Journal } from '../journal/schema.ts';
import { reasonOf } from '../report/status.ts';
import { missingRules } from '../system/policy-rules.ts';
import type { BirdFindings } from './bird.ts';
import { cut, type Look } from './bounded.ts';
import type { Running } from './links.ts';

const mostDrift = 64;
const mostListed = 32;

export interface NodePorts {
  readonly run: Run;
  readonly freeSpace: FreeSpace;
  readonly config: { readonly state_dir: string };
  /** What the uplinks have, as the watch of addresses knows it. */
  readonly uplinks: () => {
    readonly own: readonly string[];
    readonly families: ReadonlySet<4 | 6> | undefined;
  };
  readonly journal: { current(): Journal };
  /** What differed from the bundle at the last look, a line each. */
  readonly drift: () => readonly string[];
}

/** Looks at what of the machine is no link's. */
export async function lookAtNode(ports: NodePorts, look: Look, running: Running): Promise<ExaminationInput> {
  const { run, config } = ports;
  const journal = ports.journal.current();
  const { phase, lastApply } = journal;
  const [space, ipv4, ipv6, strictFilters, rules] = await Promise.all([
    look('free space', () => ports.freeSpace(config.state_dir), undefined),
    readSysctl('net/ipv4/ip_forward'),
    readSysctl('net/ipv6/conf/all/forwarding'),
    look('rp_filter', () => strict(running), []),
    look('policy rules', () => missingRules(run), []),
  ]);
  // What was found a minute ago of these may be mended, or new.
  const kept = ports.drift().filter((line) => !/^(?:links|rules):/.test(line));
  const { own, families } = ports.uplinks();
  return {
    journalState: phase.state,
    applyReason: lastApply === undefined ? '' : cut(reasonOf(lastApply), 1000),
    quarantined: quarantinedDigest(journal) !== undefined,
    drift: kept.slice(0, mostDrift).map((line) => cut(line)),
    ...(space === undefined ? {} : { freeBytes: space.bytes }),
    // Where it cannot be read there is nothing to forward.
    forwardsIpv4: ipv4 !== '0',
    forwardsIpv6: ipv6 !== '0',
    strictFilters,
    missingRules: [...new Set(rules.map(({ family }) => (family === '-4' ? 'IPv4' : 'IPv6')))],
    ownAddresses: own.slice(0, mostListed),
    defaultRoutes: [...(families ?? [])].sort().map((family) => `IPv${family}`),
  };
}

/** Interfaces with a strict filter: the kernel takes the stricter of an interface's own and `all` (ip-sysctl). */
async function strict({ interfaces }: Running): Promise<string[]> {
  const of = (name: string) => readSysctl(`net/ipv4/conf/${name}/rp_filter`);
  const all = Number((await of('all')) ?? 0);
  const names = interfaces.filter(({ up, name }) => up && name !== 'lo').map(({ name }) => name);
  const values = await Promise.all(
    names.map(async (name) => ({ name, value: Math.max(all, Number((await of(name)) ?? 0)) })),
  );
  return values
    .filter(({ value }) => value === 1)
    .map(({ name }) => name)
    .slice(0, mostListed);
}

/** Own prefixes, loopbacks aside, of which BIRD has no route of the node's own. Pure. */
export function unannouncedOf({ settings }: Bundle, { own }: BirdFindings): string[] {
  if (own === undefined) return [];
  const loopbacks = new Set([`${settings.loopback_v4}/32`, `${canonicalAddress(settings.loopback_v6)}/128`]);
  return settings.prefixes
    .map(canonicalAddress)
    .filter((prefix) => !loopbacks.has(prefix) && !own.has(prefix))
    .slice(0, mostListed);
}
