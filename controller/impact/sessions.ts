import type { Impact } from '../../shared/gen/towline/v1/Impact.ts';
import { fromTo, listed } from '../text.ts';
import type { BirdConfig, Protocol } from './bird-config.ts';
import { isBfdOff, protocolEffect, type SessionEffect, sessionEffect, worstEffect } from './bird-effects.ts';
import { changedOptions, type OptionChange } from './bird-options.ts';

/** Names of the peers of BGP protocols where `agent/settings.toml` says them. */
export interface SessionPeers {
  readonly before: ReadonlyMap<string, string>;
  readonly now: ReadonlyMap<string, string>;
}

/** What a change of BIRD's files does to the BGP sessions. */
export function sessionImpacts(
  before: BirdConfig,
  now: BirdConfig,
  definitions: ReadonlySet<string>,
  peers: SessionPeers,
): Impact[] {
  const routerId = before.globals.get('router id') !== now.globals.get('router id');
  const cut = isBfdCut(before, now, definitions);
  const names = new Set([...before.protocols.keys(), ...now.protocols.keys()]);
  return [...names].flatMap((name): Impact[] => {
    const [old, young] = [session(before, name), session(now, name)];
    const peer =
      peers.now.get(name) ?? peers.before.get(name) ?? descriptionOf(young) ?? descriptionOf(old) ?? name;
    if (old === undefined && young === undefined) return [];
    if (old === undefined) return [impact('IMPACT_KIND_SESSION_ADDED', peer, 'comes up')];
    if (young === undefined)
      return [impact('IMPACT_KIND_SESSION_REMOVED', peer, 'ends: routes over it are gone')];
    const changes = changedOptions(old, young, definitions);
    if (cut && !isBfdOff(bfdOf(old))) changes.push({ channel: '', option: 'bfd protocol' });
    if (routerId) changes.push({ channel: '', option: 'router id' });
    return changes.length === 0 ? [] : [changedSession(peer, changes)];
  });
}

function session(config: BirdConfig, name: string): Protocol | undefined {
  const protocol = config.protocols.get(name);
  return protocol?.type === 'bgp' ? protocol : undefined;
}

/** Whether BFD sessions end without a word, be it to start anew. */
function isBfdCut(before: BirdConfig, now: BirdConfig, definitions: ReadonlySet<string>): boolean {
  return [...before.protocols].some(([name, old]) => {
    if (old.type !== 'bfd') return false;
    const young = now.protocols.get(name);
    if (young === undefined) return true;
    return protocolEffect('bfd', changedOptions(old, young, definitions)) === 'restarted';
  });
}

function bfdOf(protocol: Protocol): string | undefined {
  const said = protocol.statements.findLast(({ words }) => words[0] === 'bfd');
  return said?.words.join(' ');
}

function descriptionOf(protocol: Protocol | undefined): string | undefined {
  const said = protocol?.statements.findLast(({ words }) => words[0] === 'description')?.words[1];
  const text = said?.replaceAll('"', '').trim();
  return text === '' ? undefined : text;
}

const kinds: Readonly<Record<SessionEffect, Impact['kind']>> = {
  nothing: 'IMPACT_KIND_BIRD_RECONFIGURED',
  watching: 'IMPACT_KIND_BIRD_RECONFIGURED',
  limited: 'IMPACT_KIND_SESSION_REFILTERED',
  refiltered: 'IMPACT_KIND_SESSION_REFILTERED',
  restarted: 'IMPACT_KIND_SESSION_RESTARTED',
  ended: 'IMPACT_KIND_SESSION_REMOVED',
};

function changedSession(peer: string, changes: readonly OptionChange[]): Impact {
  const effect = worstEffect(changes.map(sessionEffect));
  const causes = changes.filter((change) => sessionEffect(change) === effect);
  return impact(kinds[effect], peer, effectText(effect, causes));
}

function effectText(effect: SessionEffect, causes: readonly OptionChange[]): string {
  const names = listed([...new Set(causes.map(optionLabel))]);
  switch (effect) {
    case 'ended':
      return 'is disabled: routes over this link are gone';
    case 'restarted':
      return `restarts (${names}): routes over this link are away for about a second`;
    case 'refiltered':
      return `stays up; its routes are filtered again (${names})`;
    case 'limited':
      return `stays up; its limit holds from now on (${listed([...new Set(causes.map(limitText))])})`;
    case 'watching':
      return `stays up; ${watchText(causes)}`;
    case 'nothing':
      return `stays up; nothing that matters to it changes (${names})`;
  }
}

function optionLabel({ channel, option }: OptionChange): string {
  if (option === 'bfd') return 'BFD off, which the other end takes for a cut';
  if (option === 'bfd protocol') return 'BFD starts anew, which the other end takes for a cut';
  return channel === '' ? option : `${channel} ${option}`;
}

function limitText({ channel, option, before, now }: OptionChange): string {
  const value = (text: string | undefined) => text?.slice(option.length).trim();
  return `${channel} ${option} ${fromTo(value(before), value(now))}`;
}

function watchText(causes: readonly OptionChange[]): string {
  if (causes.every(({ before }) => isBfdOff(before))) return 'BFD watches it from now on';
  return 'BFD watches it in another way';
}

function impact(kind: Impact['kind'], peer: string, what: string): Impact {
  return { kind, subject: peer, text: `BGP session with ${peer} ${what}` };
}
