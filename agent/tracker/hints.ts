import { isIP } from 'node:net';
import { isUsable } from '../../shared/net/address-kind.ts';
import { canonicalAddress } from '../../shared/net/canonical.ts';
import { type FamilyFacts, fromWire, noFacts } from '../../shared/net/family-facts.ts';

/** Where the controller says that a peer may be reached now. Advice: nobody but the tunnel vouches for it. */
export interface Hint {
  /** Canonical, best first, each once. */
  readonly addresses: readonly string[];
  /** UDP port of the peer's end as seen from outside; undefined: the bundle's. */
  readonly port: number | undefined;
  /** The peer has said that its former address is gone. */
  readonly left: boolean;
  /** Addresses that the peer has said it has no more: a link that points at one does not work. Canonical. */
  readonly leftAddresses: readonly string[];
  /** Rises with each hint that says something else than the one before. */
  readonly serial: number;
}

/** A hint as it arrives; nothing of it is believed before `put` has looked. */
export interface HintInput {
  readonly nodeName: string;
  readonly address?: string;
  readonly addresses?: readonly string[];
  readonly port?: number;
  readonly left?: boolean;
  readonly leftAddresses?: readonly string[];
  readonly families?: Parameters<typeof fromWire>[0];
}

/** The latest hint for each peer, in memory only: after a restart the controller sends them again. */
export interface HintStore {
  all(): ReadonlyMap<string, Hint>;
  /** How a peer may be reached, as the controller said last. No hint by itself: it makes no link suspect. */
  facts(node: string): FamilyFacts;
  /** Takes a hint; false if it is none, or says what is known already. */
  put(hint: HintInput): boolean;
}

export const mostHintAddresses = 16;
/** More neighbours than a node can have links: beyond, the oldest hint is dropped. */
const mostNodes = 4096;

export function createHints(): HintStore {
  const hints = new Map<string, Hint>();
  const facts = new Map<string, FamilyFacts>();
  let serial = 0;
  return {
    all: () => hints,
    facts: (node) => facts.get(node) ?? noFacts,
    put(input) {
      const addresses = addressesOf(input);
      if (addresses.length === 0 || input.nodeName === '') return false;
      const { port = 0, left = false } = input;
      const isPort = Number.isInteger(port) && port > 0 && port <= 65_535;
      const leftAddresses = canonicalOnes(input.leftAddresses ?? []).filter(
        (gone) => !addresses.includes(gone),
      );
      facts.set(input.nodeName, fromWire(input.families));
      const hint = { addresses, port: isPort ? port : undefined, left, leftAddresses };
      const known = hints.get(input.nodeName);
      if (known !== undefined && keyOf(known) === keyOf(hint)) return false;
      hints.delete(input.nodeName);
      hints.set(input.nodeName, { ...hint, serial: ++serial });
      const [oldest] = hints.keys();
      if (hints.size > mostNodes && oldest !== undefined) {
        hints.delete(oldest);
        facts.delete(oldest);
      }
      return true;
    },
  };
}

function addressesOf({ address, addresses = [] }: HintInput): string[] {
  const named = addresses.length > 0 ? addresses : address === undefined ? [] : [address];
  return canonicalOnes(named).filter(isUsable);
}

function canonicalOnes(addresses: readonly string[]): string[] {
  const some = addresses.slice(0, mostHintAddresses).filter((text) => isIP(text) !== 0);
  return [...new Set(some.map(canonicalAddress))];
}

function keyOf({ addresses, port, left, leftAddresses }: Omit<Hint, 'serial'>): string {
  return JSON.stringify([addresses, port, left, leftAddresses]);
}
