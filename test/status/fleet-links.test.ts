import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fleetLinks } from '../../controller/cli/fleet-links.ts';
import type { NodeStatus } from '../../shared/gen/towline/v1/NodeStatus.ts';

test('the ends of a link are joined by both names, whatever a router calls its peer', () => {
  const node = (nodeName: string, ...peers: string[]) =>
    ({
      nodeName,
      condition: 'NODE_CONDITION_OK',
      report: { links: peers.map((peer) => ({ peer, bgpState: 'Established', bfdState: 'Up' })) },
      linkTrends: peers.map(() => ({ up: true })),
    }) as unknown as NodeStatus;
  const hostile = ['a b', '__proto__', '"', '[\u202e]', ''];
  const links = fleetLinks([node('berlin', 'hamburg', ...hostile), node('hamburg', 'berlin')]);
  const pairs = links.map(({ a, b }) => [a, b].sort());
  assert.deepEqual(pairs.sort(), ['hamburg', ...hostile].map((peer) => ['berlin', peer].sort()).sort());
});
