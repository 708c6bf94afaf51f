import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { Metadata } from '@grpc/grpc-js';
import { generateSigningKeyPair, signBytes } from '../../shared/crypto/ed25519.ts';
import { challengeKey, type SignedCall, signatureKey, signCall } from '../../shared/rpc/call-signature.ts';
import { v1 } from '../../shared/rpc/protocol.ts';
import { type Harness, startController, testAddress } from '../controller/harness.ts';
import { type AgentMethod, agentMethods, Router } from '../controller/router.ts';
import { until } from '../fakes/until.ts';
import { tellOf } from '../upgrades/told.ts';

const refused = 16;
let harness: Harness;
let berlin: Router;
let hamburg: Router;
/** berlin's keys and name, behind hamburg's address. */
let berlinAtHamburg: Router;
/** hamburg's keys, told to be berlin, behind berlin's address. */
let hamburgAsBerlin: Router;
let told: ReturnType<typeof tellOf>;

before(async () => {
  harness = await startController();
  berlin = await Router.join(harness, 'berlin', '--site', 'berlin');
  hamburg = await Router.join(harness, 'hamburg', '--site', 'hamburg');
  await harness.json('commit', '-m', 'first');
  await harness.json('activate');
  told = tellOf(harness, berlin);
  const { nodeId } = hamburg.answer;
  berlinAtHamburg = await Router.connect(harness, 'berlin', berlin.keys, berlin.answer, testAddress(nodeId));
  hamburgAsBerlin = await Router.connect(harness, 'hamburg', hamburg.keys, berlin.answer);
});
after(async () => {
  await Promise.all([berlin, hamburg, berlinAtHamburg, hamburgAsBerlin].map((router) => router?.close()));
  await harness?.close();
});

const path = (method: string) => `/towline.v1.AgentService/${method}`;
const requests: Record<AgentMethod, () => object> = {
  Watch: () => ({ agentVersion: '0' }),
  FetchBundle: () => ({ release: 1 }),
  Confirm: () => {
    const digest = harness.controller.store.bundles.find(berlin.answer.nodeId, 1)?.content?.digest;
    return { release: 1, bundleDigest: digest, nonce: randomBytes(32) };
  },
  Report: () => ({}),
  ReportAddresses: () => ({}),
  Answer: () => ({}),
  FetchAgent: () => ({ number: told.number }),
  ConfirmAgent: () => ({ ...told, nonce: randomBytes(32) }),
};

/** The metadata of a call of berlin's, all right but for what is said. */
async function metadataOf(
  method: string,
  {
    key = berlin.keys.identity.privateKey,
    at = berlin,
    ...fields
  }: { key?: Buffer; at?: Router } & Partial<SignedCall> = {},
): Promise<Metadata> {
  const challenge = fields.challenge ?? (await at.challenge());
  const { networkId, nodeId } = berlin.answer;
  const call = { networkId, nodeId, method: path(method), ...fields, challenge };
  return carrying(Buffer.from(challenge), signCall(key, call));
}

function carrying(challenge: Buffer | undefined, signature: Buffer | undefined): Metadata {
  const metadata = new Metadata();
  if (challenge !== undefined) metadata.set(challengeKey, challenge);
  if (signature !== undefined) metadata.set(signatureKey, signature);
  return metadata;
}

/** What the call carries, and who sends it; berlin unless another does. */
type Attempt = (method: AgentMethod) => Promise<Metadata | { from: Router; metadata: Metadata }>;

const another = (method: string) =>
  agentMethods[(agentMethods.indexOf(method as AgentMethod) + 1) % agentMethods.length] ?? '';

