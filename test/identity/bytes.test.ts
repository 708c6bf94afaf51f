import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { credentials, type Metadata, makeGenericClientConstructor } from '@grpc/grpc-js';
import { exitCode } from '../../controller/cli/exit-codes.ts';
import { sha256 } from '../../shared/crypto/sha256.ts';
import { v1 } from '../../shared/rpc/protocol.ts';
import { type Harness, startController, testAddress } from '../controller/harness.ts';
import { type Relay, startRelay } from '../controller/relay.ts';
import { type AgentMethod, agentMethods, Router } from '../controller/router.ts';
import { numbers } from '../signing/forgeries.ts';
import { agentOf, tellOf } from '../upgrades/told.ts';

const most = 2 ** 32 - 1;
const huge = '18446744073709551615';

/** Messages of a node that are whole, and as large or as odd as a field can be. */
function requestsOf(digest: Buffer): Readonly<Record<AgentMethod, readonly object[]>> {
  const link = {
    peer: 'hamburg',
    interface: 'tl-hamburg',
    handshakeAgeS: most,
    receivedBytes: huge,
    sentBytes: huge,
    bgpState: '__proto__',
    bfdState: 'constructor',
    prefixLimitHit: true,
  };
  const facts = {
    agentVersion: '999.999.999',
    kernel: '0',
    birdVersion: 'x',
    architecture: '',
    hardware: '\0',
  };
  return {
    Watch: [{}, { agentVersion: 'x'.repeat(100_000) }],
    FetchBundle: [{ release: 1 }, { release: most, heldFiles: [digest, Buffer.alloc(0)] }],
    Confirm: [{ release: 1, bundleDigest: digest, nonce: randomBytes(32) }, { release: most }],
    Report: [
      { runningRelease: 1, runningDigest: digest, lastApply: { release: 1, outcome: 2, reason: 'x' } },
      {
        runningRelease: most,
        runningDigest: digest,
        lastApply: { release: most, outcome: most >>> 1, reason: '\u202e\0' },
        links: [link, link],
        facts,
        residentBytes: huge,
        birdRunning: true,
        birdState: '__proto__',
        drift: ['__proto__', ''],
        stagedDigest: digest,
        quarantinedDigest: digest,
        tunnelGeneration: most,
        tunnelReason: 'x',
        linkKeys: [{ version: most, publicKey: randomBytes(32) }],
        signingGeneration: most,
        agentUpgrade: { epoch: most, number: most, state: most >>> 1, reason: '\u202e\0'.repeat(9000) },
      },
    ],
    FetchAgent: [{ number: 1 }, { number: most }],
    ConfirmAgent: [
      { number: 1, sha256: sha256(agentOf('0.2.0')), version: '0.2.0', nonce: digest },
      { number: most, sha256: digest, version: '\u202e\0'.repeat(1000), nonce: digest },
    ],
    Answer: [
      { questionId: 1, text: 'x' },
      { questionId: huge, refusal: '\u202e\0'.repeat(1000), isCut: true },
    ],
    ReportAddresses: [
      { ownAddresses: ['192.0.2.1', '2001:db8::1'], leftAddresses: ['192.0.2.2'] },
      { ownAddresses: Array(1000).fill('\u202e\0'), leftAddresses: ['x'.repeat(100_000), '__proto__'] },
    ],
  };
}

describe('whatever bytes a node sends', () => {
  let harness: Harness;
  let berlin: Router;
  let relay: Relay;
  let client: InstanceType<ReturnType<typeof makeGenericClientConstructor>>;
  before(async () => {
    harness = await startController();
    berlin = await Router.join(harness, 'berlin', '--site', 'berlin');
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    assert.equal(tellOf(harness, berlin).number, 1);
    relay = await startRelay(harness.controller.listening().agents, testAddress(berlin.answer.nodeId));
    const Client = makeGenericClientConstructor({}, 'Raw');
    client = new Client(`127.0.0.1:${relay.port}`, credentials.createInsecure());
  });
  after(async () => {
    client?.close();
    await relay?.close();
    await berlin?.close();
    await harness?.close();
  });

  const bytes = (buffer: Buffer) => buffer;
  const call = (method: AgentMethod, body: Buffer, metadata: Metadata) =>
    new Promise<string>((resolve) => {
      const stream = client.makeServerStreamRequest(
        `/towline.v1.AgentService/${method}`,
        bytes,
        bytes,
        body,
        metadata,
        {},
      );
      stream.on('data', () => method === 'Watch' && stream.cancel());
      stream.on('error', ({ message }: Error) => resolve(message));
      stream.on('end', () => resolve('answered'));
    });

  for (const method of agentMethods) {
    it(`as ${method}, it is answered or refused, and the controller goes on`, async () => {
      const { digest } =
        harness.controller.store.bundles.find(berlin.answer.nodeId, 1)?.content ?? assert.fail();
      const { requestSerialize } = v1.AgentService.service[method];
      const next = numbers(method.length);
      const good = requestsOf(digest)[method].map((request) => requestSerialize(request as never));
      const bodies = [...good];
      while (bodies.length < 120) {
        const copy = Buffer.from(good[next(good.length)] ?? []);
        for (let i = 0; i <= next(3); i++) if (copy.length > 0) copy[next(copy.length)] = next(256);
        bodies.push(next(4) === 0 ? copy.subarray(0, next(copy.length + 1)) : copy);
      }
      for (const [index, body] of bodies.entries()) {
        const said = await call(method, body, await berlin.signed(method));
        assert.doesNotMatch(said, /see the log|UNKNOWN|UNAVAILABLE/, body.toString('hex'));
        if (index === 0) assert.match(said, /^(answered|1 CANCELLED.*)$/);
      }
      const { nodes } = (await harness.json('status')) as { nodes: { name: string }[] };
      assert.equal(nodes[0]?.name, 'berlin');
      // What a router says of itself may be anything but well.
      const { code, err } = await harness.cli('status');
      assert.equal(code, exitCode.unhealthy, err);
      for (const command of [
        ['keys', 'show'],
        ['tunnel', 'show'],
        ['release', 'list'],
      ])
        assert.equal((await harness.cli(...command)).code, 0, command.join(' '));
      const metrics = await fetch(`http://127.0.0.1:${harness.controller.listening().http}/metrics`);
      assert.equal(metrics.status, 200);
    });
  }
});
