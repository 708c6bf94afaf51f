import type { OptionChange } from './bird-options.ts';

/** What `configure` does to a BGP session, the mildest first. */
export type SessionEffect = 'nothing' | 'watching' | 'limited' | 'refiltered' | 'restarted' | 'ended';

/**
 * Measured with BIRD 2.0.12, `configure` under an established session (test/impact/bird.lab.test.ts measures it
 * again): these options of a BGP protocol leave the session alone. Every other one restarts it, `hold time`,
 * `connect retry time`, `local`, `neighbor`, `allow local as` and `strict bind` among those tried.
 */
const sessionOptions: Readonly<Record<string, SessionEffect>> = {
  bfd: 'watching',
  description: 'nothing',
  debug: 'nothing',
  disabled: 'ended',
};

/**
 * The same for options of its channels. Every other one restarts the session, `extended next hop`, `table`,
 * `add paths`, `import table` and `export table` among those tried, and so does a channel that comes or goes.
 */
const channelOptions: Readonly<Record<string, SessionEffect>> = {
  import: 'refiltered',
  export: 'refiltered',
  'import limit': 'limited',
  'export limit': 'limited',
  'receive limit': 'limited',
  'import keep filtered': 'nothing',
  'next hop self': 'refiltered',
  'next hop keep': 'refiltered',
  'next hop address': 'refiltered',
  gateway: 'refiltered',
  'gateway direct': 'refiltered',
  'gateway recursive': 'refiltered',
  cost: 'refiltered',
  preference: 'refiltered',
  mandatory: 'nothing',
  debug: 'nothing',
};

const severity: readonly SessionEffect[] = [
  'nothing',
  'watching',
  'limited',
  'refiltered',
  'restarted',
  'ended',
];

/** Whether a `bfd` option, as text, leaves a session unwatched. */
export function isBfdOff(text: string | undefined): boolean {
  return text === undefined || /^bfd (off|no)$/.test(text);
}

/**
 * What one changed option of a BGP protocol does to its session. An end that stops BFD says nothing: the other one
 * takes it for a cut and drops the session after its detection time (measured: 1.4 to 1.5 s at 300 ms x 5). Starting
 * BFD and changing its timers costs nothing.
 */
export function sessionEffect({ channel, option, before, now }: OptionChange): SessionEffect {
  if (channel === '' && option === 'bfd' && !isBfdOff(before) && isBfdOff(now)) return 'restarted';
  const known = channel === '' ? sessionOptions[option] : channelOptions[option];
  if (known === 'ended' && now === undefined) return 'restarted';
  return known ?? 'restarted';
}

/** The worst of some effects. */
export function worstEffect(effects: readonly SessionEffect[]): SessionEffect {
  return severity[Math.max(0, ...effects.map((effect) => severity.indexOf(effect)))] ?? 'nothing';
}

/** What `configure` does to a protocol other than BGP. */
export type ProtocolEffect = 'kept' | 'refiltered' | 'retimed' | 'restarted';

/** Measured like the above. BIRD can filter again what a kernel or pipe protocol carries, not what direct does. */
export function protocolEffect(type: string, changes: readonly OptionChange[]): ProtocolEffect {
  const onlyFilters = changes.every(({ option }) => option === 'import' || option === 'export');
  switch (type) {
    case 'device':
    case 'static':
      return 'kept';
    case 'kernel':
    case 'pipe':
      return onlyFilters ? 'refiltered' : 'restarted';
    case 'bfd':
      return changes.every(({ option }) => option === 'interface') ? 'retimed' : 'restarted';
    default:
      return 'restarted';
  }
}
