import type { Impact } from '../../shared/gen/towline/v1/Impact.ts';
import { listed } from '../text.ts';
import type { BirdConfig, Protocol } from './bird-config.ts';
import { protocolEffect } from './bird-effects.ts';
import { changedOptions, type OptionChange } from './bird-options.ts';

/** What a change of BIRD's files does beside the BGP sessions. */
export function protocolImpacts(
  before: BirdConfig,
  now: BirdConfig,
  definitions: ReadonlySet<string>,
): Impact[] {
  const names = new Set([...before.protocols.keys(), ...now.protocols.keys()]);
  const protocols = [...names].flatMap((name): Impact[] => {
    const [old, young] = [before.protocols.get(name), now.protocols.get(name)];
    if ((young ?? old)?.type === 'bgp') return [];
    const text = protocolText(old, young, definitions);
    return text === undefined ? [] : [impact(name, `${(young ?? old)?.type} protocol ${name} ${text}`)];
  });
  const globals = [...new Set([...before.globals.keys(), ...now.globals.keys()])]
    .filter((name) => before.globals.get(name) !== now.globals.get(name))
    .map((name) => impact(name, globalText(name)));
  return [...protocols, ...globals];
}

function impact(subject: string, text: string): Impact {
  return { kind: 'IMPACT_KIND_BIRD_RECONFIGURED', subject, text: `BIRD: ${text}` };
}

function protocolText(
  old: Protocol | undefined,
  young: Protocol | undefined,
  definitions: ReadonlySet<string>,
): string | undefined {
  if (old === undefined) return 'starts';
  if (young === undefined) {
    return old.type === 'bfd'
      ? 'ends: the other ends take that for a cut; from then on a silent cut is found when the hold time ends'
      : 'ends, and its routes go';
  }
  const changes = changedOptions(old, young, definitions);
  return changes.length === 0 ? undefined : changedText(young.type, changes);
}

const restartTexts: Readonly<Record<string, string>> = {
  bfd: 'the other ends take that for a cut and drop their BGP sessions',
  direct: "this site's own prefixes are withdrawn and announced again within a moment",
  kernel: 'its routes leave the kernel and come back within a moment',
};

function changedText(type: string, changes: readonly OptionChange[]): string {
  const names = listed([
    ...new Set(changes.map(({ channel, option }) => (channel === '' ? option : `${channel} ${option}`))),
  ]);
  switch (protocolEffect(type, changes)) {
    case 'kept':
      return `takes the change without a break (${names})`;
    case 'refiltered':
      return `stays up; its routes are filtered again (${names})`;
    case 'retimed':
      return 'gets other timers; the sessions that it watches stay up';
    case 'restarted':
      return `restarts (${names}): ${restartTexts[type] ?? 'its routes go and come back within a moment'}`;
  }
}

function globalText(name: string): string {
  if (name === 'router id') return 'another router id, which restarts every BGP session';
  return `${/^[a-z]+$/.test(name) ? `"${name}"` : 'a statement'} of its configuration differs; no session is touched by that`;
}
