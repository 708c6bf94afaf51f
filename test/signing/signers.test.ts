import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  type Enrollment,
  type EnrollmentFile,
  enrollmentFile,
  loadEnrollment,
  saveEnrollment,
} from '../../agent/enroll/store.ts';
import { createSigningTrust } from '../../agent/keys/signers.ts';
import type { ControllerClient } from '../../agent/session/client.ts';
import { followingChains } from '../../agent/session/signing-chain.ts';
import { withPlace } from '../../agent/tunnel/place.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { SigningChain } from '../../shared/gen/towline/v1/SigningChain.ts';
import { silentLog } from '../fakes/log.ts';
import { enrolled as example } from '../tunnel/node-fixture.ts';
import { chainTo, networkId, pairOf, publicOf, stepTo } from './chain-fixture.ts';

const base64 = (generation: number) => publicOf(generation).toString('base64');
const enrolled: Enrollment = { ...example, networkId, signingPublicKey: base64(0) };
const never = new AbortController().signal;

async function setUp(context: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'towline-signers-'));
  context.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'enrollment.json');
  await saveEnrollment(path, enrolled);
  const open = async () => {
    const file = enrollmentFile(path, (await loadEnrollment(path)) ?? enrolled);
    return { file, trust: createSigningTrust(file, silentLog) };
  };
  return { folder, path, open, ...(await open()) };
}

test('what a node trusts after a change outlives its restart, with its end', async (context) => {
  const { trust, open } = await setUp(context);
  assert.deepEqual(trust.accepted(), [publicOf(0)]);
  await trust.follow(chainTo(2));
  const again = (await open()).trust;
  for (const now of [trust, again]) {
    assert.equal(now.generation(), 2);
    assert.deepEqual(now.accepted(), [publicOf(2), publicOf(1)]);
    assert.deepEqual(now.known(), [publicOf(2), publicOf(1), publicOf(0)]);
  }
  await again.follow(chainTo(2, true));
  const third = (await open()).trust;
  assert.deepEqual(third.accepted(), [publicOf(2)]);
  assert.equal(third.known().length, 3, 'what lies on its disk stays readable');
  await assert.rejects(
    third.follow({ successions: [stepTo(3, { signer: pairOf(1).privateKey })], retirement: null }),
    {
      code: 'untrusted',
    },
  );
});

test('a key counts only once it is on the disk', async (context) => {
  const { file, path } = await setUp(context);
  let isFull = true;
  let during: readonly Buffer[] = [];
  const slow: EnrollmentFile = {
    current: file.current,
    async update(change) {
      during = trust.accepted();
      if (isFull) throw new Error('ENOSPC');
      await file.update(change);
    },
  };
  const trust = createSigningTrust(slow, silentLog);
  await assert.rejects(trust.follow(chainTo(1)), /ENOSPC/);
  assert.deepEqual(trust.accepted(), [publicOf(0)]);
  isFull = false;
  await trust.follow(chainTo(1));
  assert.deepEqual(during, [publicOf(0)]);
  assert.deepEqual(trust.accepted(), [publicOf(1), publicOf(0)]);
  assert.equal((await loadEnrollment(path))?.signingPublicKey, base64(1));
});

test('a move of the tunnel and a change of the key at one moment both stay', async (context) => {
  const { file, trust, path } = await setUp(context);
  const place = {
    generation: 3,
    interface: 'tlmgmt2' as const,
    controllerKey: base64(5),
    endpoints: ['192.0.2.1:1'],
  };
  await Promise.all([
    trust.follow(chainTo(1)),
    file.update((now) => withPlace(now, place)),
    trust.follow(chainTo(3, true)),
    trust.follow(chainTo(2)),
  ]);
  const kept = await loadEnrollment(path);
  assert.equal(kept?.tunnelGeneration, 3);
  assert.equal(kept.signingGeneration, 3);
  assert.equal(kept.signingAcceptedFrom, 3);
  assert.deepEqual(kept.earlierSigningKeys, [base64(0), base64(1), base64(2)]);
});

test('a disk that takes nothing leaves file and trust as they were', async (context) => {
  const { folder, path, trust } = await setUp(context);
  const before = await readFile(path, 'utf8');
  // Root may write anywhere: without a folder nobody can.
  await rm(folder, { recursive: true });
  await assert.rejects(trust.follow(chainTo(1)));
  assert.equal(trust.generation(), 0);
  await mkdir(folder);
  await writeFile(path, before);
  await trust.follow(chainTo(1));
  assert.equal(trust.generation(), 1);
});