const attempts: Readonly<Record<string, Attempt>> = {
  'with no challenge': async () => new Metadata(),
  'with a challenge and no answer': async () => carrying(await berlin.challenge(), undefined),
  'with an answer and no challenge': async (method) => {
    const metadata = await metadataOf(method);
    metadata.remove(challengeKey);
    return metadata;
  },
  'with an empty answer': async () => carrying(await berlin.challenge(), Buffer.alloc(0)),
  'with an answer of noughts': async () => carrying(await berlin.challenge(), Buffer.alloc(64)),
  'with a long answer': async () => carrying(await berlin.challenge(), randomBytes(4_000)),
  'with a key that nobody has': (method) => metadataOf(method, { key: generateSigningKeyPair().privateKey }),
  "with another node's key": (method) => metadataOf(method, { key: hamburg.keys.identity.privateKey }),
  'with its sealing key': (method) => metadataOf(method, { key: berlin.keys.sealing.privateKey }),
  'with a challenge that was used': async (method) => {
    const metadata = await metadataOf(method);
    assert.equal(await berlin.codeOf(method, requests[method](), metadata), 0);
    return metadata;
  },
  'with a challenge that was used in vain': async (method) => {
    const challenge = await berlin.challenge();
    const wrong = await metadataOf(method, { challenge, key: hamburg.keys.identity.privateKey });
    assert.equal(await berlin.codeOf(method, requests[method](), wrong), refused);
    return metadataOf(method, { challenge });
  },
  'with a challenge that was never given': (method) => metadataOf(method, { challenge: randomBytes(32) }),
  'with an empty challenge': (method) => metadataOf(method, { challenge: Buffer.alloc(0) }),
  "with another node's challenge": async (method) =>
    metadataOf(method, { challenge: await hamburg.challenge() }),
  "with another method's answer": (method) => metadataOf(method, { method: path(another(method)) }),
  'with the answer of a method of another service': (method) =>
    metadataOf(method, { method: `/towline.v1.AdminService/${method}` }),
  'with the answer of another node': (method) => metadataOf(method, { nodeId: hamburg.answer.nodeId }),
  'with the answer of another network': (method) => metadataOf(method, { networkId: 'b'.repeat(32) }),
  'with an answer that was signed for something else': async (method) => {
    const challenge = await berlin.challenge();
    const { networkId, nodeId } = berlin.answer;
    const bytes = Buffer.concat([Buffer.from(`${networkId}\n${nodeId}\n${path(method)}\n`), challenge]);
    const { privateKey } = berlin.keys.identity;
    return carrying(challenge, signBytes(privateKey, 'towline enroll v1\n', bytes));
  },
  "from another node's address": async (method) => ({
    from: berlinAtHamburg,
    metadata: await metadataOf(method, { at: berlinAtHamburg }),
  }),
  "from another node's address, as that node": async (method) => ({
    from: berlinAtHamburg,
    metadata: await metadataOf(method, { at: berlinAtHamburg, nodeId: hamburg.answer.nodeId }),
  }),
  "from its own address with another node's key": async (method) => ({
    from: hamburgAsBerlin,
    metadata: await metadataOf(method, { at: hamburgAsBerlin, key: hamburg.keys.identity.privateKey }),
  }),
};

describe('a call', () => {
  it('has to answer a challenge in every method but the one that gives them', () => {
    const methods = Object.keys(v1.AgentService.service).filter((name) => /^[A-Z]/.test(name));
    assert.deepEqual(methods.sort(), [...agentMethods, 'GetChallenge'].sort());
  });

  for (const method of agentMethods) {
    it(`${method} is answered for the node that it comes from`, async () => {
      assert.equal(await berlin.codeOf(method, requests[method](), await metadataOf(method)), 0);
    });
  }
  for (const [how, attempt] of Object.entries(attempts)) {
    it(`${how} is refused, whatever it asks for`, async () => {
      for (const method of agentMethods) {
        const made = await attempt(method);
        const { from, metadata } = made instanceof Metadata ? { from: berlin, metadata: made } : made;
        assert.equal(await from.codeOf(method, requests[method](), metadata), refused, method);
      }
    });
  }

  it('from an address of no node gets no challenge', async () => {
    const { keys, answer } = berlin;
    for (const address of ['127.0.9.9', '127.0.0.1', testAddress(99)]) {
      const stranger = await Router.connect(harness, 'x', keys, answer, address);
      await assert.rejects(stranger.challenge(), { code: refused });
      const challenge = await berlin.challenge();
      const metadata = await metadataOf('Report', { challenge });
      assert.equal(await stranger.codeOf('Report', {}, metadata), refused);
      await stranger.close();
    }
  });

  it('that is refused changes nothing, and says nothing of other nodes', async () => {
    const { store } = harness.controller;
    const before = store.reports.get(hamburg.answer.nodeId);
    const metadata = await metadataOf('Report', { at: berlinAtHamburg });
    await assert.rejects(berlinAtHamburg.report({ resident_bytes: 1 }, metadata), (error: Error) => {
      assert.doesNotMatch(error.message, /berlin/);
      return true;
    });
    assert.deepEqual(store.reports.get(hamburg.answer.nodeId), before);
  });
});

