import { isIP } from 'node:net';

/** A router on the way, or the end of it. */
export interface Hop {
  /** From 1 on. */
  readonly number: number;
  /** Undefined if nobody answered. */
  readonly address?: string;
  /** Round trip in ms; the end of the way says it, routers on the way do not. */
  readonly rttMs?: number;
  /** Why it goes no further from here. */
  readonly refusal?: string;
}

/** Hops as an answer has them: `2 10.255.0.3 1.2 ms`, `3 *`, `4 10.255.0.9 !Destination Host Unreachable`. Pure. */
export function hopLines(hops: readonly Hop[]): string {
  return hops
    .map(({ number, address = '*', rttMs, refusal }) =>
      [
        number,
        address,
        ...(rttMs === undefined ? [] : [`${rttMs} ms`]),
        ...(refusal === undefined ? [] : [`!${refusal}`]),
      ].join(' '),
    )
    .join('\n');
}

/** Reads them. What is no hop is left out: it is what a node says. Pure. */
export function parseHops(text: string): Hop[] {
  return text.split('\n').flatMap((line) => {
    const [, number, address = '', rtt, refusal] =
      /^(\d{1,3}) (\S+)(?: (\d{1,6}(?:\.\d{1,6})?) ms)?(?: !(.{1,200}))?$/.exec(line) ?? [];
    if (number === undefined || (address !== '*' && isIP(address) === 0)) return [];
    return [
      {
        number: Number(number),
        ...(address === '*' ? {} : { address }),
        ...(rtt === undefined ? {} : { rttMs: Number(rtt) }),
        ...(refusal === undefined ? {} : { refusal }),
      },
    ];
  });
}
