/** What the processes of the benchmark tell each other. Buffers travel as hexadecimal text. */

/** One simulated agent. */
export interface Identity {
  readonly nodeId: number;
  readonly name: string;
  /** Its address in the management tunnel: here one of `lo`. */
  readonly address: string;
  /** Seed of its identity key. */
  readonly identityPrivateKey: string;
}

/** What all agents of a process have in common. */
export interface Network {
  readonly networkId: string;
  readonly port: number;
  readonly signingPublicKey: string;
}

/** To a process of agents. */
export type ToCrowd =
  | { readonly kind: 'run'; readonly network: Network; readonly agents: readonly Identity[] }
  | { readonly kind: 'ask' };

/** Times are in milliseconds of CLOCK_MONOTONIC, which all processes of a machine share. */
export interface CrowdNews {
  /** Agents whose watch is open and has told them their release. */
  readonly inContact: number;
  /** Agents by the release that they have confirmed. */
  readonly confirmed: Readonly<Record<number, number>>;
  /** Since the last time it was asked: attempts at a session, */
  readonly attempts: readonly number[];
  /** watches that told their first release, */
  readonly contacts: readonly number[];
  /** confirmations that came, with their releases, */
  readonly acks: readonly (readonly [atMs: number, release: number])[];
  /** and bundles that were not confirmed within their window. */
  readonly rolledBack: number;
}

/** Milliseconds of CLOCK_MONOTONIC. */
export function machineMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
