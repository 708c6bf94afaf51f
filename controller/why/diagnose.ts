import type { Facts, Finding } from './facts.ts';
import * as bgp from './rules/bgp.ts';
import { bird } from './rules/bird.ts';
import * as config from './rules/config.ts';
import * as contact from './rules/contact.ts';
import * as endpoint from './rules/endpoint.ts';
import { firewall } from './rules/firewall.ts';
import { mtu } from './rules/mtu.ts';
import * as routes from './rules/routes.ts';
import { wireguardChanged } from './rules/wireguard.ts';
import { type Cause, type Rule, sceneOf } from './scene.ts';
import { short } from './words.ts';

/** Words of routers are in it: whatever they say is one line, and ends. */
const mostText = 700;

/** The rules by name, causes before what they cause: each sees what those before it have explained. */
export const rules: Readonly<Record<string, Rule>> = {
  standing: contact.standing,
  silence: contact.silence,
  controllerName: contact.controllerName,
  clones: contact.clones,
  disk: config.disk,
  clock: config.clock,
  wireguardChanged,
  bird,
  resolver: endpoint.resolver,
  noFamily: endpoint.noFamily,
  nobodyDials: endpoint.nobodyDials,
  names: endpoint.names,
  addressOutdated: endpoint.addressOutdated,
  firewall,
  mtu,
  limit: bgp.limit,
  disabled: bgp.disabled,
  bfd: bgp.bfd,
  established: bgp.established,
  rules: routes.rules,
  forwarding: routes.forwarding,
  unannounced: routes.unannounced,
  strictFilter: routes.strictFilter,
  release: config.release,
  takenBack: config.takenBack,
  noRoute: routes.noRoute,
  drift: config.drift,
  outdated: contact.outdated,
};

/**
 * What is wrong, causes first; what a cause explains is no finding of its own. Pure.
 *
 * @param without names of rules that are left out
 */
export function diagnose(facts: Facts, without: readonly string[] = []): Finding[] {
  const found: Cause[] = [];
  for (const [name, rule] of Object.entries(rules)) {
    if (without.includes(name)) continue;
    found.push(...rule(sceneOf(facts, found)));
  }
  return found.map(({ explains: _, ...finding }) => ({
    ...finding,
    text: short(finding.text, mostText),
    evidence: finding.evidence.map((line) => short(line, mostText)),
    whatToDo: finding.whatToDo.map((line) => short(line, mostText)),
  }));
}
