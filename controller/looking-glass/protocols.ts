/** Routes of a channel; a number that BIRD does not say is absent. */
export interface ChannelRoutes {
  readonly imported?: number;
  readonly filtered?: number;
  readonly exported?: number;
  readonly preferred?: number;
}

export interface Channel {
  /** `ipv4`, `ipv6`. */
  readonly name: string;
  readonly state?: string;
  readonly table?: string;
  readonly routes?: ChannelRoutes;
}

/** A protocol as `show protocols` has it; what only `all` shows is absent or empty without it. */
export interface Protocol {
  readonly name: string;
  readonly type: string;
  /** Undefined where it has none, or several. */
  readonly table?: string;
  readonly state: string;
  /** As BIRD says it: its time format is the configuration's. */
  readonly since: string;
  readonly info: string;
  readonly description?: string;
  readonly bgp_state?: string;
  readonly neighbor_address?: string;
  readonly neighbor_as?: number;
  readonly local_as?: number;
  readonly channels: readonly Channel[];
}

type ChannelDraft = { -readonly [Key in keyof Channel]: Channel[Key] };
type Draft = { -readonly [Key in keyof Omit<Protocol, 'channels'>]: Protocol[Key] } & {
  readonly channels: ChannelDraft[];
};

const day = '\\d{4}-\\d\\d-\\d\\d';
const time = '\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?';
// nest/proto.c, proto_cmd_show: name, type, table, state, time, words of the protocol's own.
const row = new RegExp(`^(\\S+)\\s+(\\S+)\\s+(\\S+)\\s+(\\S+)\\s+(${day} ${time}|${day}|${time}|\\S+)(.*)`);
const detail = /^ +([A-Za-z][\w ]*?):\s(.*)/;

/**
 * Reads the answer to `show protocols`. What is not understood is left out. A node may say whatever it wants: the time
 * taken grows with the length of the text and no faster. Pure.
 */
export function parseProtocols(text: string): Protocol[] {
  const protocols: Draft[] = [];
  for (const line of text.split('\n')) {
    if (/^Name +Proto +Table /.test(line)) continue;
    const found = row.exec(line);
    const last = protocols.at(-1);
    if (found !== null) {
      const [, name = '', type = '', table = '', state = '', since = '', info = ''] = found;
      const own = table === '---' ? {} : { table };
      protocols.push({ name, type, ...own, state, since, info: info.trim(), channels: [] });
    } else if (last !== undefined) readDetail(last, line);
  }
  return protocols;
}

function readDetail(protocol: Draft, line: string): void {
  const channelName = /^ +Channel (\S+)/.exec(line)?.[1];
  if (channelName !== undefined) {
    protocol.channels.push({ name: channelName });
    return;
  }
  const [, key = '', rest = ''] = detail.exec(line) ?? [];
  const value = rest.trim();
  const channel = protocol.channels.at(-1);
  if (channel !== undefined) {
    if (key === 'State') channel.state = value;
    else if (key === 'Table') channel.table = value;
    else if (key === 'Routes') channel.routes = routesOf(value);
    return;
  }
  if (key === 'Description') protocol.description = value;
  else if (key === 'BGP state') protocol.bgp_state = value;
  else if (key === 'Neighbor address') protocol.neighbor_address = value;
  else if (key === 'Neighbor AS' && /^\d+$/.test(value)) protocol.neighbor_as = Number(value);
  else if (key === 'Local AS' && /^\d+$/.test(value)) protocol.local_as = Number(value);
}

/** `12 imported, 3 filtered, 11 exported, 2 preferred`. */
function routesOf(value: string): ChannelRoutes {
  const counts = value.matchAll(/(?<!\d)(\d+) (imported|filtered|exported|preferred)/g);
  return Object.fromEntries([...counts].map(([, count, word]) => [word, Number(count)]));
}
