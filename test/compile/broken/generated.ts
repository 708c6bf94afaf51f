import { type BrokenInventory, ula } from './base.ts';

export const generated: readonly BrokenInventory[] = [
  {
    name: 'no identity of the network',
    files: { 'generated/_network.toml': undefined },
    error: 'generated/_network.toml: missing; towline init writes it, and git has it',
  },
  {
    name: 'an identity that is none',
    files: {
      'generated/_network.toml': (before) => before.replace(/network_id = .*/, 'network_id = "mine"'),
    },
    error:
      'generated/_network.toml:2: network_id: "mine" is no network id of 32 hexadecimal digits; this file is the controller\'s own, take it back with git',
  },
  {
    name: 'a count that is missing',
    files: { 'generated/_network.toml': (before) => before.replace(/next_id = .*\n/, '') },
    error:
      "generated/_network.toml: next_id: missing; this file is the controller's own, take it back with git",
  },
  {
    name: 'a count that was set back',
    files: { 'generated/_network.toml': (before) => before.replace(/next_id = .*/, 'next_id = 4') },
    error:
      'generated/ulm-b.toml:2: id: node number 4 was never given away, the next one is 4; take generated/ back with git',
  },
  {
    name: 'an allocation that is no TOML',
    files: { 'generated/kiel.toml': (before) => `${before}<<<<<<<\n` },
    error:
      "generated/kiel.toml:18: no valid TOML: holds the marks of a merge that nobody finished, found: <<<<<<<; this file is the controller's own, take it back with git",
  },
  {
    name: 'an allocation with an unknown key',
    files: { 'generated/kiel.toml': (before) => before.replace(/^id = /m, 'hostname = "kiel"\nid = ') },
    error:
      "generated/kiel.toml:2: hostname: unknown key; this file is the controller's own, take it back with git",
  },
  {
    name: 'the allocation of a node, copied for another',
    files: {
      'sites/kiel/kiel-b/node.toml': '',
      'generated/kiel-b.toml': `id = 2\nloopback_v4 = "10.255.0.2"\nloopback_v6 = "${ula}:1::2"\nmanagement_address = "${ula}::1:2"\nport_base = 51821\n`,
    },
    error:
      "generated/kiel-b.toml:1: id: node number 2 is kiel's already; remove this file, and the node gets its own",
  },
  {
    name: 'a port that two links have',
    files: { 'generated/ulm-b.toml': (before) => before.replace(/^kiel = .*/m, 'kiel = 51821') },
    error:
      'generated/ulm-b.toml:10: ports.kiel: the links to bonn and kiel would both be at port 51821; remove one of these lines, and it gets its own',
  },
  {
    name: 'a port that is none',
    files: { 'generated/ulm-b.toml': (before) => before.replace(/^kiel = .*/m, 'kiel = 70000') },
    error:
      "generated/ulm-b.toml:10: ports.kiel: 70000 is out of range, expected a whole number from 1 to 65535; this file is the controller's own, take it back with git",
  },
  {
    name: 'a key that is none',
    files: { 'generated/bonn.toml': (before) => before.replace(/^link = .*/m, 'link = "short"') },
    error:
      'generated/bonn.toml:15: public_keys.link: "short" is no key of 32 bytes in base64; this file is the controller\'s own, take it back with git',
  },
];
