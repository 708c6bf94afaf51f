// Original file: proto/towline/v1/agent.proto

import type { Long } from '@grpc/proto-loader';

/**
 * LinkExamination is how a node finds its end of one link.
 */
export interface LinkExaminationInput {
  /**
   * Name of the node at the other end.
   */
  'peer'?: (string);
  /**
   * Name of the interface.
   */
  'interface'?: (string);
  /**
   * What of interface and WireGuard is not as the bundle says, a line each.
   */
  'faults'?: (string)[];
  /**
   * MTU of the interface in bytes; 0 if it is not there.
   */
  'mtu'?: (number);
  /**
   * Bytes that the path to the peer carries, as measured before; 0 if it was not
   * measured, 1 for less than a link needs.
   */
  'pathMtu'?: (number);
  /**
   * UDP port at which the bundle has it listen.
   */
  'listenPort'?: (number);
  /**
   * Where WireGuard sends to, `address:port`; empty if nowhere.
   */
  'endpoint'?: (string);
  /**
   * Where the bundle says that the peer is: `name`, `address`, `hint`, or empty
   * where the peer dials.
   */
  'endpointKind'?: (string);
  /**
   * Name, where it is one.
   */
  'endpointName'?: (string);
  /**
   * What the node's resolver answers for the name now.
   */
  'answers'?: (string)[];
  /**
   * Why it has no answer; empty if it has.
   */
  'answerError'?: (string);
  /**
   * Seconds since the last handshake; absent if there was none.
   */
  'handshakeAgeS'?: (number);
  /**
   * Bytes received when the examination began.
   */
  'receivedBytes'?: (number | string | Long);
  /**
   * Bytes sent when the examination began.
   */
  'sentBytes'?: (number | string | Long);
  /**
   * Bytes received meanwhile.
   */
  'receivedSinceBytes'?: (number | string | Long);
  /**
   * Bytes sent meanwhile.
   */
  'sentSinceBytes'?: (number | string | Long);
  /**
   * Milliseconds since something authentic arrived; absent if nothing did since
   * the agent started.
   */
  'heardAgeMs'?: (number | string | Long);
  /**
   * State of the tracker, for example `backingOff`.
   */
  'trackerState'?: (string);
  /**
   * Why it is in it.
   */
  'trackerReason'?: (string);
  /**
   * Seconds until it tries something; absent if nothing is due.
   */
  'trackerNextS'?: (number);
  /**
   * State of the BFD session as BIRD names it; empty if there is none.
   */
  'bfdState'?: (string);
  /**
   * State of the protocol in BIRD: `up`, `start`, `down`; empty if BIRD does not
   * say.
   */
  'protocolState'?: (string);
  /**
   * State of the BGP session as BIRD names it.
   */
  'bgpState'?: (string);
  /**
   * Last error of the session as BIRD words it; empty if there was none.
   */
  'bgpError'?: (string);
  /**
   * Prefixes that were imported.
   */
  'imported'?: (number);
  /**
   * Whether the peer sends more prefixes than its limit admits.
   */
  'limitHit'?: (boolean);
  /**
   * Whether the peer answers small packets over the link: `answered`, `silent`,
   * or empty if none was sent.
   */
  'smallPing'?: (string);
  /**
   * The same for packets as large as the interface's MTU.
   */
  'largePing'?: (string);
  /**
   * The same outside the link, to the endpoint in use.
   */
  'outerPing'?: (string);
  '_handshakeAgeS'?: "handshakeAgeS";
  '_heardAgeMs'?: "heardAgeMs";
  '_trackerNextS'?: "trackerNextS";
}

/**
 * LinkExamination is how a node finds its end of one link.
 */
export interface LinkExamination {
  /**
   * Name of the node at the other end.
   */
  'peer': (string);
  /**
   * Name of the interface.
   */
  'interface': (string);
  /**
   * What of interface and WireGuard is not as the bundle says, a line each.
   */
  'faults': (string)[];
  /**
   * MTU of the interface in bytes; 0 if it is not there.
   */
  'mtu': (number);
  /**
   * Bytes that the path to the peer carries, as measured before; 0 if it was not
   * measured, 1 for less than a link needs.
   */
  'pathMtu': (number);
  /**
   * UDP port at which the bundle has it listen.
   */
  'listenPort': (number);
  /**
   * Where WireGuard sends to, `address:port`; empty if nowhere.
   */
  'endpoint': (string);
  /**
   * Where the bundle says that the peer is: `name`, `address`, `hint`, or empty
   * where the peer dials.
   */
  'endpointKind': (string);
  /**
   * Name, where it is one.
   */
  'endpointName': (string);
  /**
   * What the node's resolver answers for the name now.
   */
  'answers': (string)[];
  /**
   * Why it has no answer; empty if it has.
   */
  'answerError': (string);
  /**
   * Seconds since the last handshake; absent if there was none.
   */
  'handshakeAgeS'?: (number);
  /**
   * Bytes received when the examination began.
   */
  'receivedBytes': (number);
  /**
   * Bytes sent when the examination began.
   */
  'sentBytes': (number);
  /**
   * Bytes received meanwhile.
   */
  'receivedSinceBytes': (number);
  /**
   * Bytes sent meanwhile.
   */
  'sentSinceBytes': (number);
  /**
   * Milliseconds since something authentic arrived; absent if nothing did since
   * the agent started.
   */
  'heardAgeMs'?: (number);
  /**
   * State of the tracker, for example `backingOff`.
   */
  'trackerState': (string);
  /**
   * Why it is in it.
   */
  'trackerReason': (string);
  /**
   * Seconds until it tries something; absent if nothing is due.
   */
  'trackerNextS'?: (number);
  /**
   * State of the BFD session as BIRD names it; empty if there is none.
   */
  'bfdState': (string);
  /**
   * State of the protocol in BIRD: `up`, `start`, `down`; empty if BIRD does not
   * say.
   */
  'protocolState': (string);
  /**
   * State of the BGP session as BIRD names it.
   */
  'bgpState': (string);
  /**
   * Last error of the session as BIRD words it; empty if there was none.
   */
  'bgpError': (string);
  /**
   * Prefixes that were imported.
   */
  'imported': (number);
  /**
   * Whether the peer sends more prefixes than its limit admits.
   */
  'limitHit': (boolean);
  /**
   * Whether the peer answers small packets over the link: `answered`, `silent`,
   * or empty if none was sent.
   */
  'smallPing': (string);
  /**
   * The same for packets as large as the interface's MTU.
   */
  'largePing': (string);
  /**
   * The same outside the link, to the endpoint in use.
   */
  'outerPing': (string);
  '_handshakeAgeS'?: "handshakeAgeS";
  '_heardAgeMs'?: "heardAgeMs";
  '_trackerNextS'?: "trackerNextS";
}
