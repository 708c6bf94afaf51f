import type { BrokenInventory } from './base.ts';

export const syntax: readonly BrokenInventory[] = [
  {
    name: 'a key without a value',
    files: { 'sites/bonn/bonn/node.toml': 'endpoint = \n' },
    error: 'sites/bonn/bonn/node.toml:1: no valid TOML: expected a value, found: endpoint =',
  },
  {
    name: 'a text without its closing quote',
    files: { 'sites/bonn/bonn/node.toml': '\nendpoint = "bonn\n' },
    error:
      'sites/bonn/bonn/node.toml:2: no valid TOML: a text has no closing quote, or holds a control character, found: endpoint = "bonn',
  },
  {
    name: 'a list without its end',
    files: { 'sites/bonn/site.toml': 'lan = ["10.1.0.0/24"\n' },
    error:
      'sites/bonn/site.toml:2: no valid TOML: expected a comma, or the end of the list or table, found: nothing',
  },
  {
    name: 'a key that stands twice',
    files: { 'sites/bonn/bonn/node.toml': 'endpoint = "a.example"\n# moved\nendpoint = "b.example"\n' },
    error: 'sites/bonn/bonn/node.toml:3: endpoint: stands twice in this file, first in line 1',
  },
  {
    name: 'a key that stands twice in a table',
    files: { 'network.toml': 'name = "example"\n[bfd]\nprofile = "fast"\nprofile = "default"\n' },
    error: 'network.toml:4: bfd.profile: stands twice in this file, first in line 3',
  },
  {
    name: 'a table that stands twice',
    files: {
      'network.toml': '[wireguard]\nmtu = 1400\n\n[bfd]\nprofile = "fast"\n\n[wireguard]\npsk = false\n',
    },
    error: 'network.toml:7: wireguard: stands twice in this file, first in line 1',
  },
  {
    name: 'a word without quotes',
    files: { 'sites/bonn/bonn/node.toml': 'endpoint = auto\n' },
    error: 'sites/bonn/bonn/node.toml:1: no valid TOML: expected a value, found: endpoint = auto',
  },
  {
    name: 'a list of the wrong shape',
    files: { 'sites/bonn/site.toml': 'lan = ["10.1.0.0/24" "10.1.1.0/24"]\n' },
    error:
      'sites/bonn/site.toml:1: no valid TOML: expected a comma, or the end of the list or table, found: lan = ["10.1.0.0/24" "10.1.1.0/24"]',
  },
  {
    name: 'a number that no computer keeps exactly',
    files: { 'sites/bonn/bonn/node.toml': 'wireguard.mtu = 99999999999999999999\n' },
    error:
      'sites/bonn/bonn/node.toml:1: no valid TOML: "99999999999999999999" is too large for a whole number',
  },
  {
    name: 'what a merge leaves',
    files: {
      'sites/bonn/bonn/node.toml':
        '<<<<<<< HEAD\nendpoint = "auto"\n=======\nendpoint = "none"\n>>>>>>> other\n',
    },
    error:
      'sites/bonn/bonn/node.toml:1: no valid TOML: holds the marks of a merge that nobody finished, found: <<<<<<< HEAD',
  },
  {
    name: 'a NUL byte',
    files: { 'sites/bonn/bonn/node.toml': 'endpoint = "auto"\n# \u0000\n' },
    error: 'sites/bonn/bonn/node.toml:2: holds a NUL byte, which no text has',
  },
  {
    name: 'bytes that are no UTF-8',
    files: { 'sites/bonn/bonn/node.toml': Buffer.from('tags = ["Köln"]\n', 'latin1') },
    error: 'sites/bonn/bonn/node.toml:1: is no UTF-8 text: save it as UTF-8',
  },
  {
    name: 'a file in UTF-16',
    files: { 'network.toml': Buffer.from('\ufeffname = "example"\n', 'utf16le') },
    error: 'network.toml:1: is no UTF-8 text: save it as UTF-8',
  },
  {
    name: 'a list nested beyond all use',
    files: { 'sites/bonn/bonn/node.toml': `vars.deep = ${'['.repeat(500)}${']'.repeat(500)}\n` },
    error:
      'sites/bonn/bonn/node.toml:1: no valid TOML: nested too deeply, found: vars.deep = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[…',
  },
  {
    name: 'tables nested beyond all use',
    files: { 'sites/bonn/bonn/node.toml': `vars${'.a'.repeat(60)} = 1\n` },
    error: 'sites/bonn/bonn/node.toml:1: vars.a: nested more than 32 levels deep',
  },
  {
    name: 'a key that every object has',
    files: { 'network.toml': '[vars.__proto__]\nadmin = true\n' },
    error:
      'network.toml:1: no valid TOML: "__proto__" and "constructor" are no keys, found: [vars.__proto__]',
  },
];
