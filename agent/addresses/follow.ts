import { isIP } from 'node:net';
import { messageOf } from '../../shared/errors.ts';
import { createWake, type Wake } from '../../shared/os/wake.ts';
import { endpointAddress } from '../../shared/wireguard/config-text.ts';
import { renewSources, type SourcePorts } from './sources.ts';
import { type AddressWatch, type AddressWatchOptions, createAddressWatch } from './watch.ts';

export interface FollowAddressesOptions extends Omit<AddressWatchOptions, 'onChange'>, SourcePorts {
  /** Has the management tunnel speak from the new addresses; resolves when it has. */
  readonly speak: (signal: AbortSignal) => Promise<void>;
  /** Has the controller told of them. */
  readonly session: Pick<Wake, 'notify'>;
  /** Has every link looked at. */
  readonly tracker: Pick<Wake, 'notify'>;
}

/** The node's own addresses, and what follows when they change. */
export interface OwnAddressFollower extends Pick<AddressWatch, 'current' | 'run'> {
  /** Whether there is a default route to an endpoint (`address:port`); true while that is not known. */
  hasWay(endpoint: string): boolean;
}

/** The tunnel first, since the controller tells the neighbours; then the links. */
export function followAddresses(options: FollowAddressesOptions): OwnAddressFollower {
  const { log } = options;
  const changed = createWake();
  const watch = createAddressWatch({ ...options, onChange: changed.notify });

  async function react(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await changed.wait(2 ** 31 - 1, signal);
      await options.speak(signal);
      options.session.notify();
      await renewSources(options).catch((error: unknown) =>
        log.warn({ error: messageOf(error) }, 'links may send from an address that is gone'),
      );
      options.tracker.notify();
    }
  }

  return {
    current: watch.current,
    hasWay(endpoint) {
      const families = watch.current().families;
      const address = endpointAddress(endpoint);
      if (families === undefined || families.size === 0 || address === undefined) return true;
      return families.has(isIP(address) === 6 ? 6 : 4);
    },
    async run(signal) {
      await Promise.all([watch.run(signal), react(signal)]);
    },
  };
}
