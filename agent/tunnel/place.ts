import {
  type ManagementInterface,
  managementInterface,
  otherManagementInterface,
} from '../../shared/wireguard-names.ts';
import type { Enrollment } from '../enroll/store.ts';

/** Where the management tunnel of this node leads, and by which interface. */
export interface TunnelPlace {
  /** Number of the move that led there; 0 is the enrollment's. */
  readonly generation: number;
  readonly interface: ManagementInterface;
  /** Base64. */
  readonly controllerKey: string;
  /** `host:port`, best first. */
  readonly endpoints: readonly string[];
}

/** The place that an enrollment names. */
export function placeOf(enrollment: Enrollment): TunnelPlace {
  return {
    generation: enrollment.tunnelGeneration ?? 0,
    interface: enrollment.tunnelInterface ?? managementInterface,
    controllerKey: enrollment.controllerWireguardPublicKey,
    endpoints: enrollment.controllerEndpoints,
  };
}

/** The enrollment with another place: one file, so that place and number are never of two moves. */
export function withPlace(enrollment: Enrollment, place: TunnelPlace): Enrollment {
  return {
    ...enrollment,
    controllerWireguardPublicKey: place.controllerKey,
    controllerEndpoints: [...place.endpoints],
    tunnelGeneration: place.generation,
    tunnelInterface: place.interface,
  };
}

/** What a move makes of a place: the same interface where nothing but the number differs. Pure. */
export function placeAfter(from: TunnelPlace, move: Omit<TunnelPlace, 'interface'>): TunnelPlace {
  const isSame =
    move.controllerKey === from.controllerKey && move.endpoints.join('\n') === from.endpoints.join('\n');
  return { ...move, interface: isSame ? from.interface : otherManagementInterface(from.interface) };
}
