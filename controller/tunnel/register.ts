import { managementInterface } from '../../shared/wireguard-names.ts';
import { wireguardEndpoints } from '../config/addresses.ts';
import type { ControllerConfig } from '../config/load.ts';
import { firstTunnelKey, readTunnelKey } from '../keys/tunnel-keys.ts';
import type { Store } from '../store/store.ts';
import type { TunnelPlace } from '../store/tunnel-moves.ts';
import { type Places, placesOf } from './places.ts';
import type { TunnelEnd, TunnelEnds } from './tunnel.ts';

/** What is written down about the ends, with their keys. */
export interface TunnelRegister {
  places(): Places;
  ends(): TunnelEnds;
  publicKey(place: TunnelPlace): Buffer;
}

/** @param keysDir folder of the controller's keys */
export function createTunnelRegister(
  store: Store,
  config: ControllerConfig,
  keysDir: string,
): TunnelRegister {
  const keys = new Map<string, ReturnType<typeof readTunnelKey>>();
  const keyOf = ({ keyFile }: TunnelPlace) => {
    const key = keys.get(keyFile) ?? readTunnelKey(keysDir, keyFile);
    keys.set(keyFile, key);
    return key;
  };
  // Read each time: a reload changes it.
  const configured = (): TunnelPlace => ({
    generation: 0,
    interface: managementInterface,
    port: config.listen.wireguard_port,
    keyFile: firstTunnelKey,
    endpoints: wireguardEndpoints(config),
  });
  const places = () => placesOf(store.tunnelMoves.all(), configured());
  return {
    places,
    ends() {
      const { home, beside } = places();
      return endsOf(home, beside, (place) => keyOf(place).privateKey);
    },
    publicKey: (place) => keyOf(place).publicKey,
  };
}

/** Ends as WireGuard wants them. */
export function endsOf(
  home: TunnelPlace,
  beside: TunnelPlace | undefined,
  privateKey: (place: TunnelPlace) => Buffer,
): TunnelEnds {
  const end = (place: TunnelPlace): TunnelEnd => ({
    interface: place.interface,
    listenPort: place.port,
    privateKey: privateKey(place),
  });
  return { home: end(home), beside: beside && end(beside), isConfigured: home.generation === 0 };
}
