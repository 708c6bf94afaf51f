import { isIP } from 'node:net';

/** What an ISP gives a site. */
export interface Line {
  readonly kind: 'public' | 'firewalled' | 'natted' | 'dslite';
  readonly families: readonly (4 | 6)[];
  /** Whether packets from anywhere arrive, and not answers alone. */
  readonly isOpen: boolean;
  /** Whether the router itself sees its addresses change. */
  readonly seesChange: boolean;
}

/** Shares of the lines, in tenths. Behind NAT means IPv4 alone, with a box in front that keeps the address to itself. */
const lines: readonly (Line & { readonly tenths: number })[] = [
  { kind: 'public', families: [6, 4], isOpen: true, seesChange: true, tenths: 3 },
  { kind: 'firewalled', families: [6, 4], isOpen: false, seesChange: true, tenths: 3 },
  { kind: 'natted', families: [4], isOpen: false, seesChange: false, tenths: 3 },
  { kind: 'dslite', families: [6], isOpen: false, seesChange: true, tenths: 1 },
];

/** A router and its line. Times are milliseconds since midnight. */
export interface Router {
  readonly id: number;
  readonly name: string;
  readonly line: Line;
  /** When its line goes, comes back with other addresses, and its name follows. */
  readonly schedule: { readonly downMs: number; readonly upMs: number; readonly namedMs: number };
  isUp: boolean;
  addresses: readonly string[];
  /** Those that it had before. */
  former: readonly string[];
  /** What its name resolves to at the authoritative server. */
  named: readonly string[];
}

export interface World {
  readonly routers: readonly Router[];
  /** Ends of the links. */
  readonly pairs: readonly (readonly [Router, Router])[];
}

export const dayMs = 24 * 3600 * 1000;
const regionSize = 10;

/**
 * Routers in full meshes of ten, whose first ones are a full mesh among themselves; the lines of two that are linked
 * have a family in common. Each line is away once, for 3 to 30 s, and its name follows 2 to 30 s after it.
 */
export function createWorld(count: number, random: () => number): World {
  const routers = Array.from({ length: count }, (_, id): Router => {
    const line = lineAt(id === 0 ? 0 : random() * 10);
    const downMs = random() * (dayMs - 600_000);
    const upMs = downMs + 3000 + random() * 27_000;
    const addresses = addressesOf(id, 0, line);
    return {
      id,
      name: `n${id}`,
      line,
      schedule: { downMs, upMs, namedMs: upMs + 2000 + random() * 28_000 },
      ...{ isUp: true, addresses, former: [], named: addresses },
    };
  });
  const pairs = routers.flatMap((a) =>
    routers
      .filter((b) => b.id > a.id && areGrouped(a, b) && familyOfPair(a, b) !== undefined)
      .map((b) => [a, b] as const),
  );
  return { routers, pairs };
}

function areGrouped(a: Router, b: Router): boolean {
  if (Math.floor(a.id / regionSize) === Math.floor(b.id / regionSize)) return true;
  return a.id % regionSize === 0 && b.id % regionSize === 0;
}

/** The family that two lines have in common, IPv6 if both. */
export function familyOfPair(a: Router, b: Router): 4 | 6 | undefined {
  return a.line.families.find((family) => b.line.families.includes(family));
}

export function addressOfFamily({ addresses }: Router, family: number): string | undefined {
  return addresses.find((address) => isIP(address) === family);
}

/** The line is back, with addresses of its own. */
export function reconnect(router: Router): void {
  router.isUp = true;
  router.former = router.addresses;
  router.addresses = addressesOf(router.id, 1, router.line);
}

function addressesOf(id: number, times: number, { families }: Line): string[] {
  const number = 2 * id + times;
  return families.map((family) =>
    family === 6 ? `2001:db9:${number.toString(16)}::1` : `11.0.${number >> 8}.${number & 255}`,
  );
}

function lineAt(tenth: number): Line {
  const all = lines.flatMap((line) => Array.from({ length: line.tenths }, () => line));
  return all[Math.floor(tenth)] ?? (lines[0] as Line);
}
