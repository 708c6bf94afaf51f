import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import * as z from 'zod';
import { gateForms, parseGate } from '../../shared/gates.ts';
import { either, show } from './found.ts';
import { contains, networkText, overlaps, type Prefix, parsePrefix } from './prefix.ts';
import { didYouMean } from './suggest.ts';

export { formatAddress } from './prefix.ts';

/** A name of a site, node or group: what a DNS label may be, in lower case. */
const namePattern = /^(?=.{1,32}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;
export const nameRule = 'lower-case letters and digits, words joined by single "-", at most 32';

/** Whether a text can name a site, node or group. `--` joins two names, `constructor` is in every JavaScript object. */
export function isName(text: string): boolean {
  return namePattern.test(text) && text !== 'constructor';
}

const hostNamePattern =
  /^(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\.?$/;

/** What zod hands to a text of ours. */
interface Found {
  readonly input?: unknown;
}

export const name = text(isName, (found) => `${found} is no name, expected ${nameRule}`);

/** `"auto"`, `"none"`, an address, or a host name. The port is a matter of the link. */
export const endpoint = z
  .string({ error: ({ input }: Found) => endpointProblem(show(input)) })
  .superRefine((input, context) => {
    const message = isEndpoint(input) ? unreachable(input) : endpointProblem(show(input));
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

/** An IPv4 or IPv6 prefix without host bits, in its canonical form. */
export const prefix = prefixWith(() => undefined);

/** A pool that nodes get addresses from. */
export function poolOf(family: 4 | 6) {
  return prefixWith((found) => {
    if (found.family !== family) return `${show(found.text)} is no IPv${family} prefix`;
    const special = specialPrefixes.find(({ prefix }) => prefix !== undefined && overlaps(prefix, found));
    return (
      special && `${show(found.text)} is no pool for addresses of nodes: it has addresses of ${special.what}`
    );
  });
}

/** A prefix that routers can announce to each other. */
export const lanPrefix = prefixWith((found) => {
  const special = specialPrefixes.find(({ prefix }) => prefix !== undefined && contains(prefix, found));
  return special && `${show(found.text)} is ${special.what}, which no router announces to another`;
});

// RFC 6890, RFC 4291: what never leaves a link or a machine.
const specialPrefixes = [
  { prefix: parsePrefix('127.0.0.0/8'), what: 'a loopback network' },
  { prefix: parsePrefix('169.254.0.0/16'), what: 'a link-local network' },
  { prefix: parsePrefix('224.0.0.0/4'), what: 'a multicast network' },
  { prefix: parsePrefix('::/128'), what: 'the unspecified address' },
  { prefix: parsePrefix('::1/128'), what: 'a loopback address' },
  { prefix: parsePrefix('fe80::/10'), what: 'a link-local network' },
  { prefix: parsePrefix('ff00::/8'), what: 'a multicast network' },
];

/** An interface name or pattern as BIRD takes it. */
export const interfacePattern = text(
  (candidate) => /^[A-Za-z0-9._*?-]{1,15}$/.test(candidate),
  (found) => `${found} is no interface name or pattern such as "eth1" or "vlan*"`,
);

/** A gate of `confirm.require`. */
export const gate = text(
  (candidate) => parseGate(candidate) !== undefined,
  (found) => `${found} is nothing to require, expected ${gateForms}`,
);

/** A tag of the admin's own. */
export const tag = text(
  (candidate) => candidate !== '',
  (found) => `${found} is no tag, expected a text`,
);

/** A whole number within bounds, which are allowed themselves. */
export function whole(least: number, most: number) {
  const error = ({ input }: Found) => {
    const found = typeof input !== 'number' ? 'no number' : `no whole number`;
    const what = Number.isInteger(input) ? 'out of range' : found;
    return `${show(input)} is ${what}, expected a whole number from ${least} to ${most}`;
  };
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/** An AS number: not one of those that stand for something else (RFC 7607, 6793, 7300). */
export const asn = whole(1, 4_294_967_294).refine((number) => number !== 23_456 && number !== 65_535, {
  error: ({ input }: Found) => `${show(input)} is reserved (RFC 6793, RFC 7300), no site can have it`,
});

export const flag = z.boolean({
  error: ({ input }: Found) => `${show(input)} is neither true nor false`,
});

/** One of some words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, {
    error: ({ input }: Found) => {
      const meant = typeof input === 'string' ? didYouMean(input, words) : '';
      return `${show(input)} is no value of this key, expected ${either(words)}${meant}`;
    },
  });
}

/** A list without repetitions; `example` is TOML. */
export function list<Element extends z.ZodType>(element: Element, example: string) {
  const error = ({ input }: Found) => `${show(input)} is no list, expected one such as ${example}`;
  return z.array(element, { error }).superRefine((found, context) => {
    if (found.length < 2 || new Set(found).size === found.length) return;
    for (const [index, value] of found.entries()) {
      if (found.indexOf(value) !== index)
        context.addIssue({
          code: 'custom',
          path: [index],
          message: `${show(value)} stands twice in this list`,
        });
    }
  });
}

/** 4 or 6 for a prefix or address. */
export function familyOf(text: string): 4 | 6 {
  return text.includes(':') ? 6 : 4;
}

function text(is: (text: string) => boolean, message: (found: string) => string) {
  const error = ({ input }: Found) => message(show(input));
  return z.string({ error }).refine(is, { error });
}

function prefixWith(refusal: (prefix: Prefix) => string | undefined) {
  const error = ({ input }: Found) => noPrefix(input);
  return z.string({ error }).transform((input, context) => {
    const parsed = parsePrefix(input);
    const message = parsed === undefined ? noPrefix(input) : (hostBits(input, parsed) ?? refusal(parsed));
    if (message !== undefined) context.addIssue({ code: 'custom', message });
    return parsed?.text ?? input;
  });
}

function noPrefix(input: unknown): string {
  return `${show(input)} is no prefix such as "10.1.0.0/24" or "fd00:1::/64"`;
}

function hostBits(input: string, prefix: Prefix): string | undefined {
  const network = networkText(prefix);
  return network === prefix.text ? undefined : `${show(input)} has host bits set, the prefix is "${network}"`;
}

function endpointProblem(found: string): string {
  return `${found} is no endpoint, expected "auto", "none", a host name or an address without a port`;
}

function isEndpoint(text: string): boolean {
  if (text === 'auto' || text === 'none' || isIP(text) !== 0) return !text.includes('%');
  // All digits and dots, but no address: a mistyped one, never a host name.
  return hostNamePattern.test(text) && !/^[\d.]+$/.test(text);
}

/** An address that another router cannot dial. */
function unreachable(text: string): string | undefined {
  if (isIP(text) === 0) return undefined;
  const range = ipaddr.parse(text).range();
  if (!['unspecified', 'multicast', 'broadcast', 'linkLocal', 'loopback'].includes(range)) return undefined;
  return `${show(text)} is an address that no other router can dial`;
}
