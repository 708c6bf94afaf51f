import type { BrokenInventory } from './base.ts';

export const templates: readonly BrokenInventory[] = [
  {
    name: 'a template of an unknown service',
    files: { 'templates/brid/custom.conf.njk': '' },
    error: 'templates/brid/custom.conf.njk: no node has the service "brid", did you mean "bird"?',
  },
  {
    name: 'a template whose name cannot be a file of a bundle',
    files: { 'sites/bonn/templates/bird/my file.conf.njk': '' },
    error:
      'sites/bonn/templates/bird/my file.conf.njk: "my file.conf" is no name of a file: letters, digits, ".", "_" and "-", no "." first',
  },
  {
    name: 'a template in the wrong place',
    files: { 'sites/bonn/bird/custom.conf.njk': '' },
    error:
      'sites/bonn/bird/custom.conf.njk: not a place for a template, expected templates/<service>/<file>.njk at the top, in sites/<site>/ or in sites/<site>/<node>/',
  },
  {
    name: 'a template below a folder too many',
    files: { 'templates/bird/more/custom.conf.njk': '' },
    error:
      'templates/bird/more/custom.conf.njk: not a place for a template, expected templates/<service>/<file>.njk at the top, in sites/<site>/ or in sites/<site>/<node>/',
  },
  {
    name: 'a value that a template prints and nobody set',
    files: { 'templates/bird/custom.conf.njk': '# ours\nlog "/var/log/{{ vars.log_name }}" all;\n' },
    error:
      'templates/bird/custom.conf.njk:2: for node bonn and 3 others: vars.log_name has no value: set it, or say what holds without it: vars.log_name | default(…)',
  },
  {
    name: 'a condition on a value that nobody set',
    files: { 'sites/bonn/templates/bird/custom.conf.njk': '{% if vars.is_hub %}# hub{% endif %}\n' },
    error:
      'sites/bonn/templates/bird/custom.conf.njk:1: for node bonn: vars.is_hub has no value: set it, or say what holds without it: vars.is_hub | default(…)',
  },
  {
    name: 'a loop over a value that nobody set',
    files: {
      'sites/bonn/bonn/templates/bird/custom.conf.njk':
        '\n\n{% for server in vars.servers %}# {{ server }}\n{% endfor %}',
    },
    error:
      'sites/bonn/bonn/templates/bird/custom.conf.njk:3: for node bonn: vars.servers has no value: set it, or say what holds without it: vars.servers | default(…)',
  },
  {
    name: 'a template with a condition that is not closed',
    files: { 'templates/bird/custom.conf.njk': '# ours\n{% if node.name %}\n# more\n' },
    error: 'templates/bird/custom.conf.njk:3: expected elif, else, or endif, got end of file',
  },
  {
    name: 'a template with a tag that does not exist',
    files: { 'templates/bird/custom.conf.njk': '{% unless node.name %}{% endunless %}\n' },
    error: 'templates/bird/custom.conf.njk:1: unknown block tag: unless',
  },
  {
    name: 'a template that continues a file which no level above has',
    files: { 'templates/bird/extra.conf.njk': '{% extends "above" %}\n' },
    error:
      'templates/bird/extra.conf.njk:1: for node bonn and 3 others: no level above has bird/extra.conf.njk',
  },
  {
    name: 'a template with a filter that does not exist',
    files: { 'templates/bird/custom.conf.njk': '# {{ node.name | upcase }}\n' },
    error: 'templates/bird/custom.conf.njk:1: for node bonn and 3 others: filter not found: upcase',
  },
  {
    name: "a template that reaches for JavaScript's constructor",
    files: { 'templates/bird/custom.conf.njk': '{{ node.constructor.constructor("return process")() }}\n' },
    error:
      'templates/bird/custom.conf.njk:1: for node bonn and 3 others: node.constructor has no value: set it, or say what holds without it: node.constructor | default(…)',
  },
  {
    name: 'a template that would give other files each time',
    files: { 'templates/bird/custom.conf.njk': '# {{ [1, 2] | random }}\n' },
    error:
      'templates/bird/custom.conf.njk:1: for node bonn and 3 others: random would give other files at each compilation: write the value into the inventory',
  },
];
