import type { Impact } from '../../shared/gen/towline/v1/Impact.ts';
import { counted, listed } from '../text.ts';
import { readBirdConfig } from './bird-config.ts';
import { changedDefinitions } from './bird-options.ts';
import { changedPaths, type Files } from './files.ts';
import { linkImpacts, linkInterfaces } from './links.ts';
import { protocolImpacts } from './protocols.ts';
import { serviceImpacts } from './services.ts';
import { sessionImpacts } from './sessions.ts';
import { readSettings, type SettingsFile, settingsPath } from './settings.ts';
import { prefixImpacts, settingsImpacts } from './settings-impacts.ts';

export type { Files } from './files.ts';

/** The worst first. */
const order: readonly Impact['kind'][] = [
  'IMPACT_KIND_LINK_REMOVED',
  'IMPACT_KIND_SESSION_REMOVED',
  'IMPACT_KIND_PREFIX_WITHDRAWN',
  'IMPACT_KIND_LINK_REKEYED',
  'IMPACT_KIND_SESSION_RESTARTED',
  'IMPACT_KIND_LINK_CHANGED',
  'IMPACT_KIND_BIRD_RECONFIGURED',
  'IMPACT_KIND_SESSION_REFILTERED',
  'IMPACT_KIND_SETTINGS_CHANGED',
  'IMPACT_KIND_SERVICE_RELOADED',
  'IMPACT_KIND_LINK_ADDED',
  'IMPACT_KIND_SESSION_ADDED',
  'IMPACT_KIND_PREFIX_ADDED',
];

/**
 * What going from one bundle to another does to a running router, the worst first; empty if the files are the
 * same. Files may come from an admin's own templates: what cannot be read is named, and nothing is thrown. The
 * management tunnel is part of no bundle, so nothing here touches it. Pure; no text holds a key.
 *
 * @param before the files that run; undefined for a new node
 * @param now the files to come; undefined for a node that is removed
 * @param newSecrets names of secrets that are new or have a new version
 */
export function impactOf(
  before: Files | undefined,
  now: Files | undefined,
  newSecrets: readonly string[],
): Impact[] {
  if (before === undefined && now === undefined) return [];
  const impacts =
    before === undefined || now === undefined
      ? wholeNode(before ?? now ?? new Map(), now !== undefined)
      : changedNode(before, now, newSecrets);
  return impacts.sort(
    (a, b) =>
      order.indexOf(a.kind) - order.indexOf(b.kind) ||
      compare(a.subject, b.subject) ||
      compare(a.text, b.text),
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A node that comes or goes: a line for its links and one for its prefixes. */
function wholeNode(files: Files, comes: boolean): Impact[] {
  const settings = readSettings(files.get(settingsPath));
  const peers = linkInterfaces(files).map((name) => settings.peerOfInterface.get(name) ?? name);
  const prefixes = [...settings.prefixes].sort();
  const impacts: Impact[] = [];
  if (peers.length > 0) {
    const text = `${counted(peers.length, 'link')}: ${listed(peers)}`;
    impacts.push(
      comes
        ? { kind: 'IMPACT_KIND_LINK_ADDED', subject: settings.node, text: `comes up with ${text}` }
        : { kind: 'IMPACT_KIND_LINK_REMOVED', subject: settings.node, text: `goes away with ${text}` },
    );
  }
  if (prefixes.length > 0) {
    const text = `${counted(prefixes.length, 'prefix', 'prefixes')}: ${listed(prefixes)}`;
    impacts.push(
      comes
        ? { kind: 'IMPACT_KIND_PREFIX_ADDED', subject: settings.node, text: `announces ${text}` }
        : { kind: 'IMPACT_KIND_PREFIX_WITHDRAWN', subject: settings.node, text: `announces no more ${text}` },
    );
  }
  return impacts;
}

function changedNode(before: Files, now: Files, newSecrets: readonly string[]): Impact[] {
  const [old, young] = [readSettings(before.get(settingsPath)), readSettings(now.get(settingsPath))];
  const peerOf = (name: string) => young.peerOfInterface.get(name) ?? old.peerOfInterface.get(name) ?? name;
  return [
    ...linkImpacts(before, now, newSecrets, peerOf),
    ...birdImpacts(before, now, old, young),
    ...prefixImpacts(old, young),
    ...settingsImpacts(before, now, old, young),
    ...serviceImpacts(before, now),
  ];
}

function birdImpacts(before: Files, now: Files, old: SettingsFile, young: SettingsFile): Impact[] {
  const paths = changedPaths(before, now, (service) => service === 'bird');
  if (paths.length === 0) return [];
  const [a, b] = [readBirdConfig(before), readBirdConfig(now)];
  const definitions = changedDefinitions(a, b);
  const peers = { before: old.peerOfSession, now: young.peerOfSession };
  const impacts = [...sessionImpacts(a, b, definitions, peers), ...protocolImpacts(a, b, definitions)];
  if (impacts.length > 0) return impacts;
  const text = `BIRD: reads its configuration again and changes nothing (${listed(paths)})`;
  return [{ kind: 'IMPACT_KIND_BIRD_RECONFIGURED', subject: 'bird', text }];
}
