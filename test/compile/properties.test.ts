import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { allocate } from '../../controller/allocate/allocate.ts';
import { buildNetwork } from '../../controller/model/build.ts';
import type { NetworkModel } from '../../controller/model/network.ts';
import { fixedKeys } from './fixture.ts';
import { type Drawn, edited, edits, empty, expectedLinks, filesOf } from './random-network.ts';

/** Compiles a drawn network with what was allocated before; gives back what is allocated now. */
function settle(network: Drawn, generated: ReadonlyMap<string, string>) {
  const kept = [...filesOf(network)].filter(
    ([path]) => generated.size === 0 || !path.startsWith('generated/'),
  );
  const tree = new Map([...kept, ...generated]);
  const allocated = allocate(tree, fixedKeys(network.nodes.keys()));
  return { model: buildNetwork(tree, allocated).network, generated: allocated.generated };
}

function assertUnique(what: string, values: readonly (string | number)[]): void {
  assert.equal(new Set(values).size, values.length, `${what} given twice: ${values.join(' ')}`);
}

function assertSound(network: Drawn, model: NetworkModel): void {
  const byName = new Map(model.nodes.map((node) => [node.name, node]));
  assert.deepEqual([...byName.keys()], [...network.nodes.keys()].sort());
  const links = model.nodes.flatMap((node) =>
    node.links.filter((link) => node.name < link.peer).map((link) => `${node.name} ${link.peer}`),
  );
  assert.deepEqual(links.sort(), expectedLinks(network).sort());

  for (const node of model.nodes) {
    assertUnique(
      'an interface',
      node.links.map((link) => link.interface),
    );
    assertUnique(
      'a port',
      node.links.map((link) => link.listenPort),
    );
    for (const link of node.links) {
      assert.ok(link.interface.length <= 15);
      const other = byName.get(link.peer)?.links.filter((end) => end.peer === node.name) ?? [];
      assert.equal(other.length, 1, 'each end names the other, once');
      const [back] = other;
      assert.ok(back !== undefined);
      assert.deepEqual([back.kind, back.psk, back.mtu], [link.kind, link.psk, link.mtu]);
      assert.ok(!(link.spoke && back.spoke), 'one end at most is a spoke');
      assert.equal(link.peerPort, back.listenPort);
    }
  }
  assertUnique(
    'an id',
    model.nodes.map((node) => node.id),
  );
  assertUnique(
    'an address',
    model.nodes.flatMap((node) => [node.loopbackV4, node.loopbackV6, node.managementAddress]),
  );
  assertUnique(
    'an AS number',
    model.sites.map((site) => site.asn),
  );
}

test('links are symmetric and as the groups say; ports, names, ids and addresses are given once', () => {
  fc.assert(
    fc.property(edits, (changes) => {
      const network = changes.reduce(edited, empty);
      assertSound(network, settle(network, new Map()).model);
    }),
    { numRuns: 150 },
  );
});

test('what is given stays as nodes come and go in any order, and nothing is given away twice', () => {
  fc.assert(
    fc.property(edits, (changes) => {
      let network = empty;
      let last = settle(network, new Map());
      const idsEver = new Set<number>();
      const asnEver = new Map<string, number>();
      for (const change of changes) {
        const before = { network, model: last.model };
        network = edited(network, change);
        last = settle(network, last.generated);
        assertSound(network, last.model);
        assertKept(before, network, last.model, idsEver);
        for (const { name, asn } of last.model.sites) {
          assert.equal(asn, asnEver.get(name) ?? asn, 'a site has one AS number for good');
          asnEver.set(name, asn);
        }
        assertUnique('an AS number, ever,', [...asnEver.values()]);
        assert.deepEqual(settle(network, last.generated), last, 'compiling again changes nothing');
      }
    }),
    { numRuns: 150 },
  );
});

function assertKept(
  before: { readonly network: Drawn; readonly model: NetworkModel },
  network: Drawn,
  model: NetworkModel,
  idsEver: Set<number>,
): void {
  const old = new Map(before.model.nodes.map((node) => [node.name, node]));
  for (const node of model.nodes) {
    const was = old.get(node.name);
    if (was === undefined) {
      assert.ok(!idsEver.has(node.id), `${node.name} got the id ${node.id} of a node that was removed`);
      idsEver.add(node.id);
      continue;
    }
    const given = ({ id, asn, loopbackV4, loopbackV6, managementAddress }: typeof node) => ({
      id,
      asn,
      loopbackV4,
      loopbackV6,
      managementAddress,
    });
    assert.deepEqual(given(node), given(was));
    // Another base is the one thing that moves ports.
    if (before.network.nodes.get(node.name)?.base !== network.nodes.get(node.name)?.base) continue;
    for (const link of was.links) {
      const now = node.links.find((end) => end.peer === link.peer);
      // A peer that went and came again in one step does not exist here: each step is one edit.
      if (now !== undefined) assert.equal(now.listenPort, link.listenPort, `${node.name} to ${link.peer}`);
    }
  }
}
