/** Values of a node that the shipped templates use, after inheritance. */
export interface NodeValues {
  readonly groups: readonly string[];
  readonly endpoint: string;
  readonly lan: readonly string[];
  readonly announce_connected: readonly string[];
  readonly accept_default: boolean;
  readonly mss_clamp: boolean;
  readonly prefixes: readonly string[];
  readonly wireguard: {
    readonly listen_port_base: number;
    readonly mtu: number;
    readonly keepalive: number;
    readonly psk: boolean;
    /** Days after which the key of a node for its links is renewed; 0 never. */
    readonly rotate_days: number;
    /** Whether the agent measures the path of each link, and gives it the MTU that fits. */
    readonly path_mtu: 'off' | 'report' | 'set';
  };
  readonly bfd: {
    readonly profile: 'default' | 'fast';
    readonly interval_ms?: number;
    readonly multiplier?: number;
  };
  readonly bgp: {
    readonly hold_time_s: number;
    readonly import_limit?: number;
    /** Of which sites a node knows what they may announce. */
    readonly origins: 'auto' | 'neighbours' | 'all';
  };
  readonly confirm: { readonly window_s: number; readonly require: readonly string[] };
  /** How the agent looks for a peer from which nothing arrives. */
  readonly tracker: TrackerValues;
  /** What differs on single links, by the node at the other end. */
  readonly link: Readonly<Record<string, { readonly tracker?: Partial<TrackerValues> }>>;
  /** How an admin comes to the router. */
  readonly ssh: { readonly user: string; readonly port: number; readonly authorized_keys: readonly string[] };
  readonly drift: 'report' | 'repair';
  /** The admin's own services: template folders that this node has beside the shipped ones. */
  readonly services: readonly string[];
  readonly tags: readonly string[];
  readonly vars: Readonly<Record<string, unknown>>;
}

export interface TrackerValues {
  readonly backoff_min_ms: number;
  readonly backoff_max_ms: number;
  readonly family: 'any' | 'ipv4' | 'ipv6';
}

/** One end of a link, seen from its node. */
export interface LinkEnd {
  readonly peer: string;
  readonly interface: string;
  readonly listenPort: number;
  /** Port on which the peer listens for this link. */
  readonly peerPort: number;
  readonly kind: 'ebgp' | 'ibgp';
  /** This node is a spoke here: what it learned from another hub does not go out. */
  readonly spoke: boolean;
  readonly mtu: number;
  /** Name of the pre-shared key, absent if the link has none. */
  readonly psk?: string;
}

export interface NodeModel {
  readonly name: string;
  readonly site: string;
  readonly id: number;
  readonly asn: number;
  readonly loopbackV4: string;
  readonly loopbackV6: string;
  readonly managementAddress: string;
  readonly groups: readonly string[];
  /** Names of the nodes it has links to, sorted. */
  readonly peers: readonly string[];
  readonly lan: readonly string[];
  /** Whether a router is enrolled as this node. */
  readonly enrolled: boolean;
  readonly values: NodeValues;
  /** The node's links, sorted by peer. */
  readonly links: readonly LinkEnd[];
}

export interface SiteModel {
  readonly name: string;
  readonly asn: number;
  readonly nodes: readonly string[];
  /** LAN prefixes of its nodes, sorted, each once. */
  readonly lan: readonly string[];
}

/** The whole network, everything computed that files are rendered from. */
export interface NetworkModel {
  readonly name: string;
  readonly networkId: string;
  readonly managementPrefix: string;
  readonly controllerAddress: string;
  /** Pools of the loopbacks, IPv4 and IPv6. */
  readonly loopbackPools: readonly string[];
  readonly sites: readonly SiteModel[];
  /** Sorted by name. */
  readonly nodes: readonly NodeModel[];
  /** Prefix limit of a session, an entry a family. */
  readonly importLimit: { readonly v4: number; readonly v6: number };
}
