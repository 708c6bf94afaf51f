import type { BirdReply } from './reply.ts';

/** What a channel did with routes: counts since the protocol came up; undefined where BIRD shows `---`. */
export interface ChannelChanges {
  readonly received: number | undefined;
  readonly rejected: number | undefined;
  readonly filtered: number | undefined;
  readonly ignored: number | undefined;
  readonly accepted: number | undefined;
}

/** Kinds of changes, as BIRD names their rows. */
export const changeKinds = [
  'Import updates',
  'Import withdraws',
  'Export updates',
  'Export withdraws',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

const countedRoutes = ['imported', 'exported', 'filtered', 'preferred'] as const;

/** A channel of a protocol, of one IP family. */
export interface ChannelDetails {
  readonly family: 4 | 6;
  importFilter: string;
  exportFilter: string;
  imported: number;
  exported: number;
  filtered: number;
  preferred: number;
  readonly changes: Map<ChangeKind, ChannelChanges>;
}

/** A protocol in detail. */
export interface ProtocolDetails {
  readonly name: string;
  readonly type: string;
  readonly isUp: boolean;
  /** When it came to its state, by BIRD's clock, in ms; undefined if that cannot be read. */
  readonly sinceMs: number | undefined;
  /** The last column: of BGP the session's state, and then its last error. */
  readonly info: string;
  readonly channels: ChannelDetails[];
}

/** A BFD session. */
export interface BfdDetails {
  readonly address: string;
  readonly interface: string;
  readonly isUp: boolean;
  readonly sinceMs: number | undefined;
  /** Seconds. */
  readonly interval: number;
  readonly timeout: number;
}

/** BIRD itself. Times by its clock, in ms. */
export interface DaemonDetails {
  readonly version: string;
  readonly routerId: string;
  readonly nowMs: number | undefined;
  readonly rebootMs: number | undefined;
  readonly reconfiguredMs: number | undefined;
}

/** What BIRD says of itself at one moment. */
export interface BirdDetails {
  readonly protocols: readonly ProtocolDetails[];
  readonly bfd: readonly BfdDetails[];
  readonly daemon: DaemonDetails;
}

// doc/reply_codes: 1002 protocol list, 1006 protocol details, 1020 BFD sessions.
const [listCode, detailsCode, bfdCode] = [1002, 1006, 1020];
const time = String.raw`(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?|\d\d:\d\d:\d\d(?:\.\d+)?)`;
const listed = new RegExp(String.raw`^(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+${time}\s*(.*)$`);

/** Reads the answer to `show protocols all`. What is not understood is left out. Pure. */
export function parseDetails(reply: BirdReply): ProtocolDetails[] {
  const protocols: ProtocolDetails[] = [];
  let channel: ChannelDetails | undefined;
  for (const { code, text } of reply.lines) {
    if (code === listCode) {
      channel = undefined;
      const [, name, type, , state, since, info = ''] = listed.exec(text) ?? [];
      if (name === undefined || type === undefined) continue;
      protocols.push({
        name,
        type,
        isUp: state === 'up',
        sinceMs: timeOf(since),
        info: info.trim(),
        channels: [],
      });
    } else if (code === detailsCode) {
      const began = /^\s*Channel (\S+)/.exec(text)?.[1];
      if (began !== undefined) {
        channel = began === 'ipv4' || began === 'ipv6' ? newChannel(began === 'ipv4' ? 4 : 6) : undefined;
        if (channel !== undefined) protocols.at(-1)?.channels.push(channel);
      } else if (channel !== undefined) readChannelLine(channel, text);
    }
  }
  return protocols;
}

function newChannel(family: 4 | 6): ChannelDetails {
  const counts = { imported: 0, exported: 0, filtered: 0, preferred: 0 };
  return { family, importFilter: '', exportFilter: '', ...counts, changes: new Map() };
}

function readChannelLine(channel: ChannelDetails, text: string): void {
  const colon = text.indexOf(':');
  const [key, value] = [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
  if (key === 'Input filter') channel.importFilter = value;
  else if (key === 'Output filter') channel.exportFilter = value;
  else if (key === 'Routes') {
    for (const part of value.split(', ')) {
      const [count = '', word = ''] = part.split(' ');
      const kind = countedRoutes.find((one) => one === word);
      if (kind !== undefined && /^\d+$/.test(count)) channel[kind] = Number(count);
    }
  } else if (changeKinds.includes(key as ChangeKind)) {
    const cells = value.split(/\s+/).map((cell) => (/^\d+$/.test(cell) ? Number(cell) : undefined));
    const [received, rejected, filtered, ignored, accepted] = cells;
    channel.changes.set(key as ChangeKind, { received, rejected, filtered, ignored, accepted });
  }
}

/** Reads the answer to `show bfd sessions`. Pure. */
export function parseBfdDetails(reply: BirdReply): BfdDetails[] {
  const row = new RegExp(String.raw`^([0-9a-fA-F.:]+)\s+(\S+)\s+(\S+)\s+${time}\s+([\d.]+)\s+([\d.]+)\s*$`);
  return reply.lines.flatMap(({ code, text }) => {
    const [, address, name, state, since, interval, timeout] = (code === bfdCode && row.exec(text)) || [];
    if (address === undefined || name === undefined) return [];
    const seconds = { interval: Number(interval), timeout: Number(timeout) };
    return [{ address, interface: name, isUp: state === 'Up', sinceMs: timeOf(since), ...seconds }];
  });
}

/** Reads the answer to `show status`. Pure. */
export function parseDaemon(reply: BirdReply): DaemonDetails {
  const text = reply.lines.map((line) => line.text).join('\n');
  const found = (pattern: RegExp) => pattern.exec(text)?.[1] ?? '';
  const at = (words: string) => timeOf(found(new RegExp(`^${words} ${time}`, 'm')));
  return {
    version: found(/^BIRD (\S+)/m),
    routerId: found(/^Router ID is (\S+)/m),
    nowMs: at('Current server time is'),
    rebootMs: at('Last reboot on'),
    reconfiguredMs: at('Last reconfiguration on'),
  };
}

/** BIRD's local time; of one without a date nothing but a difference to another can be told. */
function timeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = Date.parse(text.includes('-') ? text.replace(' ', 'T') : `1970-01-01T${text}`);
  return Number.isNaN(ms) ? undefined : ms;
}