async function collect<T>(messages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const message of messages) all.push(message);
  return all;
}

/** A controller that says what it is told to, in this order. */
function saying(
  messages: Record<'watch' | 'fetch', readonly object[]>,
  confirmation: object,
): ControllerClient {
  async function* from(list: readonly object[]) {
    yield* list as never[];
  }
  return {
    reach: async () => {},
    watch: () => from(messages.watch),
    fetchBundle: () => from(messages.fetch),
    confirm: async () => confirmation as never,
    report: async () => {},
    reportAddresses: async () => ({ probeSeen: false }),
    answer: async () => {},
    fetchAgent: async function* () {},
    confirmAgent: async () => confirmation as never,
    close: () => {},
  };
}

test('a chain is followed before anything after it is given on', async (context) => {
  const { trust } = await setUp(context);
  const seen: [number, object][] = [];
  const note = (message: object) => seen.push([trust.generation(), message]);
  const client = followingChains(
    saying(
      {
        watch: [{ a: 1 }, { signingChain: chainTo(1) }, { b: 1 }],
        fetch: [{ signingChain: chainTo(2) }, { c: 1 }],
      },
      { signingChain: chainTo(3), d: 1 },
    ),
    trust.follow,
    (error) => assert.fail(`${error}`),
  );
  for await (const message of client.watch(never)) note(message);
  for await (const part of client.fetchBundle(1, [], never)) note(part);
  note(await client.confirm({}, never));
  assert.deepEqual(
    seen.map(([generation, message]) => [generation, Object.keys(message).at(-1)]),
    [
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
      [3, 'd'],
    ],
  );
});

test('a chain that is not to be trusted ends the call that it came with, and leaves the watch', async (context) => {
  const { trust } = await setUp(context);
  const forged: SigningChain = {
    successions: [stepTo(1, { signer: pairOf(4).privateKey })],
    retirement: null,
  };
  const refused: unknown[] = [];
  const client = followingChains(
    saying(
      { watch: [{ signingChain: forged }, { after: 1 }], fetch: [{ signingChain: forged }, { manifest: 1 }] },
      { signingChain: forged },
    ),
    trust.follow,
    (error) => refused.push(error),
  );
  const told = await collect(client.watch(never));
  assert.deepEqual(told, [{ after: 1 }]);
  assert.equal(refused.length, 1);
  assert.ok(refused[0] instanceof TowlineError);
  await assert.rejects(collect(client.fetchBundle(1, [], never)), { code: 'untrusted' });
  await assert.rejects(client.confirm({}, never), { code: 'untrusted' });
  assert.equal(trust.generation(), 0);
});

test('an enrollment is read with what a newer agent added, and keeps it when a key changes', async (context) => {
  const { path, open } = await setUp(context);
  const newer = { newerText: 'x', newerObject: { keys: [1, { inner: true }] } };
  await saveEnrollment(path, { ...enrolled, ...newer });
  const { trust } = await open();
  await trust.follow(chainTo(1));
  const kept = JSON.parse(await readFile(path, 'utf8'));
  assert.deepEqual(kept, { ...(await loadEnrollment(path)), ...newer });
  assert.deepEqual([kept.newerObject, kept.signingGeneration], [newer.newerObject, 1]);
});

test('an enrollment with keys that are none, or numbers that cannot be, is refused', async (context) => {
  const { path } = await setUp(context);
  const broken: readonly object[] = [
    { signingPublicKey: 'AAAA' },
    { earlierSigningKeys: ['AAAA'] },
    { earlierSigningKeys: base64(1) },
    { signingGeneration: -1 },
    { signingGeneration: 1.5 },
    { signingGeneration: 1, signingAcceptedFrom: 2 },
    { signingGeneration: 3, earlierSigningKeys: [base64(2)], signingAcceptedFrom: 1 },
    { signingAcceptedFrom: -1 },
  ];
  for (const fields of broken) {
    await saveEnrollment(path, { ...enrolled, ...fields } as Enrollment);
    await assert.rejects(loadEnrollment(path), { code: 'invalid' }, JSON.stringify(fields));
  }
});
