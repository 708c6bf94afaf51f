import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { credentials, status } from '@grpc/grpc-js';
import type { AnswerFacts } from '../../controller/enrollment/answer.ts';
import { enroll } from '../../controller/enrollment/enroll.ts';
import { createQueue } from '../../controller/serve/queue.ts';
import type { Enrollment } from '../../controller/store/enrollments.ts';
import { openStore, type Store } from '../../controller/store/store.ts';
import type { Token } from '../../controller/store/tokens.ts';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { makeToken, tokenId, tokenKey } from '../../shared/enrollment/token.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { EnrollRequest } from '../../shared/gen/towline/v1/EnrollRequest.ts';
import type { EnrollResponse } from '../../shared/gen/towline/v1/EnrollResponse.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { clientOptions } from '../../shared/rpc/channel.ts';
import { v1 } from '../../shared/rpc/protocol.ts';
import { type Harness, startController } from '../controller/harness.ts';
import { makeKeys, makeRequest } from '../controller/router.ts';
import { FakeAudit } from '../fakes/audit.ts';
import { silentLog } from '../fakes/log.ts';

describe('a hundred requests at once', () => {
  let harness: Harness;
  before(async () => {
    harness = await startController();
    await harness.json('site', 'add', 'berlin');
    await harness.json('node', 'add', 'b1', '--site', 'berlin');
  });
  after(() => harness.close());

  const create = async (...flags: string[]) => {
    const { join_string } = await harness.json('token', 'create', ...flags);
    return String(join_string).split('?')[1] ?? '';
  };

  /** Sends all requests at once over twenty connections; the outcomes by their status. */
  const race = async (requests: readonly EnrollRequest[]) => {
    const certificate = readFileSync(join(harness.config.state_dir, 'keys/tls.crt'));
    const tls = credentials.createSsl(certificate, null, null, { checkServerIdentity: () => undefined });
    const clients = Array.from(
      { length: 20 },
      () =>
        new v1.EnrollmentService(`127.0.0.1:${harness.controller.listening().enrollment}`, tls, {
          ...clientOptions,
          'grpc.ssl_target_name_override': 'towline',
          'grpc.use_local_subchannel_pool': 1,
        }),
    );
    const outcomes = await Promise.all(
      requests.map(
        (request, index) =>
          new Promise<string>((resolve) => {
            clients[index % clients.length]?.Enroll(request, (error, response?: EnrollResponse) => {
              const answer = response?.accepted ? 'accepted' : response?.pending ? 'pending' : 'denied';
              resolve(error === null ? answer : (status[error.code] ?? ''));
            });
          }),
      ),
    );
    for (const client of clients) client.close();
    const counts: Record<string, number> = {};
    for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
    return counts;
  };
  const approvals = async () =>
    (await harness.git('inventory', 'log', '--format=%s', 'main'))
      .split('\n')
      .filter((line) => line.startsWith('approve'));

  it('with one token for a site make one node', async () => {
    const token = await create('--site', 'hamburg');
    const requests = Array.from({ length: 100 }, (_, i) =>
      makeRequest(makeKeys(), `ham${i}`, harness.keyHash, { token }),
    );
    assert.deepEqual(await race(requests), { accepted: 1, UNAUTHENTICATED: 99 });
    assert.equal(harness.controller.store.nodes.all().length, 1);
    assert.equal((await approvals()).length, 1);
    assert.equal(harness.controller.store.tokens.all()[0]?.used, 1);
    assert.deepEqual(await harness.json('pending'), { pending: [] });
  });

  it('of one router with one token are answered alike and use it once', async () => {
    await harness.stop();
    await harness.start();
    const token = await create('--node', 'b1');
    const keys = makeKeys();
    const requests = Array.from({ length: 100 }, () => makeRequest(keys, 'b1', harness.keyHash, { token }));
    assert.deepEqual(await race(requests), { accepted: 100 });
    assert.equal((await approvals()).filter((line) => line.endsWith(' b1')).length, 1);
  });
});

/** What letting a router in does to the database, after other things had their turn. */
function letInLater(store: Store) {
  return async (router: Enrollment, token: Token) => {
    await new Promise((resolve) => setImmediate(resolve));
    store.transaction(() => {
      if (!store.tokens.use(token.id, Date.now()))
        throw new TowlineError('conflict', 'its token ended meanwhile');
      const nodeId = store.nodes.all().length + 1;
      store.nodes.put({ ...router, nodeId, name: router.hostName, site: 's', approved: 0 });
      store.enrollments.approve(router.identityKey, token.id);
    });
  };
}

describe('a hundred requests at once in one process', () => {
  const dir = mkdtempSync(join(tmpdir(), 'towline-races-'));
  const store = openStore(join(dir, 'controller.db'));
  after(() => {
    store.close();
    rmSync(dir, { recursive: true });
  });
  const keyHash = Buffer.alloc(32, 7);
  const signing = generateSigningKeyPair();
  const facts = {
    facts: { networkId: 'n', name: 'n', ula: 'fd12:3456:789a', epoch: 1 },
    keys: { wireguard: { publicKey: keyHash }, signing: { current: () => signing, generation: () => 0 } },
    ...{ managementPrefix: 'fd12::/64', controllerAddress: 'fd12::1', controllerPort: 1, endpoints: ['h:1'] },
  } as unknown as AnswerFacts;

  for (const [name, queue] of [
    ['in turn', createQueue()],
    [
      'beside each other: the database alone counts',
      Object.assign(<T>(work: () => Promise<T>) => work(), { idle: async () => undefined, size: () => 0 }),
    ],
  ] as const) {
    it(`use one token once, ${name}`, async () => {
      const token = makeToken();
      const { publicKey } = tokenKey(token);
      const id = tokenId(publicKey).toString('hex');
      const bound = { uses: 1, node: '', site: '', replaces: false };
      store.tokens.insert({ id, publicKey, ...bound, created: Date.now(), expires: Date.now() + 60_000 });
      const context = {
        ...{
          store,
          keyHash,
          mayAsk: () => true,
          audit: new FakeAudit(),
          clock: systemClock,
          log: silentLog,
          queue,
        },
        ...{ letIn: letInLater(store), answerFacts: () => facts, managementAddress: () => 'fd12::2' },
        usedFrom: () => undefined,
      };
      const before = store.nodes.all().length;
      const outcomes = await Promise.allSettled(
        Array.from({ length: 100 }, async (_, i) => {
          const request = makeRequest(makeKeys(), `r${before}-${i}`, keyHash, { token });
          return enroll(context, request, `10.0.0.${i}`);
        }),
      );
      const accepted = outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value.accepted);
      assert.equal(accepted.length, 1);
      assert.equal(store.nodes.all().length, before + 1);
      assert.equal(store.tokens.find(id)?.used, 1);
    });
  }
});
