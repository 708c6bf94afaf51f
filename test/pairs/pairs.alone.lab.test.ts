import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { until } from '../lab/until.ts';
import { probeLinks } from '../network/fixture.ts';
import { startPair } from './fixture.ts';

let pair: Awaited<ReturnType<typeof startPair>>;
before(async () => {
  pair = await startPair();
});
after(() => pair?.close());

/** The same as long as the BGP session has not been taken down. */
const sessionAge = async () => {
  const command = ['birdc', '-s', '/run/bird/bird.ctl', 'show', 'protocols', 'link_berlin'];
  return (await pair.network.lab.exec('aachen', command)).stdout.trim().split('\n').at(-1);
};

test('both ends of a link that changes its ports switch together, under traffic', async (context) => {
  const { network, ports, confirmed } = pair;
  const [age, [{ probe } = assert.fail()]] = [
    await sessionAge(),
    await probeLinks(network, [['aachen', 'berlin']]),
  ];
  await network.towline(['set', 'wireguard.listen_port_base', '40000']);
  await network.release('other ports');
  await confirmed(2);
  assert.deepEqual(await ports(), ['40000', '40000']);
  const { lost, sent, longestGapMs } = await probe.stop();
  context.diagnostic(`${lost} of ${sent} packets lost at 10 ms, longest gap ${longestGapMs} ms`);
  // Less than what takes BFD a session down for.
  assert.ok(lost < 120, `${lost} lost`);
  assert.equal(await sessionAge(), age);
  await waitUntilGreen(network, 1);
});

test('while one end is offline the change is put off, nothing is lost, and it is done when it is back', async () => {
  const { network, nodes, agentOf, ports, confirmed } = pair;
  await network.stopAgent('berlin');
  const [{ probe } = assert.fail()] = await probeLinks(network, [['aachen', 'berlin']]);
  await network.towline(['set', 'wireguard.listen_port_base', '41000']);
  await network.release('other ports again');
  const waits = async () => (await nodes()).find(({ name }) => name === 'aachen')?.put_off;
  await until('aachen waits', async () => (await waits()) === 'waits for berlin, which is offline');
  await until('aachen has staged it', async () =>
    /it is staged, and waits/.test((await agentOf('aachen')).reason ?? ''),
  );
  const shown = (await network.towline(['status'])).stdout;
  assert.match(shown, /aachen: put off, waits for berlin, which is offline/);
  assert.deepEqual(await ports(), ['40000', '40000']);
  assert.equal((await probe.stop()).lost, 0);
  network.startAgent('berlin');
  await confirmed(3);
  assert.deepEqual(await ports(), ['41000', '41000']);
  await waitUntilGreen(network, 1);
});
