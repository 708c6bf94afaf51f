import type { BrokenInventory } from './base.ts';

export const values: readonly BrokenInventory[] = [
  {
    name: 'a text for a number',
    files: { 'sites/bonn/bonn/node.toml': '[wireguard]\nmtu = "abc"\n' },
    error:
      'sites/bonn/bonn/node.toml:2: wireguard.mtu: "abc" is no number, expected a whole number from 1280 to 9000',
  },
  {
    name: 'an MTU that takes the IPv6 addresses away',
    files: { 'sites/bonn/bonn/node.toml': 'wireguard.mtu = 1200\n' },
    error:
      'sites/bonn/bonn/node.toml:1: wireguard.mtu: 1200 is out of range, expected a whole number from 1280 to 9000',
  },
  {
    name: 'an MTU that no line has',
    files: { 'network.toml': '[wireguard]\nmtu = 65536\n' },
    error: 'network.toml:2: wireguard.mtu: 65536 is out of range, expected a whole number from 1280 to 9000',
  },
  {
    name: 'a number that is not whole',
    files: { 'sites/bonn/bonn/node.toml': 'bfd.interval_ms = 33.3\n' },
    error:
      'sites/bonn/bonn/node.toml:1: bfd.interval_ms: 33.3 is no whole number, expected a whole number from 10 to 60000',
  },
  {
    name: 'no number at all',
    files: { 'sites/bonn/bonn/node.toml': 'bfd.multiplier = nan\n' },
    error:
      'sites/bonn/bonn/node.toml:1: bfd.multiplier: NaN is no whole number, expected a whole number from 2 to 255',
  },
  {
    name: 'a date for a number',
    files: { 'sites/bonn/bonn/node.toml': 'confirm.window_s = 1979-05-27\n' },
    error:
      'sites/bonn/bonn/node.toml:1: confirm.window_s: the date 1979-05-27 is no number, expected a whole number from 5 to 3600',
  },
  {
    name: 'a gate that there is not',
    files: { 'network.toml': '[confirm]\nrequire = ["ping:10.1.0.1", "bgp:established>=0"]\n' },
    error:
      'network.toml:2: confirm.require.1: "bgp:established>=0" is nothing to require, expected "bgp:established>=N", "handshake:<node>" or "ping:<address>"',
  },
  {
    name: 'a ping to a name',
    files: { 'sites/bonn/bonn/node.toml': 'confirm.require = ["ping:www.example.net"]\n' },
    error:
      'sites/bonn/bonn/node.toml:1: confirm.require.0: "ping:www.example.net" is nothing to require, expected "bgp:established>=N", "handshake:<node>" or "ping:<address>"',
  },
  {
    name: 'a word for true or false',
    files: { 'sites/bonn/bonn/node.toml': '[wireguard]\npsk = "yes"\n' },
    error: 'sites/bonn/bonn/node.toml:2: wireguard.psk: "yes" is neither true nor false',
  },
  {
    name: 'a BFD profile that there is not',
    files: { 'network.toml': 'bfd.profile = "fats"\n' },
    error:
      'network.toml:1: bfd.profile: "fats" is no value of this key, expected "default" or "fast", did you mean "fast"?',
  },
  {
    name: 'a BFD profile that is a number',
    files: { 'sites/bonn/bonn/node.toml': 'bfd.profile = 3\n' },
    error:
      'sites/bonn/bonn/node.toml:1: bfd.profile: 3 is no value of this key, expected "default" or "fast"',
  },
  {
    name: 'a value for a table',
    files: { 'sites/bonn/bonn/node.toml': 'wireguard = 1400\n' },
    error: 'sites/bonn/bonn/node.toml:1: wireguard: 1400 is no table, expected [wireguard]',
  },
  {
    name: 'a text for a list',
    files: { 'sites/bonn/site.toml': 'lan = "10.1.0.0/24"\n' },
    error: 'sites/bonn/site.toml:1: lan: "10.1.0.0/24" is no list, expected one such as ["10.1.0.0/24"]',
  },
  {
    name: 'a table for a list',
    files: { 'sites/bonn/bonn/node.toml': '[groups]\ndefault = true\n' },
    error: 'sites/bonn/bonn/node.toml:1: groups: a table is no list, expected one such as ["default"]',
  },
  {
    name: 'a list for the own values',
    files: { 'sites/bonn/bonn/node.toml': 'vars = ["a"]\n' },
    error: 'sites/bonn/bonn/node.toml:1: vars: a list is no table, expected [vars]',
  },
  {
    name: 'a value that no template could print',
    files: { 'sites/bonn/bonn/node.toml': '[vars]\n"line rate" = inf\n' },
    error: 'sites/bonn/bonn/node.toml:2: vars."line rate": Infinity is no number that a template could print',
  },
  {
    name: 'a group that is no name',
    files: { 'sites/bonn/bonn/node.toml': 'groups = ["default", "Core Net"]\n' },
    error:
      'sites/bonn/bonn/node.toml:1: groups.1: "Core Net" is no name, expected lower-case letters and digits, words joined by single "-", at most 32',
  },
  {
    name: 'a table of a group that is no name',
    files: { 'network.toml': 'name = "n"\n[group.Core]\ntopology = "mesh"\n' },
    error:
      'network.toml:2: group.Core: "Core" is no name, expected lower-case letters and digits, words joined by single "-", at most 32',
  },
  {
    name: 'a value for the table of groups',
    files: { 'network.toml': 'group = 3\n' },
    error: 'network.toml:1: group: 3 is no table of groups, expected [group.<name>]',
  },
  {
    name: 'a group twice',
    files: { 'sites/bonn/bonn/node.toml': 'groups = ["default", "west", "default"]\n' },
    error: 'sites/bonn/bonn/node.toml:1: groups.2: "default" stands twice in this list',
  },
  {
    name: 'a network that is no name',
    files: { 'network.toml': 'name = ""\n' },
    error:
      'network.toml:1: name: "" is no name, expected lower-case letters and digits, words joined by single "-", at most 32',
  },
  {
    name: 'a service that is no name',
    files: { 'network.toml': 'services = ["nft ables"]\n' },
    error:
      'network.toml:1: services.0: "nft ables" is no name, expected lower-case letters and digits, words joined by single "-", at most 32',
  },
  {
    name: 'an empty tag',
    files: { 'sites/bonn/bonn/node.toml': 'tags = [""]\n' },
    error: 'sites/bonn/bonn/node.toml:1: tags.0: "" is no tag, expected a text',
  },
  {
    name: 'an interface that is none',
    files: { 'sites/bonn/bonn/node.toml': 'announce_connected = ["eth0", "a-name-that-is-too-long"]\n' },
    error:
      'sites/bonn/bonn/node.toml:1: announce_connected.1: "a-name-that-is-too-long" is no interface name or pattern such as "eth1" or "vlan*"',
  },
  {
    name: 'an AS number that stands for others',
    files: { 'sites/bonn/site.toml': 'asn = 23456\n' },
    error: 'sites/bonn/site.toml:1: asn: 23456 is reserved (RFC 6793, RFC 7300), no site can have it',
  },
  {
    name: 'an AS number with more than 32 bits',
    files: { 'sites/bonn/site.toml': 'asn = 4294967296\n' },
    error:
      'sites/bonn/site.toml:1: asn: 4294967296 is out of range, expected a whole number from 1 to 4294967294',
  },
  {
    name: 'a hold time that no session survives',
    files: { 'network.toml': '[bgp]\nhold_time_s = 1\n' },
    error: 'network.toml:2: bgp.hold_time_s: 1 is out of range, expected a whole number from 3 to 3600',
  },
  {
    name: 'origins of somebody that is none',
    files: { 'network.toml': '[bgp]\norigins = "none"\n' },
    error:
      'network.toml:2: bgp.origins: "none" is no value of this key, expected "auto", "neighbours" or "all"',
  },
];
