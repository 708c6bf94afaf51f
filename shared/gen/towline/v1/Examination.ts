// Original file: proto/towline/v1/agent.proto

import type { LinkExaminationInput as _towline_v1_LinkExaminationInput, LinkExamination as _towline_v1_LinkExamination } from '../../towline/v1/LinkExamination.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Examination is how a node and its links are right now. It holds no secret.
 * What could not be looked at is in `blind`, and left out.
 */
export interface ExaminationInput {
  /**
   * The node's clock, in milliseconds since 1970-01-01 UTC.
   */
  'timeMs'?: (number | string | Long);
  /**
   * Version of the agent.
   */
  'agentVersion'?: (string);
  /**
   * State of BIRD, as in a report.
   */
  'birdState'?: (string);
  /**
   * Where the node is between two bundles, as its journal says.
   */
  'journalState'?: (string);
  /**
   * Why the last bundle failed; empty if it did not.
   */
  'applyReason'?: (string);
  /**
   * Whether a bundle is in quarantine.
   */
  'quarantined'?: (boolean);
  /**
   * What differed from the confirmed bundle when the node compared itself last,
   * but for links and rules, which are looked at anew.
   */
  'drift'?: (string)[];
  /**
   * Bytes that are free where the node keeps its state; absent if unknown.
   */
  'freeBytes'?: (number | string | Long);
  /**
   * Whether the kernel forwards IPv4.
   */
  'forwardsIpv4'?: (boolean);
  /**
   * Whether the kernel forwards IPv6.
   */
  'forwardsIpv6'?: (boolean);
  /**
   * Interfaces whose reverse path filter is strict (RFC 3704).
   */
  'strictFilters'?: (string)[];
  /**
   * IP families, `IPv4` and `IPv6`, that lack a policy rule of Towline's.
   */
  'missingRules'?: (string)[];
  /**
   * Addresses of its uplinks.
   */
  'ownAddresses'?: (string)[];
  /**
   * Families, `IPv4` and `IPv6`, that have a default route.
   */
  'defaultRoutes'?: (string)[];
  /**
   * Why its resolver does not work; empty if it does, or nothing was asked.
   */
  'resolverError'?: (string);
  /**
   * Prefixes of its own that it does not announce, since no interface that is up
   * and no route has them.
   */
  'unannounced'?: (string)[];
  /**
   * One entry a link that was asked for.
   */
  'links'?: (_towline_v1_LinkExaminationInput)[];
  /**
   * What could not be looked at, and why, a line each.
   */
  'blind'?: (string)[];
  /**
   * Interface by which packets to the address that was asked for leave; empty if
   * none was, or they have no way.
   */
  'routeInterface'?: (string);
  /**
   * AS numbers on that way, as BIRD has it.
   */
  'routePath'?: (number)[];
  '_freeBytes'?: "freeBytes";
}

/**
 * Examination is how a node and its links are right now. It holds no secret.
 * What could not be looked at is in `blind`, and left out.
 */
export interface Examination {
  /**
   * The node's clock, in milliseconds since 1970-01-01 UTC.
   */
  'timeMs': (number);
  /**
   * Version of the agent.
   */
  'agentVersion': (string);
  /**
   * State of BIRD, as in a report.
   */
  'birdState': (string);
  /**
   * Where the node is between two bundles, as its journal says.
   */
  'journalState': (string);
  /**
   * Why the last bundle failed; empty if it did not.
   */
  'applyReason': (string);
  /**
   * Whether a bundle is in quarantine.
   */
  'quarantined': (boolean);
  /**
   * What differed from the confirmed bundle when the node compared itself last,
   * but for links and rules, which are looked at anew.
   */
  'drift': (string)[];
  /**
   * Bytes that are free where the node keeps its state; absent if unknown.
   */
  'freeBytes'?: (number);
  /**
   * Whether the kernel forwards IPv4.
   */
  'forwardsIpv4': (boolean);
  /**
   * Whether the kernel forwards IPv6.
   */
  'forwardsIpv6': (boolean);
  /**
   * Interfaces whose reverse path filter is strict (RFC 3704).
   */
  'strictFilters': (string)[];
  /**
   * IP families, `IPv4` and `IPv6`, that lack a policy rule of Towline's.
   */
  'missingRules': (string)[];
  /**
   * Addresses of its uplinks.
   */
  'ownAddresses': (string)[];
  /**
   * Families, `IPv4` and `IPv6`, that have a default route.
   */
  'defaultRoutes': (string)[];
  /**
   * Why its resolver does not work; empty if it does, or nothing was asked.
   */
  'resolverError': (string);
  /**
   * Prefixes of its own that it does not announce, since no interface that is up
   * and no route has them.
   */
  'unannounced': (string)[];
  /**
   * One entry a link that was asked for.
   */
  'links': (_towline_v1_LinkExamination)[];
  /**
   * What could not be looked at, and why, a line each.
   */
  'blind': (string)[];
  /**
   * Interface by which packets to the address that was asked for leave; empty if
   * none was, or they have no way.
   */
  'routeInterface': (string);
  /**
   * AS numbers on that way, as BIRD has it.
   */
  'routePath': (number)[];
  '_freeBytes'?: "freeBytes";
}
