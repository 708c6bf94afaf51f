import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Run } from '../../shared/os/run.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import type { Watches } from '../agents/watches.ts';
import { networkPrefixes } from '../allocate/addresses.ts';
import type { ControllerConfig } from '../config/load.ts';
import type { AnswerFacts } from '../enrollment/answer.ts';
import type { ControllerKeys } from '../keys/key-files.ts';
import type { Store } from '../store/store.ts';
import { contradictions } from './contradictions.ts';
import { createTunnelMoves, type TunnelMoves } from './moves.ts';
import { createTunnelRegister, type TunnelRegister } from './register.ts';
import { renewAnswers } from './renew-answers.ts';
import type { Roster } from './roster.ts';
import { addressOf } from './source-address.ts';
import { createTunnel, type Tunnel } from './tunnel.ts';

export interface ManagementTunnelOptions {
  readonly run: Run;
  readonly wireguard: WireGuard;
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  readonly roster: Roster;
  readonly watches: Watches;
  readonly config: ControllerConfig;
  readonly keys: ControllerKeys;
  readonly keysDir: string;
  /** TCP port of AgentService, once it listens. */
  readonly agentsPort: () => number;
}

/** The management tunnel: its ends, and their moves. */
export interface ManagementTunnel {
  readonly tunnel: Tunnel;
  readonly moves: TunnelMoves;
  readonly register: TunnelRegister;
  /** What enrollment answers say besides the node: with the place where nodes should be now. */
  answerFacts(): AnswerFacts;
  /** What controller.toml says of the tunnel and does not hold, a line each. */
  contradictions(): string[];
  /** Seals the enrollment answers anew. */
  renewAnswers(): void;
}

export function createManagementTunnel(options: ManagementTunnelOptions): ManagementTunnel {
  const { store, config, keys, keysDir } = options;
  const facts = store.network.get();
  const { management, controller } = networkPrefixes(facts.ula);
  const register = createTunnelRegister(store, config, keysDir);
  const answerFacts = (): AnswerFacts => {
    const { target } = register.places();
    return {
      facts,
      keys: { ...keys, wireguard: { ...keys.wireguard, publicKey: register.publicKey(target) } },
      managementPrefix: management,
      controllerAddress: controller,
      controllerPort: options.agentsPort(),
      endpoints: target.endpoints,
    };
  };
  const renew = () => renewAnswers(store);
  const tunnel = createTunnel({
    ...options,
    ends: register.ends,
    controllerAddress: controller,
    managementPrefix: management,
    addressOf,
  });
  const moves = createTunnelMoves({
    ...options,
    register,
    tunnel,
    signing: keys.signing,
    renewAnswers: renew,
  });
  return {
    tunnel,
    moves,
    register,
    answerFacts,
    renewAnswers: renew,
    contradictions: () => contradictions(config, register.places()),
  };
}
