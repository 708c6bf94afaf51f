/** One peer as it should be. */
export interface PeerConfig {
  /** Base64. */
  readonly publicKey: string;
  /** Base64; absent is no pre-shared key. */
  readonly presharedKey?: string;
  /** `address:port` or `[address]:port`, never a name. */
  readonly endpoint?: string;
  /** CIDR. */
  readonly allowedIps: readonly string[];
  /** Seconds; absent is off. */
  readonly persistentKeepalive?: number;
}

/** What a peer shares with us: its key, and ours with it. */
export type SharedKey = Pick<PeerConfig, 'publicKey' | 'presharedKey'>;

/** One WireGuard interface as it should be. Holds private keys: never logged, never written. */
export interface DeviceConfig {
  /** Base64. */
  readonly privateKey: string;
  /** UDP port; absent is one that the kernel picks. */
  readonly listenPort?: number;
  /** Mark of outer packets; absent is none. */
  readonly fwmark?: number;
  readonly peers: readonly PeerConfig[];
}

/** One peer as it is. */
export interface PeerState {
  /** Base64. */
  publicKey: string;
  /** `address:port` or `[address]:port`; absent while none is known. */
  endpoint?: string;
  /** CIDR. */
  allowedIps: string[];
  /** Unix time in seconds; 0 is never. */
  latestHandshake: number;
  receivedBytes: number;
  sentBytes: number;
  /** Seconds; absent is off. */
  persistentKeepalive?: number;
  hasPresharedKey: boolean;
}

/** One WireGuard interface as it is, without secrets. */
export interface DeviceState {
  /** Base64; empty while no private key is set. */
  publicKey: string;
  listenPort: number;
  /** 0 is none. */
  fwmark: number;
  peers: PeerState[];
}

/** `userspace` is wireguard-go, `kernel` the kernel's own, `auto` the kernel's where it has one. */
export type WireGuardMode = 'auto' | 'kernel' | 'userspace';
