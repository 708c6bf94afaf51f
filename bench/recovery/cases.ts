/** A way in which addresses change. */
export interface RecoveryCase {
  /** Sites whose public addresses change at one moment. */
  readonly moves: readonly ('aachen' | 'berlin')[];
  /** Sites behind a stateful firewall. */
  readonly firewalled: readonly ('aachen' | 'berlin')[];
  /** Whether Berlin is behind a line that translates, and does not see its public address change. */
  readonly natted?: boolean;
  /** Seconds that a resolver may keep what DNS says; 5 unless said otherwise. */
  readonly ttl?: number;
  readonly ways: readonly Way[];
}

/** `hint`: by the controller alone. `dns_only`: names, while the controller is down. `plain_wireguard`: no agents. */
export type Way = 'hint' | 'dns_only' | 'plain_wireguard';

const all: readonly Way[] = ['hint', 'dns_only', 'plain_wireguard'];

export const cases: Readonly<Record<string, RecoveryCase>> = {
  changed_side_only: { moves: ['berlin'], firewalled: [], ways: all },
  both_sides: { moves: ['aachen', 'berlin'], firewalled: [], ways: all },
  one_side_firewalled: { moves: ['berlin'], firewalled: ['aachen'], ways: all },
  both_sides_firewalled: { moves: ['aachen', 'berlin'], firewalled: ['aachen', 'berlin'], ways: all },
  natted_ipv4: { moves: ['berlin'], firewalled: [], natted: true, ways: all },
  controller_down_ttl60: {
    moves: ['aachen', 'berlin'],
    firewalled: ['aachen', 'berlin'],
    ttl: 60,
    ways: ['dns_only'],
  },
  controller_down_ttl5: { moves: ['aachen', 'berlin'], firewalled: [], ways: ['dns_only'] },
};
