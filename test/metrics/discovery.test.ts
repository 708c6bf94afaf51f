import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DiscoveryOptions, discoveryPage } from '../../controller/discovery/discovery.ts';
import { targetGroups } from '../../controller/discovery/targets.ts';
import type { EnrolledNode } from '../../controller/store/nodes.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { silentLog } from '../fakes/log.ts';

const key = Buffer.alloc(32);
const node = (nodeId: number, name: string): EnrolledNode => ({
  ...{ nodeId, name, site: `${name}-site`, approved: 0 },
  ...{ identityKey: key, managementKey: key, linkKey: key, sealingKey: key },
});
const sources = {
  nodes: [node(2, 'kiel'), node(1, 'bonn'), node(3, 'ulm'), node(4, 'jena')],
  addressOf: (nodeId: number) => `fd00::${nodeId}`,
  portOf: (nodeId: number) => [undefined, 9901, 9999, 0, undefined][nodeId],
  labelsOf: () => undefined,
};

test('each agent that shows metrics is a target, and the others are not', () => {
  assert.deepEqual(targetGroups(sources), [
    { targets: ['[fd00::1]:9901'], labels: { node: 'bonn', site: 'bonn-site', groups: '', tags: '' } },
    { targets: ['[fd00::2]:9999'], labels: { node: 'kiel', site: 'kiel-site', groups: '', tags: '' } },
  ]);
});

test('groups and tags are lists that a whole word can be found in', () => {
  const labelsOf = (name: string) =>
    name === 'bonn' ? { site: 'rhein', groups: ['default', 'west'], tags: ['backup-line'] } : undefined;
  assert.deepEqual(targetGroups({ ...sources, labelsOf })[0]?.labels, {
    node: 'bonn',
    site: 'rhein',
    groups: ',default,west,',
    tags: ',backup-line,',
  });
});

test('an inventory that cannot be read takes no router out of sight', async () => {
  const options = {
    releases: { store: { reports: { get: () => ({ report: { metricsPort: 9901 } }) } } },
    inventory: {
      read: async () => {
        throw new Error('no disk');
      },
    },
    queue: (task: () => unknown) => task(),
    roster: { all: () => sources.nodes, managementAddress: sources.addressOf },
    clock: systemClock,
    log: silentLog,
  } as unknown as DiscoveryOptions;
  const page = await discoveryPage(options)['/sd']?.();
  assert.equal(page?.type, 'application/json');
  assert.deepEqual(
    JSON.parse(String(page?.text)).map(({ labels }: { labels: { node: string } }) => labels.node),
    ['bonn', 'jena', 'kiel', 'ulm'],
  );
});
