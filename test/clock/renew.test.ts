import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Bundle } from '../../agent/check/bundle.ts';
import { parseLinkFile } from '../../agent/check/link-file.ts';
import { createGlances } from '../../agent/tracker/glances.ts';
import { renewInForce } from '../../agent/tracker/renew.ts';
import { createTracker } from '../../agent/tracker/tracker.ts';
import { blake2s } from '../../bench/clock/blake2s.ts';
import { openSender, type Sender } from '../../bench/clock/sender.ts';
import type { EnrolledNode } from '../../controller/store/nodes.ts';
import { renewOnce, type SilenceMemories } from '../../controller/tunnel/renew.ts';
import { generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import { type Clock, systemClock } from '../../shared/os/clock.ts';
import { createMutex } from '../../shared/os/mutex.ts';
import { run } from '../../shared/os/run.ts';
import { createWake } from '../../shared/os/wake.ts';
import { createWireGuard } from '../../shared/wireguard/wireguard.ts';
import { noEndpoints } from '../fakes/endpoints.ts';
import { silentLog } from '../fakes/log.ts';
import { isIsolated, isolated, privateRun } from '../fakes/namespaces.ts';
import { until } from '../fakes/until.ts';

const year2099 = Date.UTC(2099, 0, 1);
const today = Date.UTC(2026, 10, 22);
const minute = 60_000;
const patienceMs = 10_000;

if (!isIsolated) {
  test('BLAKE2s with a key is that of its authors', () => {
    const key = Buffer.from([...Array(32).keys()]);
    assert.equal(
      blake2s(key, Buffer.alloc(0), 32).toString('hex'),
      '48a8997da407876b3d79c0d92325ad3b89cbb754d86ab71aee047ad345fd2c49',
    );
    for (const length of [0, 1, 63, 64, 65, 128, 300]) {
      const text = Buffer.alloc(length, 7);
      const expected = createHash('blake2s256').update(text).digest('hex');
      assert.equal(blake2s(Buffer.alloc(0), text, 32).toString('hex'), expected);
    }
  });

  test('a WireGuard that took a timestamp of 2099 answers one of today once the peer is renewed', async () => {
    await isolated(import.meta.filename);
  });
} else {
  const wireguard = createWireGuard(run, 'userspace');
  /** A clock whose monotonic time passes when the test says so. */
  let nowMs = 0;
  const clock: Clock = { ...systemClock, monotonic: () => nowMs };
  const senders: Sender[] = [];

  before(privateRun);
  after(async () => {
    for (const sender of senders) sender.close();
    for (const name of ['tl-kiel', 'tlmgmt']) await wireguard.removeInterface(name);
  });

  /** Makes an interface with one peer, which is the sender. */
  async function connect(name: string, listenPort: number, presharedKey?: Buffer) {
    const [own, peer] = [generateBoxKeyPair(), generateBoxKeyPair()];
    await wireguard.ensureInterface(name);
    await run('ip', ['link', 'set', 'dev', name, 'up']);
    await wireguard.sync(name, {
      privateKey: own.privateKey.toString('base64'),
      listenPort,
      peers: [
        {
          publicKey: peer.publicKey.toString('base64'),
          allowedIps: ['10.0.0.0/24', 'fd00::/64'],
          ...(presharedKey === undefined ? {} : { presharedKey: presharedKey.toString('base64') }),
        },
      ],
    });
    const initiator = { keys: peer, responderPublicKey: own.publicKey };
    const sender = await openSender(
      presharedKey === undefined ? initiator : { ...initiator, presharedKey },
      listenPort,
    );
    senders.push(sender);
    return { own, peer, sender, publicKey: peer.publicKey.toString('base64') };
  }

  const peerOf = async (name: string) => (await wireguard.state()).get(name)?.peers[0];

  /** A clock that ran ahead and was set right: from now on nothing that the sender says is heard. */
  async function poison(sender: Sender): Promise<void> {
    assert.ok(await sender.send(today, patienceMs), 'before anything happened');
    assert.ok(await sender.send(year2099, patienceMs), 'a clock that runs ahead is believed');
    for (const later of [0, minute, 60 * minute]) {
      assert.equal(await sender.send(today + 1000 + later), false, 'but not one that was set right');
    }
  }

  /** Everything that a renewal has to leave alone. */
  const kept = (peer: Awaited<ReturnType<typeof peerOf>>) =>
    peer && [peer.publicKey, peer.endpoint, peer.allowedIps, peer.hasPresharedKey, peer.persistentKeepalive];

  test('a neighbour forgets the timestamp of a link that was silent for five minutes, and nothing else', async () => {
    const secret = Buffer.alloc(32, 9);
    const { own, sender, publicKey } = await connect('tl-kiel', 51821, secret);
    await poison(sender);
    const link = parseLinkFile(
      'tl-kiel.conf',
      `[Interface]\nPrivateKey = @private\nListenPort = 51821\nFwMark = 0x746c\nAddress = fe80::1/64\nMTU = 1420
[Peer]\nPublicKey = ${publicKey}\nPresharedKey = @psk:berlin--kiel:1\nAllowedIPs = 0.0.0.0/0, ::/0\n`,
    );
    const bundle = {
      links: [link],
      presharedKeys: new Map([['psk:berlin--kiel:1', secret.toString('base64')]]),
      settings: { links: [{ peer: 'kiel', interface: 'tl-kiel', session: 'tl_kiel' }] },
    } as unknown as Bundle;
    const ports = {
      wireguard,
      linkPrivateKey: () => own.privateKey,
      hints: () => new Map<string, string>(),
      lock: createMutex(),
    };
    const [wake, ended] = [createWake(), new AbortController()];
    let [looks, renewals] = [0, 0];
    const renew = renewInForce(ports, async () => bundle);
    const tracking = createTracker({
      glances: createGlances(wireguard, clock),
      clock,
      log: silentLog,
      resolve: async () => [],
      hints: { all: () => new Map() },
      inContact: () => true,
      endpoints: noEndpoints,
      hasWay: () => true,
      bundle: async () => bundle,
      point: async () => {},
      knock: () => {},
      renew: async (one) => {
        renewals++;
        return renew(one);
      },
      wake,
      intervalMs: 3_600_000,
      freshMs: 3000,
      resolveTimeoutMs: 5000,
      onDevices: () => looks++,
    }).run(ended.signal);
    /** Lets time pass and the tracker look, once and to the end: the second look begins after the first. */
    const lookAfter = async (ms: number) => {
      nowMs += ms;
      for (const target of [looks + 1, looks + 2]) {
        wake.notify();
        await until('the tracker looked', () => looks >= target);
      }
    };
    await lookAfter(0);
    const before = kept(await peerOf('tl-kiel'));
    await lookAfter(5 * minute - 1);
    assert.equal(renewals, 0);
    assert.equal(await sender.send(today + 2000), false);
    await lookAfter(1);
    assert.equal(renewals, 1);
    assert.deepEqual(kept(await peerOf('tl-kiel')), before);
    assert.ok(await sender.send(today + 3000, patienceMs), 'it is heard again, by its pre-shared key');
    assert.equal(await sender.send(today + 3000), false, 'and what was sent before is refused as ever');
    ended.abort();
    await tracking.catch(() => {});
  });

  test('the controller forgets it too, and has no command for nodes that never came or are gone', async () => {
    const { sender, publicKey } = await connect('tlmgmt', 51820);
    const stranger = generateBoxKeyPair().publicKey.toString('base64');
    await run('wg', ['set', 'tlmgmt', 'peer', stranger, 'allowed-ips', 'fd01::9/128']);
    const commands: string[] = [];
    const memories: SilenceMemories = new Map();
    const lookAfter = (ms: number) => {
      nowMs += ms;
      const counting = {
        state: wireguard.state,
        renewPeer: (name: string, peer: Parameters<typeof wireguard.renewPeer>[1]) => {
          commands.push(peer.publicKey);
          return wireguard.renewPeer(name, peer);
        },
      };
      const roster = { withKey: (key: string) => ({ name: key }) as EnrolledNode };
      return renewOnce({ wireguard: counting, roster, clock, log: silentLog }, memories);
    };
    await poison(sender);
    await lookAfter(0);
    const find = async () =>
      (await wireguard.state()).get('tlmgmt')?.peers.find((one) => one.publicKey === publicKey);
    const before = kept(await find());
    assert.deepEqual(await lookAfter(5 * minute - 1), []);
    assert.deepEqual(await lookAfter(1), [publicKey]);
    assert.deepEqual(kept(await find()), before);
    assert.ok(before?.includes(`127.0.0.1:${sender.port}`), 'the endpoint');
    assert.ok(await sender.send(today + 3000, patienceMs));
    // Poisoned once more, and then gone for good.
    assert.ok(await sender.send(year2099, patienceMs));
    for (let look = 0; look < 12 * 12; look++) await lookAfter(5 * minute);
    assert.equal(commands.length, 2, 'one more in twelve hours');
    assert.ok(!commands.includes(stranger));
  });
}
