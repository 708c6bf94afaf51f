/** Values that hold where no level of the inventory says otherwise. */
export const defaults = {
  groups: ['default'],
  endpoint: 'auto',
  lan: [] as string[],
  announce_connected: [] as string[],
  accept_default: false,
  mss_clamp: true,
  // 64512 is the first private 16-bit AS number (RFC 6996).
  asn_base: 64_512,
  loopback_pool_v4: '10.255.0.0/16',
  prefixes: [] as string[],
  // 1420 fits into 1500 with an outer IPv6 header; lines with less set their own.
  wireguard: {
    listen_port_base: 51_821,
    mtu: 1420,
    keepalive: 25,
    psk: true,
    rotate_days: 0,
    path_mtu: 'off',
  },
  bfd: { profile: 'default' as 'default' | 'fast' },
  bgp: { hold_time_s: 30, origins: 'auto' as 'auto' | 'neighbours' | 'all' },
  confirm: { window_s: 60, require: [] as string[] },
  // How the agent looks for a peer from which nothing arrives: docs/tracker.md.
  tracker: { backoff_min_ms: 1000, backoff_max_ms: 60_000, family: 'any' as 'any' | 'ipv4' | 'ipv6' },
  // Of single links, by the node at the other end.
  link: {} as Record<string, unknown>,
  // Debian and Alpine let root in by a key.
  ssh: { user: 'root', port: 22, authorized_keys: [] as string[] },
  drift: 'report' as 'report' | 'repair',
  services: [] as string[],
  tags: [] as string[],
  vars: {} as Record<string, unknown>,
};

/** BFD timers of the profiles: 300 ms x 5 leaves room for full buffers on consumer lines. */
export const bfdProfiles = {
  default: { intervalMs: 300, multiplier: 5 },
  fast: { intervalMs: 100, multiplier: 3 },
} as const;
