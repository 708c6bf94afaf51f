import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { compileAll, inventory as treeOf } from '../../../test/compile/fixture.ts';
import { Station } from '../station.ts';
import type { Notes } from '../verdict.ts';
import type { EntranceKind } from './entrance.ts';
import { tomlText } from './toml-text.ts';

/** Every key of network.toml that takes a text, or a number in whose place one may stand; `T` is the text in quotes. */
const networkKeys = [
  ...['name = T', 'asn_base = T', 'loopback_pool_v4 = T', 'loopback_pool_v6 = T', 'prefixes = [T]'],
  ...['groups = [T]', 'endpoint = T', 'lan = [T]', 'announce_connected = [T]', 'accept_default = T'],
  ...['drift = T', 'services = [T]', 'tags = [T]', 'mss_clamp = T', 'T = 1', '[T]\nx = 1', 'x = T'],
  ...['[group.T]\ntopology = "mesh"', '[group.x]\ntopology = T', '[group.x]\nhubs = [T]'],
  ...['[wireguard]\nmtu = T', '[wireguard]\npsk = T', '[wireguard]\nT = 1'],
  ...['[bfd]\nprofile = T', '[bfd]\ninterval_ms = T', '[bgp]\norigins = T', '[bgp]\nimport_limit = T'],
  ...['[confirm]\nrequire = [T]', '[confirm]\nrequire = ["ping:" , T]', '[confirm]\nwindow_s = T'],
  ...['[vars]\nword = T', '[vars]\nT = 1', '[vars.T]\nT = [T]', '[vars]\na = { T = { T = T } }'],
];
const nodeKeys = ['endpoint = T', 'lan = [T]', 'groups = [T]', 'tags = [T]', '[vars]\nword = T'];
const base = {
  'network.toml': 'name = "hostile"\n',
  'sites/berlin/site.toml': '',
  'sites/berlin/berlin/node.toml': '',
  'sites/hamburg/site.toml': '',
  'sites/hamburg/hamburg/node.toml': '',
};

/** Names of files and folders, `T` being the text. */
const names = [
  ...['sites/T/site.toml', 'sites/T/berlin2/node.toml', 'sites/berlin/T/node.toml', 'generated/T.toml', 'T'],
  ...['templates/T/rules.njk', 'templates/bird/T', 'templates/bird/T.njk', 'T/network.toml', 'T.toml'],
  ...['sites/berlin/templates/T/T.njk', 'sites/berlin/berlin/templates/bird/T.njk', 'sites/berlin/T.toml'],
];

/** Files that the tree of an inventory may have, each with the text in one place. */
function trees(text: string): [string, Readonly<Record<string, string>>][] {
  const filled = (key: string) => key.replaceAll('T', () => tomlText(text));
  return [
    ...networkKeys.map((key): [string, Record<string, string>] => [
      `network.toml, ${key}`,
      { 'network.toml': `${key.startsWith('name') ? '' : 'name = "x"\n'}${filled(key)}\n` },
    ]),
    ...nodeKeys.map((key): [string, Record<string, string>] => [
      `node.toml, ${key}`,
      { 'sites/berlin/berlin/node.toml': `${filled(key)}\n` },
    ]),
    ['site.toml, asn', { 'sites/berlin/site.toml': filled('asn = T\n') }],
    ['site.toml, bare', { 'sites/berlin/site.toml': `x = ${text}\n${text}\n` }],
    ['generated, bare', { 'generated/berlin.toml': `id = 1\n${text}\n` }],
    [
      'generated, values',
      { 'generated/berlin.toml': filled('id = T\nloopback_v4 = T\n[listen_ports]\nT = T\n') },
    ],
    ['a template', { 'templates/bird/custom.conf.njk': `# ${text}\n` }],
    ['an expression', { 'templates/bird/custom.conf.njk': `{{ ${text} }}{% set x = ${text} %}` }],
    ...names.map((name): [string, Record<string, string>] => [
      `a file ${name}`,
      { [name.replaceAll('T', () => text)]: 'x = 1\n' },
    ]),
  ];
}

/** What a person, or whoever may push to the inventory, writes there: keys, values, names of files and folders. */
export const inventory: EntranceKind = {
  name: 'inventory',
  async open(grounds) {
    const station = await Station.open(grounds);
    return {
      async try(text, notes) {
        for (const [what, files] of trees(text))
          await notes.attempt(what, () => compileAll(treeOf({ ...base, ...files })));
        await onDisk(station, text, notes);
      },
    };
  },
};

/** The same in the work tree of a controller, all at once, and what the commands of a person say to it. */
async function onDisk(station: Station, text: string, notes: Notes): Promise<void> {
  const { git, config } = station.harness;
  const folder = config.network_dir;
  for (const name of names)
    await put(
      folder,
      name.replaceAll('T', () => text),
    );
  await put(folder, `sites/berlin/${text}`);
  await station.look(notes, ['check'], ['plan'], ['node', 'list'], ['site', 'list', '--json'], ['status']);
  await station.look(notes, ['site', 'add', `--`, text], ['node', 'add', '--site', 'berlin', '--', text]);
  await git('network', 'clean', '-fdqx');
  await git('network', 'checkout', '-q', '--', '.');
  await station.write(
    'network.toml',
    `name = ${tomlText(text)}\n${tomlText(text)} = 1\n[vars]\n${tomlText(text)} = 2\n`,
  );
  await station.write('sites/berlin/site.toml', `asn = ${text}\n`);
  await station.look(
    notes,
    ['check', '--json'],
    ['commit', '-m', 'x'],
    ['get'],
    ['get', '--effective', 'berlin'],
  );
  await station.look(notes, ['node', 'show', 'berlin'], ['get', '--', text], ['set', '--', text, text]);
  await git('network', 'clean', '-fdqx');
  await git('network', 'checkout', '-q', '--', '.');
}

/** Names that a file system cannot have, or that lead out of the work tree, are no names of files in it. */
async function put(folder: string, name: string): Promise<void> {
  const path = join(folder, name);
  if (!path.startsWith(`${folder}/`) || path.startsWith(`${folder}/.git`) || name.includes('\0')) return;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, 'x = 1\n', { flag: 'wx' });
  } catch {
    // Too long, or a folder is a file: nothing to try.
  }
}
