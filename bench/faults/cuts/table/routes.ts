import type { Cut, Kind, Place } from '../cut.ts';
import { type MainRoutes, mainRoutes } from './main-routes.ts';

/** BIRD exports routes to the main table that lead the management tunnel, or its outer packets, away. */
export const routes: readonly Cut[] = [
  route('route-blackhole-controller', 'dual', 'blackholes for the controller’s public addresses', (at) => ({
    v4: [`${at.controllerV4}/32 blackhole`],
    v6: [`${at.controllerV6}/128 blackhole`],
  })),
  route('route-unreachable-prefix', 'dual', 'the controller’s public networks unreachable', (at) => ({
    v4: [`${net4(at.controllerV4)}.0/24 unreachable`],
    v6: [`${net6(at.controllerV6)}::/64 unreachable`],
  })),
  route(
    'route-wrong-gateway-halves',
    'dual',
    'a default in two halves by a gateway that is not there',
    (at) => ({
      v4: [`0.0.0.0/1 via ${at.uplinkV4}.78`, `128.0.0.0/1 via ${at.uplinkV4}.78`],
      v6: [`::/1 via ${at.uplinkV6}::78`, `8000::/1 via ${at.uplinkV6}::78`],
    }),
  ),
  route('route-default-better-gateway', 'six', 'an IPv6 default with a better metric, by nobody', (at) => ({
    v6: [`::/0 via ${at.uplinkV6}::79`],
  })),
  route('route-controller-on-wire', 'dual', 'the controller as if it were on the uplink’s wire', (at) => ({
    v4: [`${at.controllerV4}/32 via "wan0"`],
    v6: [`${at.controllerV6}/128 via "wan0"`],
  })),
  route('route-inner-blackhole', 'dual', 'a blackhole for the controller’s management address', (at) => ({
    v6: [`${at.inner}/128 blackhole`],
  })),
  route('route-inner-in-link', 'dual', 'the controller’s management address by a link', (at) => ({
    v6: [`${at.inner}/128 via "tl-hub"`],
  })),
  route('route-one-hop', 'dual', 'routes to the controller with a hop limit of 1', (at) => ({
    v4: [`${at.controllerV4}/32 via ${at.uplinkV4}.1`],
    v6: [`${at.controllerV6}/128 via ${at.uplinkV6}::1`],
    attributes: 'krt_hoplimit = 1;',
  })),
  route('route-local-table', 'dual', 'blackholes for the controller in the table local', (at) => ({
    v4: [`${at.controllerV4}/32 blackhole`],
    v6: [`${at.controllerV6}/128 blackhole`],
    table: 255,
  })),
];

function route(name: string, on: Kind, how: string, of: (at: Place) => MainRoutes): Cut {
  return { name, on, how, templates: (at) => ({ 'bird/static.conf': mainRoutes(of(at)) }) };
}

function net4(address: string): string {
  return address.replace(/\.\d+$/, '');
}

function net6(address: string): string {
  return address.replace(/::.*$/, '');
}