describe('a node that is who it says', () => {
  const digestOf = (router: Router) => {
    const content = harness.controller.store.bundles.find(router.answer.nodeId, 1)?.content;
    assert.ok(content);
    return content.digest;
  };

  it('gets its own bundle under any number, and no other', async () => {
    const own = await berlin.fetch(1);
    assert.equal(own.manifest.nodeId, berlin.answer.nodeId);
    await harness.json('set', 'mss_clamp', 'false', '--node', 'hamburg');
    const { release, changed_nodes: changed } = await harness.json('commit', '-m', 'hamburg alone');
    assert.deepEqual(changed, ['hamburg']);
    await harness.json('activate');
    assert.equal((await hamburg.fetch(release as number)).manifest.nodeId, hamburg.answer.nodeId);
    for (const number of [release as number, 0, 99, 4_294_967_295]) {
      await assert.rejects(berlin.fetch(number), { code: 5 }, `${number}`);
    }
  });

  it('gets no bundle that is not activated for it', async () => {
    await harness.json('set', 'mss_clamp', 'false', '--node', 'berlin');
    const { release } = await harness.json('commit', '-m', 'not yet');
    await assert.rejects(berlin.fetch(release as number), { code: 5 });
    await harness.json('activate', `${release}`, '--node', 'berlin');
    assert.equal((await berlin.fetch(release as number)).manifest.release, release);
  });

  it("gets no file of another's by its digest: what it says that it holds only makes it get less", async () => {
    const theirs = (await hamburg.fetch(1)).manifest.files;
    const own = (await berlin.fetch(1)).manifest.files;
    const digests = (files: typeof own) => files.map(({ sha256 }) => sha256.toString('hex'));
    const foreign = theirs.filter(({ sha256 }) => !digests(own).includes(sha256.toString('hex')));
    assert.ok(foreign.length > 0);
    const all = [...(await berlin.fetch(1)).files.keys()].sort();
    const held = [
      ...foreign.map(({ sha256 }) => sha256),
      Buffer.alloc(0),
      randomBytes(32),
      randomBytes(1_000),
    ];
    const { files } = await berlin.fetch(1, held);
    assert.deepEqual([...files.keys()].sort(), all);
    for (const digest of digests(foreign)) assert.ok(!files.has(digest));
  });

  it("gets no confirmation of another's bundle", async () => {
    assert.ok(!digestOf(berlin).equals(digestOf(hamburg)));
    await assert.rejects(berlin.confirm(1, digestOf(hamburg), randomBytes(32)), { code: 9 });
    await berlin.confirm(1, digestOf(berlin), randomBytes(32));
    assert.equal(harness.controller.store.desired.confirmed(hamburg.answer.nodeId), 0);
  });

  it('reports for itself alone, whatever it writes into the report', async () => {
    const { store } = harness.controller;
    await hamburg.report({ runningRelease: 1, runningDigest: digestOf(hamburg) });
    const before = store.reports.get(hamburg.answer.nodeId);
    const claim = { nodeId: hamburg.answer.nodeId, nodeName: 'hamburg', peer: 'hamburg' };
    await berlin.report({ ...claim, runningRelease: 1, runningDigest: digestOf(hamburg) });
    assert.deepEqual(store.reports.get(hamburg.answer.nodeId), before);
    assert.equal(store.reports.get(berlin.answer.nodeId)?.report.runningRelease, 0, 'and runs what it got');
  });

  it('hears of its own release alone', async () => {
    const [own, other] = [await berlin.watch(), await hamburg.watch()];
    await until('both are told', () => own.seen.length > 0 && other.seen.length > 0);
    const [before] = [own.seen.length];
    await harness.json('set', 'mss_clamp', 'true', '--node', 'hamburg');
    const { release } = await harness.json('commit', '-m', 'hamburg again');
    await harness.json('activate', `${release}`, '--node', 'hamburg');
    await until('hamburg is told', () =>
      other.seen.some(({ desiredRelease }) => desiredRelease?.release === release),
    );
    await harness.json('activate', `${release}`);
    assert.ok(own.seen.slice(before).every(({ desiredRelease }) => desiredRelease?.release !== release));
    own.cancel();
    other.cancel();
  });
});
