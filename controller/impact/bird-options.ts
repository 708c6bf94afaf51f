import type { BirdConfig, Protocol } from './bird-config.ts';
import { birdStatements, type Statement } from './bird-tokens.ts';

/** An option that differs between two versions of a protocol. */
export interface OptionChange {
  /** `ipv4` and the like for what stands in a channel; empty for the protocol's own options. */
  readonly channel: string;
  /** The option's words without its value, such as `hold time`; `ipv4` itself if a whole channel comes or goes. */
  readonly option: string;
  /** Absent where the option was not, or is no more. */
  readonly before?: string;
  readonly now?: string;
}

const channels = new Set(['ipv4', 'ipv6', 'vpn4', 'vpn6', 'roa4', 'roa6', 'flow4', 'flow6', 'eth', 'mpls']);

/** The options that differ, in the order in which they stand; empty if BIRD sees no difference. */
export function changedOptions(
  before: Protocol,
  now: Protocol,
  changedDefinitions: ReadonlySet<string>,
): OptionChange[] {
  const [a, b] = [optionsOf(before), optionsOf(now)];
  const changes: OptionChange[] = [];
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const [old, young] = [a.get(key), b.get(key)];
    const refers = young?.tokens.some((token) => changedDefinitions.has(token)) ?? false;
    if (old?.text === young?.text && !refers) continue;
    const { channel = '', option = '' } = young ?? old ?? {};
    changes.push({
      channel,
      option,
      ...(old === undefined ? {} : { before: old.text }),
      ...(young === undefined ? {} : { now: young.text }),
    });
  }
  return changes;
}

interface Option {
  readonly channel: string;
  readonly option: string;
  readonly tokens: readonly string[];
  readonly text: string;
}

/** What a protocol says, the last word of each option: a protocol overrides its template (user guide, 3.2). */
function optionsOf(protocol: Protocol): Map<string, Option> {
  const options = new Map<string, Option>();
  const add = (channel: string, { words, body }: Statement) => {
    const tokens = [...words, ...(body === undefined ? [] : ['{', ...body, '}'])];
    const option = optionName(words);
    // Several of these stand side by side instead of one replacing the other.
    const key = option === 'route' || option === 'interface' ? tokens.join(' ') : option;
    options.set(`${channel}/${key}`, { channel, option, tokens, text: tokens.join(' ') });
  };
  for (const statement of protocol.statements) {
    const [channel = ''] = statement.words;
    if (!channels.has(channel)) {
      add('', statement);
      continue;
    }
    options.set(`/${channel}`, { channel: '', option: channel, tokens: [], text: channel });
    for (const inner of birdStatements(statement.body ?? [])) add(channel, inner);
  }
  return options;
}

const verdicts = new Set(['filter', 'where', 'all', 'none']);
const single = new Set([
  'password',
  'description',
  'route',
  'interface',
  'table',
  'debug',
  'bfd',
  'neighbor',
]);

/** The words of an option without its value: a password, above all, must not get into a text. */
function optionName(words: readonly string[]): string {
  const [first = '', second = ''] = words;
  if (single.has(first)) return first;
  if ((first === 'import' || first === 'export') && (verdicts.has(second) || second === '')) return first;
  const name: string[] = [];
  for (const word of words.slice(0, 3)) {
    if (!/^[a-z]+$/.test(word) || (name.length > 0 && /^(on|off|yes|no)$/.test(word))) break;
    name.push(word);
  }
  return name.join(' ');
}

/**
 * Names of the filters, functions and constants that differ, or that use one that does: BIRD compares them as
 * deep as that (measured: a filter that no session uses changes nothing).
 */
export function changedDefinitions(before: BirdConfig, now: BirdConfig): Set<string> {
  const users = new Map<string, string[]>();
  for (const { definitions } of [before, now]) {
    for (const [name, tokens] of definitions) {
      for (const token of new Set(tokens)) {
        if (!definitions.has(token) || token === name) continue;
        const list = users.get(token);
        if (list === undefined) users.set(token, [name]);
        else list.push(name);
      }
    }
  }
  const names = new Set([...before.definitions.keys(), ...now.definitions.keys()]);
  const changed = new Set(
    [...names].filter(
      (name) => before.definitions.get(name)?.join(' ') !== now.definitions.get(name)?.join(' '),
    ),
  );
  // A set is walked in the order of insertion, with what is added on the way.
  for (const name of changed) for (const user of users.get(name) ?? []) changed.add(user);
  return changed;
}
