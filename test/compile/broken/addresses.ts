import type { BrokenInventory } from './base.ts';

export const addresses: readonly BrokenInventory[] = [
  {
    name: 'a prefix with host bits',
    files: { 'sites/bonn/bonn/node.toml': 'lan = [\n  "10.0.0.0/24",\n  "10.0.1.5/24",\n]\n' },
    error: 'sites/bonn/bonn/node.toml:3: lan.1: "10.0.1.5/24" has host bits set, the prefix is "10.0.1.0/24"',
  },
  {
    name: 'a prefix without length',
    files: { 'sites/bonn/bonn/node.toml': 'lan = ["10.0.1.0"]\n' },
    error:
      'sites/bonn/bonn/node.toml:1: lan.0: "10.0.1.0" is no prefix such as "10.1.0.0/24" or "fd00:1::/64"',
  },
  {
    name: 'a prefix with too many bits',
    files: { 'sites/bonn/bonn/node.toml': 'lan = ["fd00::/129"]\n' },
    error:
      'sites/bonn/bonn/node.toml:1: lan.0: "fd00::/129" is no prefix such as "10.1.0.0/24" or "fd00:1::/64"',
  },
  {
    name: 'a LAN that never leaves its link',
    files: { 'sites/bonn/bonn/node.toml': 'lan = ["fe80::/64"]\n' },
    error:
      'sites/bonn/bonn/node.toml:1: lan.0: "fe80::/64" is a link-local network, which no router announces to another',
  },
  {
    name: 'a pool of the wrong family',
    files: { 'network.toml': 'loopback_pool_v4 = "fd00:ffff::/64"\n' },
    error: 'network.toml:1: loopback_pool_v4: "fd00:ffff::/64" is no IPv4 prefix',
  },
  {
    name: 'a pool of multicast addresses',
    files: { 'network.toml': 'loopback_pool_v4 = "239.0.0.0/16"\n' },
    error:
      'network.toml:1: loopback_pool_v4: "239.0.0.0/16" is no pool for addresses of nodes: it has addresses of a multicast network',
  },
  {
    name: 'an endpoint with a port',
    files: { 'sites/bonn/bonn/node.toml': 'endpoint = "vpn.example:51820"\n' },
    error:
      'sites/bonn/bonn/node.toml:1: endpoint: "vpn.example:51820" is no endpoint, expected "auto", "none", a host name or an address without a port',
  },
  {
    name: 'an address that is mistyped',
    files: { 'sites/bonn/bonn/node.toml': 'endpoint = "198.51.100.300"\n' },
    error:
      'sites/bonn/bonn/node.toml:1: endpoint: "198.51.100.300" is no endpoint, expected "auto", "none", a host name or an address without a port',
  },
  {
    name: 'a host name that is none',
    files: { 'sites/bonn/bonn/node.toml': 'endpoint = "bonn_.example..net"\n' },
    error:
      'sites/bonn/bonn/node.toml:1: endpoint: "bonn_.example..net" is no endpoint, expected "auto", "none", a host name or an address without a port',
  },
  {
    name: 'a host name without end',
    files: { 'sites/bonn/bonn/node.toml': `endpoint = "${'a'.repeat(64)}.example"\n` },
    error:
      'sites/bonn/bonn/node.toml:1: endpoint: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" is no endpoint, expected "auto", "none", a host name or an address without a port',
  },
  {
    name: 'an empty endpoint',
    files: { 'sites/bonn/bonn/node.toml': 'endpoint = ""\n' },
    error:
      'sites/bonn/bonn/node.toml:1: endpoint: "" is no endpoint, expected "auto", "none", a host name or an address without a port',
  },
  {
    name: 'an endpoint that nobody can dial',
    files: { 'sites/bonn/bonn/node.toml': 'endpoint = "fe80::1"\n' },
    error: 'sites/bonn/bonn/node.toml:1: endpoint: "fe80::1" is an address that no other router can dial',
  },
];
