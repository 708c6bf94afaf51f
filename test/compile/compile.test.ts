import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compile } from '../fakes/compile.ts';
import { compileAll, fixedKeys, inventory, nodeNames, settle } from './fixture.ts';

function network(names: readonly string[], values: (name: string) => string = () => ''): Map<string, string> {
  return inventory(
    Object.fromEntries(names.map((name) => [`sites/${name}/${name}/node.toml`, values(name)])),
  );
}

function filesOf(tree: ReadonlyMap<string, string>): Map<string, string> {
  return new Map(
    compileAll(tree).nodes.map((node) => [node.name, JSON.stringify([node.files, node.secrets])]),
  );
}

test('the same inventory gives the same bytes, in any order of files', () => {
  const tree = network(['aalen', 'bonn', 'celle']);
  const reversed = new Map([...tree].reverse());
  assert.deepEqual(compileAll(reversed), compileAll(tree));
  assert.deepEqual(compileAll(settle(tree)).nodes, compileAll(tree).nodes);
});

test("a change at one node changes only its own and its neighbours' bundles, and those only where it must", () => {
  const groups = (name: string) =>
    `groups = [${['aalen', 'bonn'].includes(name) ? '"ab"' : '"cd"'}]\nlan = []\n`;
  const tree = settle(network(['aalen', 'bonn', 'celle', 'dachau'], groups));
  const before = filesOf(tree);
  const changed = (key: string, line: string) => {
    const path = `sites/${key}/${key}/node.toml`;
    const after = filesOf(new Map([...tree, [path, `${tree.get(path)}${line}\n`]]));
    return [...after].filter(([name, files]) => before.get(name) !== files).map(([name]) => name);
  };
  assert.deepEqual(changed('aalen', 'mss_clamp = false'), ['aalen']);
  assert.deepEqual(changed('aalen', 'bfd.profile = "fast"'), ['aalen']);
  assert.deepEqual(changed('aalen', 'endpoint = "aalen.example"'), ['bonn'], 'only who dials it');
  assert.deepEqual(
    changed('aalen', 'wireguard.mtu = 1400'),
    ['aalen', 'bonn'],
    'the smaller MTU holds at both ends',
  );
  assert.deepEqual(changed('celle', 'tags = ["x"]'), []);
});

test('a node that is not enrolled has no bundle, and its neighbours no link to it yet', () => {
  const tree = network(['aalen', 'bonn', 'celle']);
  const compilation = compile({ tree, keys: fixedKeys(['aalen', 'bonn']), pskVersion: () => 1 });
  assert.deepEqual(
    compilation.nodes.map((node) => node.name),
    ['aalen', 'bonn'],
  );
  assert.ok(compilation.nodes[0]?.files.every((file) => !file.content.includes('celle')));
  assert.deepEqual(compilation.warnings, ['not enrolled yet, so without bundle and links: celle']);
});

test('rendered files hold references where secrets would be', () => {
  const node = compileAll(network(['aalen', 'bonn'])).nodes[0];
  const file = node?.files.find((candidate) => candidate.path === 'wireguard/tl-bonn.conf');
  assert.match(file?.content ?? '', /^PrivateKey = @private$/m);
  assert.match(file?.content ?? '', /^PresharedKey = @psk:aalen--bonn:1$/m);
  assert.deepEqual(node?.secrets, [{ name: 'psk:aalen--bonn', version: 1 }]);
  assert.equal(file?.mode, 0o600);
});

test('AS numbers beyond the private 16-bit range move to the 32-bit one', () => {
  const tree = network(['aalen', 'bonn', 'celle']);
  tree.set('network.toml', 'asn_base = 65533\n');
  assert.deepEqual(
    compileAll(tree).network.sites.map((site) => site.asn),
    [65_533, 65_534, 4_200_000_000],
  );
});

const anyName = fc.stringMatching(/^[a-z][a-z0-9]{0,7}(-[a-z0-9]{1,8})?$/);

