import assert from 'node:assert/strict';
import { test } from 'node:test';
import { protocolTimes, startedAnew } from '../fakes/protocol-times.ts';

const shown = (state: string, time: string) => `Name       Proto      Table      State  Since         Info
tl_device  Device     ---        up     2026-11-23 03:36:29
link_essen BGP        ---        ${state}     2026-11-23 ${time}  Established
`;

test('a protocol is started anew where it is gone, in another state, or there since later', () => {
  const before = protocolTimes(shown('up', '03:36:30'));
  assert.deepEqual([...before.keys()], ['tl_device', 'link_essen']);
  assert.deepEqual(startedAnew(before, protocolTimes(shown('up', '03:36:29'))), []);
  for (const later of [shown('up', '03:36:32'), shown('start', '03:36:30'), '']) {
    const found = startedAnew(before, protocolTimes(later));
    assert.ok(found.includes('link_essen'), later);
  }
});
