import type { BrokenInventory } from './base.ts';

export const places: readonly BrokenInventory[] = [
  {
    name: 'no network.toml',
    files: { 'network.toml': undefined },
    error: 'network.toml: missing; towline init writes one',
  },
  {
    name: 'a node name at two sites',
    files: { 'sites/kiel/bonn/node.toml': '' },
    error:
      'sites/kiel/bonn/node.toml: a node of this name is already at site bonn; node names are unique in the network',
  },
  {
    name: 'a site name that is none',
    files: { 'sites/Essen/essen/node.toml': '' },
    error:
      'sites/Essen/essen/node.toml: "Essen" is no name, expected lower-case letters and digits, words joined by single "-", at most 32',
  },
  {
    name: 'names that could not be told apart when joined',
    files: { 'sites/kiel/a--b/node.toml': '' },
    error:
      'sites/kiel/a--b/node.toml: "a--b" is no name, expected lower-case letters and digits, words joined by single "-", at most 32',
  },
  {
    name: 'a name that every object has',
    files: { 'sites/constructor/site.toml': '' },
    error:
      'sites/constructor/site.toml: "constructor" is no name, expected lower-case letters and digits, words joined by single "-", at most 32',
  },
  {
    name: 'a node called like the folder of templates',
    files: { 'sites/kiel/templates/node.toml': '' },
    error: 'sites/kiel/templates/node.toml: no node can be called "templates": that folder holds templates',
  },
  {
    name: 'a file in the wrong place',
    files: { 'sites/bonn/nodes.toml': '' },
    error:
      'sites/bonn/nodes.toml: not a place for a file, expected sites/<site>/site.toml or sites/<site>/<node>/node.toml',
  },
  {
    name: 'a node without a site',
    files: { 'sites/node.toml': '' },
    error:
      'sites/node.toml: not a place for a file, expected sites/<site>/site.toml or sites/<site>/<node>/node.toml',
  },
  {
    name: 'a folder that is mistyped',
    files: { 'site/bonn/site.toml': 'lan = []\n' },
    error: 'site/bonn/site.toml: nothing reads "site", did you mean "sites"?',
  },
];