test('over random networks: links are symmetric, ports and interfaces of a node unique, addresses unique', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(anyName, { minLength: 2, maxLength: 9 }),
      fc.infiniteStream(fc.subarray(['x', 'y', 'default'], { minLength: 1 })),
      (names, groups) => {
        const tree = network(names, () => `groups = ${JSON.stringify(groups.next().value)}\n`);
        const compiled = compileAll(tree);
        const byName = new Map(compiled.network.nodes.map((node) => [node.name, node]));
        for (const node of compiled.network.nodes) {
          for (const link of node.links) assert.ok(byName.get(link.peer)?.peers.includes(node.name));
          assertUnique(node.links.map((link) => link.listenPort));
          assertUnique(node.links.map((link) => link.interface));
          assert.ok(node.links.every((link) => link.interface.length <= 15));
        }
        for (const key of ['id', 'loopbackV4', 'loopbackV6', 'managementAddress'] as const) {
          assertUnique(compiled.network.nodes.map((node) => String(node[key])));
        }
      },
    ),
    { numRuns: 100 },
  );
});

test('allocations stay when nodes come and go in any order, and no number is given away again', () => {
  const names = ['aalen', 'bonn', 'celle', 'dachau', 'essen', 'fulda'];
  fc.assert(
    fc.property(fc.array(fc.subarray(names), { minLength: 1, maxLength: 6 }), (steps) => {
      let tree = network([]);
      const given = new Map<number, string>();
      let last = new Map<string, number>();
      for (const present of steps) {
        tree = new Map([...tree].filter(([path]) => !path.startsWith('sites/')));
        for (const name of present) tree.set(`sites/${name}/${name}/node.toml`, '');
        tree = settle(tree);
        const now = new Map(compileAll(tree).network.nodes.map((node) => [node.name, node.id]));
        for (const [name, id] of now) {
          if (last.has(name)) assert.equal(id, last.get(name), `${name} keeps its number`);
          else assert.equal(given.has(id), false, `number ${id} of ${given.get(id)} went to ${name}`);
          given.set(id, name);
        }
        last = now;
      }
      assert.deepEqual(nodeNames(tree).sort(), [...(steps.at(-1) ?? [])].sort());
    }),
    { numRuns: 50 },
  );
});

function assertUnique(values: readonly unknown[]): void {
  assert.equal(new Set(values).size, values.length, `not unique: ${values.join(' ')}`);
}

test('templates of a service that no node has are told, and make no file; a name like a known one is an error', () => {
  const tree = network(['aalen']);
  const withTemplate = (path: string) => new Map([...tree, [path, 'x']]);
  const { warnings, nodes } = compileAll(withTemplate('templates/dnsmasq/lan.conf.njk'));
  assert.ok(warnings.some((text) => /templates\/dnsmasq: no node has the service "dnsmasq"/.test(text)));
  assert.ok(nodes.every((node) => node.files.every((file) => !file.path.startsWith('dnsmasq/'))));
  assert.throws(() => compileAll(withTemplate('templates/agnt/x.njk')), /did you mean "agent"\?/);
});

test('what would have no effect is told: files that nothing reads, services without templates, names of shipped ones', () => {
  const tree = network(['aalen'], () => 'services = ["dns", "bird"]\n');
  const { warnings } = compileAll(
    new Map([...tree, ['templates/bird/ebgpp.conf.njk', ''], ['templates/bird/_part.conf.njk', '']]),
  );
  assert.deepEqual(
    warnings.filter((text) => !/alone|no other node/.test(text)),
    [
      'services: "bird" is on every node without being named',
      'services: there is no template templates/dns/ for aalen',
      'templates/bird/ebgpp.conf.njk: no template names "ebgpp.conf", so nothing reads it, did you mean "bird/ebgp.conf.njk"?',
    ],
  );
});
