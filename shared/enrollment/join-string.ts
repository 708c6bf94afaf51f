import { TowlineError } from '../errors.ts';

/** What a router needs to find and recognise its controller. */
export interface JoinString {
  /** Host name or address of the enrollment listener. */
  readonly host: string;
  readonly port: number;
  /** SHA-256 (32 bytes) of the enrollment listener's public key (SubjectPublicKeyInfo, DER). */
  readonly keyHash: Buffer;
}

const form = 'towline://host:port#<64 hexadecimal digits>';

/** `towline://host:port#<hex of keyHash>`; an IPv6 address stands in brackets. */
export function formatJoinString(join: JoinString): string {
  const host = join.host.includes(':') ? `[${join.host}]` : join.host;
  return `towline://${host}:${join.port}#${join.keyHash.toString('hex')}`;
}

/** Throws `invalid` for anything that is no join string. */
export function parseJoinString(text: string): JoinString {
  const match = /^towline:\/\/(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+)):(\d{1,5})#([0-9a-fA-F]{64})$/.exec(
    text.trim(),
  );
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (match?.[4] === undefined || host === undefined || port < 1 || port > 65_535) {
    throw new TowlineError(
      'invalid',
      `this is no join string (expected ${form}); 'towline init' and 'towline status' print it`,
    );
  }
  return { host, port, keyHash: Buffer.from(match[4], 'hex') };
}
