import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { SignedTunnelMove } from '../../shared/gen/towline/v1/SignedTunnelMove.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import { createMutex } from '../../shared/os/mutex.ts';
import { signTunnelMove } from '../../shared/rpc/tunnel-move.ts';
import type { Watches } from '../agents/watches.ts';
import type { Signing } from '../keys/signing.ts';
import { makeTunnelKey, readTunnelKey, removeUnusedTunnelKeys } from '../keys/tunnel-keys.ts';
import type { Store } from '../store/store.ts';
import type { TunnelPlace } from '../store/tunnel-moves.ts';
import { type MoveRequest, type Places, planMove } from './places.ts';
import { type NodeProgress, progressOf, stillNeeded } from './progress.ts';
import { endsOf, type TunnelRegister } from './register.ts';
import type { Tunnel } from './tunnel.ts';

export interface TunnelMovesOptions {
  readonly register: TunnelRegister;
  readonly tunnel: Tunnel;
  readonly store: Store;
  readonly watches: Watches;
  readonly clock: Clock;
  readonly log: Log;
  readonly keysDir: string;
  readonly signing: Pick<Signing, 'current' | 'generation'>;
  /** Gives every router that asks to join again the place that holds now; within the transaction of a change. */
  readonly renewAnswers: () => void;
}

/** Moves of the controller's end of the management tunnel; one at a time. */
export interface TunnelMoves {
  places(): Places;
  progress(): NodeProgress[];
  /** Tells a node with an open watch where it should be. */
  tell(nodeId: number): void;
  /** Throws `conflict` while another is under way, `invalid`, `failed` where the new end does not come up. */
  begin(request: MoveRequest): Promise<void>;
  /** Resolves to the nodes left behind, by name. Throws `conflict` while there are some, unless forced. */
  finish(force: boolean): Promise<string[]>;
  /** Calls the nodes back. Throws `conflict` if no move is under way. */
  abort(): Promise<void>;
  /** Ends a move that was taken back, once no node can be at its place. */
  settleReturn(): Promise<void>;
}

export function createTunnelMoves(options: TunnelMovesOptions): TunnelMoves {
  const { register, tunnel, store, watches, clock, log, keysDir, signing } = options;
  // One after the other: a call that returns has been carried out.
  const turn = createMutex();
  let signed: { readonly place: string; readonly message: SignedTunnelMove } | undefined;
  const progress = () => progressOf(store, watches, register.places(), clock.now());

  function messageFor(target: TunnelPlace): SignedTunnelMove {
    const place = JSON.stringify([signing.generation(), target]);
    if (signed?.place !== place) {
      const { networkId } = store.network.get();
      const { generation, endpoints } = target;
      const move = {
        networkId,
        generation,
        controllerKey: register.publicKey(target),
        endpoints: [...endpoints],
      };
      signed = { place, message: signTunnelMove(signing.current().privateKey, move) };
    }
    return signed.message;
  }

  function tell(nodeIds: readonly number[]): void {
    const { target, state } = register.places();
    const open = nodeIds.filter((nodeId) => watches.isOpen(nodeId));
    if (target.generation === 0 || open.length === 0) return;
    // Before they are told: one may make the move, and be gone before it says so.
    if (state === 'moving') {
      store.transaction(() => {
        for (const nodeId of open) store.tunnelMoves.tell(target.generation, nodeId);
      });
    }
    const message = messageFor(target);
    for (const nodeId of open) watches.move(nodeId, message);
  }

  /** What follows from a change that is written down. */
  async function carryOut(): Promise<void> {
    tell(store.nodes.all().map(({ nodeId }) => nodeId));
    await tunnel.ensure().catch((error: unknown) => {
      log.error({ reason: messageOf(error) }, 'the management tunnel lacks a change, trying again');
    });
    const { home, beside } = register.places();
    const used = new Set([home, ...(beside === undefined ? [] : [beside])].map(({ keyFile }) => keyFile));
    await removeUnusedTunnelKeys(keysDir, used).catch((error: unknown) => {
      log.warn({ reason: messageOf(error) }, 'a key of the tunnel that is not used any more is still there');
    });
  }

  async function settle(): Promise<void> {
    const { target } = register.places();
    store.tunnelMoves.setState(target.generation, 'settled');
    await carryOut();
  }

  async function settleReturn(): Promise<void> {
    const places = register.places();
    if (places.state !== 'returning' || stillNeeded(store, places, progress()).length > 0) return;
    log.info({ generation: places.target.generation }, 'all nodes are back, the move of the tunnel is over');
    await settle();
  }

  async function begin(request: MoveRequest): Promise<void> {
    const places = register.places();
    const { home } = places;
    const place = planMove(places, request);
    if (request.newKey) await makeTunnelKey(keysDir, place.keyFile);
    try {
      const beside = place.interface === home.interface ? undefined : place;
      // Before it is written down: a crash here leaves an interface that the next start takes away.
      await tunnel.tryOut(endsOf(home, beside, (end) => readTunnelKey(keysDir, end.keyFile).privateKey));
      const begun = clock.now();
      store.transaction(() => {
        if (store.tunnelMoves.all().length === 0) {
          store.tunnelMoves.insert({ ...home, state: 'settled', begun });
        }
        store.tunnelMoves.insert({ ...place, state: 'moving', begun });
        options.renewAnswers();
      });
    } catch (error) {
      await carryOut();
      throw error;
    }
    log.info(
      { generation: place.generation, endpoints: place.endpoints, port: place.port },
      'the tunnel moves',
    );
    await carryOut();
  }

  async function finish(force: boolean): Promise<string[]> {
    const places = register.places();
    if (places.state === 'settled') throw notMoving();
    const left = stillNeeded(store, places, progress())
      .map(({ name }) => name)
      .sort();
    if (left.length > 0 && !force) throw notAllMoved(left, places);
    log.info({ generation: places.target.generation, left_behind: left }, 'the move of the tunnel ends');
    await settle();
    return left;
  }

  async function abort(): Promise<void> {
    const { home, target, state } = register.places();
    if (state !== 'moving') throw notMoving();
    store.transaction(() => {
      store.tunnelMoves.setState(target.generation, 'aborted');
      store.tunnelMoves.insert({
        ...home,
        generation: target.generation + 1,
        state: 'returning',
        begun: clock.now(),
      });
      options.renewAnswers();
    });
    log.info({ generation: target.generation }, 'the move of the tunnel is taken back');
    await carryOut();
    await settleReturn();
  }

  return {
    places: register.places,
    progress,
    tell: (nodeId) => tell([nodeId]),
    begin: (request) => turn.run(() => begin(request)),
    finish: (force) => turn.run(() => finish(force)),
    abort: () => turn.run(abort),
    settleReturn: () => turn.run(settleReturn),
  };
}

function notMoving(): TowlineError {
  return new TowlineError('conflict', "the tunnel does not move: 'towline tunnel move' begins one");
}

/** Names in a message; more of them are in `towline tunnel show`. */
const mostNames = 10;

function notAllMoved(left: readonly string[], { state }: Places): TowlineError {
  const names = left.slice(0, mostNames).join(', ');
  const more = left.length > mostNames ? ` and ${left.length - mostNames} more` : '';
  const what = state === 'returning' ? 'not back from the place that was given up' : 'not moved yet';
  return new TowlineError(
    'conflict',
    `${what}: ${names}${more}; wait for them ('towline tunnel show'), or cut them off with --force`,
  );
}
