// Original file: proto/towline/v1/admin.proto

import type { TraceHopInput as _towline_v1_TraceHopInput, TraceHop as _towline_v1_TraceHop } from '../../towline/v1/TraceHop.ts';
import type { PathAsInput as _towline_v1_PathAsInput, PathAs as _towline_v1_PathAs } from '../../towline/v1/PathAs.ts';

/**
 * Trace is the way from a node to an address.
 */
export interface TraceInput {
  /**
   * Where it leads.
   */
  'address'?: (string);
  /**
   * Name of the node that has this address; empty for any other.
   */
  'nodeName'?: (string);
  /**
   * Routers in the order in which packets pass them, the address itself last.
   */
  'hops'?: (_towline_v1_TraceHopInput)[];
  /**
   * Whether the address answered.
   */
  'isReached'?: (boolean);
  /**
   * Path of the best route that BIRD has to the address; empty for one of the
   * node's own site, and where there is none.
   */
  'asPath'?: (_towline_v1_PathAsInput)[];
  /**
   * Protocol that the best route comes from; empty where there is none.
   */
  'routeProtocol'?: (string);
  /**
   * Why BIRD was not asked for the route; empty if it was.
   */
  'routeRefusal'?: (string);
}

/**
 * Trace is the way from a node to an address.
 */
export interface Trace {
  /**
   * Where it leads.
   */
  'address': (string);
  /**
   * Name of the node that has this address; empty for any other.
   */
  'nodeName': (string);
  /**
   * Routers in the order in which packets pass them, the address itself last.
   */
  'hops': (_towline_v1_TraceHop)[];
  /**
   * Whether the address answered.
   */
  'isReached': (boolean);
  /**
   * Path of the best route that BIRD has to the address; empty for one of the
   * node's own site, and where there is none.
   */
  'asPath': (_towline_v1_PathAs)[];
  /**
   * Protocol that the best route comes from; empty where there is none.
   */
  'routeProtocol': (string);
  /**
   * Why BIRD was not asked for the route; empty if it was.
   */
  'routeRefusal': (string);
}
