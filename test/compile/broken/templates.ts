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
];
