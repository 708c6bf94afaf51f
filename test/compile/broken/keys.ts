import type { BrokenInventory } from './base.ts';

export const keys: readonly BrokenInventory[] = [
  {
    name: 'an unknown key',
    files: { 'sites/bonn/site.toml': '# a\nendpont = "x"\n' },
    error: 'sites/bonn/site.toml:2: endpont: unknown key, did you mean "endpoint"?',
  },
  {
    name: 'an unknown key that is like no other',
    files: { 'sites/bonn/bonn/node.toml': 'colour = "blue"\n' },
    error: 'sites/bonn/bonn/node.toml:1: colour: unknown key; keys of your own go under vars',
  },
  {
    name: 'an unknown key in a table',
    files: { 'network.toml': 'name = "n"\n[bfd]\nprofil = "fast"\n' },
    error: 'network.toml:3: bfd.profil: unknown key, did you mean "profile"?',
  },
  {
    name: 'an unknown key in a table, like no other',
    files: { 'network.toml': 'name = "n"\n[bfd]\nmagic = true\n' },
    error: 'network.toml:3: bfd.magic: unknown key, [bfd] has profile, interval_ms, multiplier',
  },
  {
    name: 'a key outside of its table',
    files: { 'sites/bonn/bonn/node.toml': 'mtu = 1400\n' },
    error: 'sites/bonn/bonn/node.toml:1: mtu: unknown key, did you mean "wireguard.mtu"?',
  },
  {
    name: 'a key of another level',
    files: { 'sites/bonn/bonn/node.toml': 'asn = 65000\n' },
    error: 'sites/bonn/bonn/node.toml:1: asn: this key belongs into site.toml',
  },
  {
    name: 'a key of the network at a site',
    files: { 'sites/bonn/site.toml': 'lan = []\nloopback_pool_v4 = "10.9.0.0/16"\n' },
    error: 'sites/bonn/site.toml:2: loopback_pool_v4: this key belongs into network.toml',
  },
  {
    name: 'an unknown key in an inline table',
    files: { 'sites/bonn/bonn/node.toml': 'wireguard = { mtu = 1400, mtuu = 1300 }\n' },
    error: 'sites/bonn/bonn/node.toml:1: wireguard.mtuu: unknown key, did you mean "mtu"?',
  },
  {
    name: 'an unknown key of a group',
    files: { 'network.toml': '[group.default]\ntopologie = "hub"\n' },
    error: 'network.toml:2: group.default.topologie: unknown key, did you mean "topology"?',
  },
];
