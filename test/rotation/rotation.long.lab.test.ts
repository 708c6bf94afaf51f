import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type RotationLoss, rotateKey, rotatePsk } from '../../bench/rotation.ts';
import type { LabNetwork } from '../../lab/network/network.ts';
import { meshOf } from '../../lab/network/small.ts';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { until } from '../lab/until.ts';
import { deviceTo } from '../network/fixture.ts';

let network: LabNetwork;
before(async () => {
  network = await meshOf(['aachen', 'berlin', 'chemnitz']);
});
after(() => network?.lab.down());

const keysOf = async (node: string) =>
  (await network.lab.exec(node, ['sh', '-c', 'ls /var/lib/towline/keys; wg show all public-key'])).stdout;
const said = ({ lost, sent, longest_gap_ms: gap, took_s: took }: RotationLoss) =>
  `${lost} of ${sent} packets lost at 10 ms, longest gap ${gap} ms, in ${took} s`;

test('a key is renewed under traffic, with a way around each link: nothing is lost', async (context) => {
  const before = await keysOf('aachen');
  assert.match(before, /^link\.key$/m);
  const way = () => deviceTo(network, 'aachen', network.lab.hostAddresses('berlin').ipv4 ?? '');
  assert.equal(await way(), 'tl-berlin');
  const isLedAround = until(
    'traffic is led around the link to berlin',
    async () => (await way()) === 'tl-chemnitz',
    60_000,
  );
  const [loss] = await Promise.all([rotateKey(network), isLedAround]);
  context.diagnostic(said(loss));
  assert.equal(loss.lost, 0);
  const now = await keysOf('aachen');
  assert.doesNotMatch(now, /^link\.key$/m, 'the old private key is gone');
  assert.match(now, /^link\.2\.key$/m);
  const public_ = (text: string) => [...text.matchAll(/^tl-\S+\s+(\S+)$/gm)].map(([, key]) => key);
  assert.equal(new Set(public_(now).filter((key) => key !== undefined)).size, 1);
  assert.equal(public_(now).length, 2);
  assert.ok(public_(now).every((key) => !public_(before).includes(key)));
  assert.equal(await way(), 'tl-berlin');
  await waitUntilGreen(network, 3);
});

test('a pre-shared key is renewed under the same traffic, and nothing is lost', async (context) => {
  const psk = async (node: string, link: string) =>
    (await network.lab.exec(node, ['wg', 'show', link, 'preshared-keys'])).stdout.trim().split(/\s+/).at(-1);
  const before = await psk('aachen', 'tl-berlin');
  const loss = await rotatePsk(network);
  context.diagnostic(said(loss));
  assert.equal(loss.lost, 0);
  const now = await psk('aachen', 'tl-berlin');
  assert.notEqual(now, before);
  assert.equal(await psk('berlin', 'tl-aachen'), now);
  await waitUntilGreen(network, 3);
});
