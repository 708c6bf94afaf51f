import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openEndpoints } from '../../agent/tracker/endpoints.ts';
import { createHints } from '../../agent/tracker/hints.ts';
import { knownAddresses } from '../../agent/tracker/known.ts';

test('what worked last outlives a restart, one a family, and a damaged file is no memory', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'towline-endpoints-'));
  context.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'endpoints.json');
  const memory = await openEndpoints(file);
  for (const endpoint of ['198.18.1.2:1', '[2001:db8::1]:2', '198.18.1.3:3', 'no endpoint'])
    memory.worked('kiel', endpoint);
  memory.worked('bonn', '198.18.1.9:1');
  await memory.save();
  const again = await openEndpoints(file);
  assert.deepEqual(again.of('kiel'), ['198.18.1.3:3', '[2001:db8::1]:2']);
  again.keepOnly(new Set(['kiel']));
  await again.save();
  assert.deepEqual((await openEndpoints(file)).of('bonn'), []);
  const good = await readFile(file, 'utf8');
  for (const bad of ['', '[]', '{"kiel":["name:1"]}', '{"kiel":"198.18.1.2:1"}', good.slice(0, -4)]) {
    await writeFile(file, bad);
    assert.deepEqual((await openEndpoints(file)).of('kiel'), [], bad);
  }
});

test('a hint goes before what worked last, and both are addresses without a port', () => {
  const hints = createHints();
  hints.put({ nodeName: 'kiel', addresses: ['2001:db8::1', '198.18.1.1'] });
  const worked = new Map([
    ['kiel', ['198.18.1.2:1']],
    ['bonn', ['[2001:db8::9]:7']],
  ]);
  assert.deepEqual([...knownAddresses(hints.all(), worked)].sort(), [
    ['bonn', '2001:db8::9'],
    ['kiel', '2001:db8::1'],
  ]);
});

test('a hint is taken only as far as it makes sense, and only if it is new', () => {
  const hints = createHints();
  const put = (hint: object) => hints.put({ nodeName: 'kiel', ...hint });
  for (const bad of [
    {},
    { address: '' },
    { address: 'kiel.example.net' },
    { addresses: ['127.0.0.1', '::1', 'fe80::1', 'fe80::1%eth0', '0.0.0.0', '224.0.0.1', '::ffff:1.2.3.4'] },
    { nodeName: '', address: '198.18.1.1' },
  ])
    assert.equal(put(bad), false, JSON.stringify(bad));
  assert.equal(put({ address: '198.18.1.1', addresses: [], port: 0, left: false }), true);
  assert.equal(put({ addresses: ['198.18.1.1', 'x', '198.18.1.1'], port: 70_000 }), false, 'the same');
  const first = hints.all().get('kiel')?.serial ?? 0;
  assert.equal(put({ address: '198.18.1.1', port: 4000, left: true }), true);
  assert.ok((hints.all().get('kiel')?.serial ?? 0) > first);
  const many = Array.from({ length: 100 }, (_, i) => `198.18.2.${i}`);
  put({ addresses: many });
  assert.equal(hints.all().get('kiel')?.addresses.length, 16);
  for (let i = 0; i < 5000; i++) hints.put({ nodeName: `node${i}`, address: '198.18.1.1' });
  assert.ok(hints.all().size <= 4096);
});
