import { TowlineError } from '../errors.ts';
import { readToken } from './token.ts';

/** A place where the enrollment listener may be reached. */
export interface JoinEndpoint {
  /** Host name or address, without brackets. */
  readonly host: string;
  readonly port: number;
}

/** What a router needs to find and recognise its controller. */
export interface JoinString {
  /** Best first, at least one. */
  readonly endpoints: readonly JoinEndpoint[];
  /** SHA-256 (32 bytes) of the listener's public key (SubjectPublicKeyInfo, DER); absent if the key is not pinned. */
  readonly keyHash?: Buffer;
  /** The right to join without an admin. A secret. */
  readonly token?: string;
}

const form = 'towline://host:port[,host:port]#<64 hexadecimal digits>[?token]';
const pattern = /^towline:\/\/([^#?]+)(?:#([0-9a-fA-F]{64}))?(?:\?([0-9A-Za-z-]{32,64}))?$/;
const endpointPattern = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+)):(\d{1,5})$/;
/** So many places a join string may name. */
export const maxEndpoints = 16;

/** `towline://host:port,…#<hex of keyHash>?<token>`; an IPv6 address stands in brackets. */
export function formatJoinString({ endpoints, keyHash, token }: JoinString): string {
  const pin = keyHash === undefined ? '' : `#${keyHash.toString('hex')}`;
  return `towline://${endpoints.map(formatEndpoint).join(',')}${pin}${token === undefined ? '' : `?${token}`}`;
}

/** `host:port`, an IPv6 address in brackets. */
export function formatEndpoint({ host, port }: JoinEndpoint): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Throws `invalid` for anything that is no join string; the message does not repeat it, since it may hold a token. */
export function parseJoinString(text: string): JoinString {
  const [, places = '', pin, secret] = pattern.exec(text.trim()) ?? [];
  const endpoints = places.split(',').map(parseEndpoint);
  const whole = endpoints.filter((endpoint) => endpoint !== undefined);
  const token = secret === undefined ? undefined : readToken(secret);
  if (
    whole.length !== endpoints.length ||
    whole.length > maxEndpoints ||
    (secret !== undefined && token === undefined)
  ) {
    throw new TowlineError(
      'invalid',
      `this is no join string (expected ${form}); 'towline init', 'towline status' and 'towline token create' print it`,
    );
  }
  return {
    endpoints: whole,
    ...(pin === undefined ? {} : { keyHash: Buffer.from(pin, 'hex') }),
    ...(token === undefined ? {} : { token }),
  };
}

function parseEndpoint(text: string): JoinEndpoint | undefined {
  const [, bracketed, plain, digits] = endpointPattern.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  return host === undefined || port < 1 || port > 65_535 ? undefined : { host, port };
}
