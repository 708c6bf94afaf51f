import type { BirdReply } from './reply.ts';

/** A protocol instance as `show protocols all` shows it. */
export interface ProtocolState {
  readonly name: string;
  /** `BGP`, `BFD`, `Kernel`, … */
  readonly type: string;
  /** `up`, `down`, `start`, … */
  readonly state: string;
  /** State of a BGP session, for example `Established`; empty for other protocols. */
  readonly bgpState: string;
  /** Whether more prefixes come than the import limit of one of its channels admits. */
  readonly isLimitHit?: boolean;
}

// doc/reply_codes: 1002 protocol list, 1006 protocol details.
const listCode = 1002;
const detailsCode = 1006;

/** Reads the answer to `show protocols all`. What is not understood is left out. */
export function parseProtocols(reply: BirdReply): ProtocolState[] {
  const protocols: ProtocolState[] = [];
  for (const { code, text } of reply.lines) {
    if (code === listCode) {
      const match = /^(\S+)\s+(\S+)\s+(\S+)\s+(\S+)/.exec(text);
      const [, name, type, , state] = match ?? [];
      if (name !== undefined && type !== undefined && state !== undefined) {
        protocols.push({ name, type, state, bgpState: '' });
      }
    } else if (code === detailsCode) {
      const state = /^\s*BGP state:\s+(\S+)/.exec(text)?.[1];
      // nest/proto.c, channel_show_limit.
      const isLimitHit = /^\s*Import limit:\s+\d+ \[HIT\]/.test(text);
      const last = protocols.pop();
      if (last === undefined) continue;
      const withState = state === undefined ? last : { ...last, bgpState: state };
      protocols.push(isLimitHit ? { ...withState, isLimitHit } : withState);
    }
  }
  return protocols;
}

/**
 * Time in milliseconds after which BFD finds each interface's session broken (the column Timeout of `show bfd
 * sessions`, in seconds: interval times multiplier, RFC 5880 section 6.8.4); only of sessions that are up.
 */
export function parseBfdDetection(reply: BirdReply): Map<string, number> {
  const times = new Map<string, number>();
  for (const { code, text } of reply.lines) {
    const words = text.trim().split(/\s+/);
    const [timeoutMs, name] = [Number(words.at(-1)) * 1000, words[1]];
    if (code === 1020 && name !== undefined && words[2] === 'Up' && timeoutMs > 0) times.set(name, timeoutMs);
  }
  return times;
}

/** State of the BFD session of each interface, from the answer to `show bfd sessions` (code 1020). */
export function parseBfdSessions(reply: BirdReply): Map<string, string> {
  const sessions = new Map<string, string>();
  for (const { code, text } of reply.lines) {
    const [address, name, state] = text.trim().split(/\s+/);
    if (code !== 1020 || name === undefined || state === undefined) continue;
    if (/^[0-9a-fA-F.:]+$/.test(address ?? '') && /^(Up|Down|Init|AdminDown)$/.test(state))
      sessions.set(name, state);
  }
  return sessions;
}
