import { type BrokenInventory, ula } from './base.ts';

export const network: readonly BrokenInventory[] = [
  {
    name: 'a LAN that two sites have',
    files: { 'sites/kiel/site.toml': '\nlan = ["10.1.0.0/24"]\n' },
    error: 'sites/kiel/site.toml:2: lan.0: 10.1.0.0/24 is already a LAN of site bonn',
  },
  {
    name: 'the same LAN written in two ways',
    files: { 'sites/kiel/site.toml': 'lan = ["FD00:0001:0:0::/64"]\n' },
    error: 'sites/kiel/site.toml:1: lan.0: fd00:1::/64 is already a LAN of site bonn',
  },
  {
    name: 'a LAN within that of another site',
    files: { 'sites/kiel/site.toml': 'lan = ["10.2.0.0/24", "10.3.7.0/24"]\n' },
    error: 'sites/kiel/site.toml:1: lan.1: 10.3.7.0/24 lies in 10.3.0.0/16, a LAN of site ulm',
  },
  {
    name: 'a LAN around that of another site',
    files: { 'sites/kiel/site.toml': 'lan = ["fd00::/16"]\n' },
    error: 'sites/bonn/site.toml:1: lan.1: fd00:1::/64 lies in fd00::/16, a LAN of site kiel',
  },
  {
    name: 'a LAN of the whole network',
    files: {
      'network.toml': 'lan = ["10.50.0.0/16"]\n',
      'sites/bonn/site.toml': '',
      'sites/kiel/site.toml': '',
    },
    error: 'network.toml:1: lan.0: 10.50.0.0/16 is already a LAN of site bonn',
  },
  {
    name: 'a LAN in the pool of loopbacks',
    files: { 'sites/bonn/site.toml': 'lan = ["10.255.3.0/24"]\n' },
    error: 'sites/bonn/site.toml:1: lan.0: 10.255.3.0/24 lies in the pool of IPv4 loopbacks 10.255.0.0/16',
  },
  {
    name: 'a LAN around the pool of loopbacks',
    files: { 'sites/bonn/site.toml': 'lan = ["10.254.0.0/15"]\n' },
    error: 'sites/bonn/site.toml:1: lan.0: 10.254.0.0/15 contains the pool of IPv4 loopbacks 10.255.0.0/16',
  },
  {
    name: 'a LAN in the management prefix',
    files: { 'sites/bonn/site.toml': `lan = ["${ula}::/66"]\n` },
    error: `sites/bonn/site.toml:1: lan.0: ${ula}::/66 lies in the management prefix ${ula}::/64`,
  },
  {
    name: 'a pool in the management prefix',
    files: { 'network.toml': `loopback_pool_v6 = "${ula}::/64"\n` },
    error: `network.toml:1: loopback_pool_v6: ${ula}::/64 overlaps the management prefix ${ula}::/64`,
  },
  {
    name: 'a permitted prefix that no router accepts',
    files: { 'network.toml': `prefixes = [\n  "10.0.0.0/8",\n  "fd00:1::/32",\n  "${ula}::/80",\n]\n` },
    error: `network.toml:4: prefixes.2: ${ula}::/80 lies in the management prefix ${ula}::/64, from which no router accepts a route`,
  },
  {
    name: 'a LAN that the network does not permit',
    files: { 'network.toml': 'prefixes = ["10.0.0.0/8"]\n' },
    error:
      'sites/bonn/site.toml:1: lan.1: fd00:1::/64 lies outside of what network.toml permits (prefixes = ["10.0.0.0/8"]): every other router would refuse it',
  },
  {
    name: 'a pool that is too small',
    files: { 'network.toml': 'name = "n"\nloopback_pool_v4 = "10.250.0.0/31"\n' },
    error:
      'network.toml:2: loopback_pool_v4: the pool 10.250.0.0/31 has no address for node number 2 (kiel), nor for 2 others; set a larger one',
  },
  {
    name: 'a pool of IPv6 that is too small',
    files: { 'network.toml': 'name = "n"\nloopback_pool_v6 = "fd00:ffff::/126"\n' },
    error:
      'network.toml:2: loopback_pool_v6: the pool fd00:ffff::/126 has no address for node number 4 (ulm-b); set a larger one',
  },
  {
    name: 'two sites with one AS',
    files: { 'sites/bonn/site.toml': 'asn = 65001\n', 'sites/kiel/site.toml': 'asn = 65001\n' },
    error:
      'sites/kiel/site.toml:1: asn: sites bonn and kiel would both have AS 65001; each site needs its own',
  },
  {
    name: 'an AS number that another site was given',
    files: { 'sites/kiel/site.toml': '# ours\nasn = 64512\n' },
    error:
      'sites/kiel/site.toml:2: asn: sites bonn and kiel would both have AS 64512; each site needs its own',
  },
  {
    name: 'links beyond the last port',
    files: {
      'network.toml': 'wireguard.listen_port_base = 65534\n',
      'sites/bonn/bonn/node.toml': '',
      'sites/ulm/ulm-b/node.toml': '',
    },
    error:
      'network.toml:1: wireguard.listen_port_base: 3 links from port 65534 on do not fit below port 65536',
  },
  {
    name: 'links at a port of BFD',
    files: { 'sites/bonn/bonn/node.toml': '[wireguard]\nlisten_port_base = 3782\n' },
    error:
      "sites/bonn/bonn/node.toml:2: wireguard.listen_port_base: from 3782 on, bonn's link to ulm-b would be at port 3784, which is that of BFD",
  },
  {
    name: 'a link at the port of the management tunnel',
    files: { 'sites/bonn/bonn/node.toml': 'wireguard.listen_port_base = 51820\n' },
    error:
      "sites/bonn/bonn/node.toml:1: wireguard.listen_port_base: from 51820 on, bonn's link to kiel would be at port 51820, which is that of the management tunnel of the controller",
  },
  {
    name: 'two nodes behind one address with the same ports',
    files: { 'sites/ulm/site.toml': 'endpoint = "ulm.example.net"\n' },
    error:
      'sites/ulm/site.toml:1: endpoint: ulm-a and ulm-b are behind one address, ulm.example.net, and both have links at port 51821; give them different wireguard.listen_port_base',
  },
  {
    name: 'a link that nobody can dial',
    files: {
      'sites/bonn/bonn/node.toml': 'endpoint = "none"\n',
      'sites/kiel/kiel/node.toml': 'endpoint = "none"\n',
    },
    error:
      'sites/kiel/kiel/node.toml:1: endpoint: bonn and kiel have a link and both say "none": neither could dial the other',
  },
  {
    name: 'a group that nobody shares',
    files: {
      'sites/bonn/bonn/node.toml': 'groups = ["core"]\n',
      'sites/kiel/kiel/node.toml': 'groups = ["core"]\n',
      'sites/ulm/ulm-a/node.toml': '\ngroups = ["coer"]\n',
    },
    error: 'sites/ulm/ulm-a/node.toml:2: groups: no other node is in group "coer", did you mean "core"?',
  },
  {
    name: 'a table of a group that no node is in',
    files: { 'network.toml': '[group.defualt]\ntopology = "mesh"\n' },
    error: 'network.toml:1: group.defualt: no node is in group "defualt", did you mean "default"?',
  },
  {
    name: 'a hub that is not in its group',
    files: { 'network.toml': 'name = "n"\n[group.default]\ntopology = "hub"\nhubs = ["bon"]\n' },
    error: 'network.toml:4: group.default.hubs.0: "bon" is no node of this group, did you mean "bonn"?',
  },
  {
    name: 'a hub group without hubs',
    files: { 'network.toml': '[group.default]\ntopology = "hub"\n' },
    error:
      'network.toml:1: group.default.hubs: a hub group needs at least one hub, for example hubs = ["berlin"]',
  },
  {
    name: 'hubs of a group that is a mesh',
    files: { 'network.toml': '[group.default]\nhubs = ["bonn"]\n' },
    error: 'network.toml:2: group.default.hubs: only a group with topology = "hub" has hubs',
  },
  {
    name: 'a handshake with a node that there is not',
    files: { 'network.toml': 'confirm.require = ["handshake:keil"]\n' },
    error: 'network.toml:1: confirm.require.0: "keil" is no node, did you mean "kiel"?',
  },
  {
    name: 'a handshake with a node to which there is no link',
    files: { 'sites/bonn/bonn/node.toml': 'confirm.require = ["handshake:bonn"]\n' },
    error:
      'sites/bonn/bonn/node.toml:1: confirm.require.0: bonn has no link to "bonn", so no handshake with it',
  },
  {
    name: 'values of a link with a node that there is not',
    files: { 'network.toml': '[link.keil]\ntracker = { family = "ipv6" }\n' },
    error: 'network.toml:1: link.keil: "keil" is no node, did you mean "kiel"?',
  },
  {
    name: 'values of a link that there is not',
    files: { 'sites/bonn/bonn/node.toml': 'link.bonn.tracker.backoff_min_ms = 500\n' },
    error: 'sites/bonn/bonn/node.toml:1: link.bonn: bonn has no link to "bonn"',
  },
];
