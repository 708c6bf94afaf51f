import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { status } from '@grpc/grpc-js';
import { makeToken, tokenId, tokenKey } from '../../shared/enrollment/token.ts';
import { type Harness, startController } from '../controller/harness.ts';
import { enroll, makeKeys, makeRequest, type RouterKeys } from '../controller/router.ts';

describe('a token', () => {
  let harness: Harness;
  before(async () => {
    harness = await startController();
    await harness.json('site', 'add', 'berlin');
    for (const node of ['b1', 'b2', 'b3', 'b4', 'b5', 'b6'])
      await harness.json('node', 'add', node, '--site', 'berlin');
  });
  after(() => harness.close());

  const create = async (...flags: string[]) => {
    const made = await harness.json('token', 'create', ...flags);
    const [, secret = ''] = /^towline:.*#[0-9a-f]{64}\?([0-9A-Z]{32})$/.exec(String(made.join_string)) ?? [];
    assert.ok(secret);
    return { secret, id: (made.token as { id: string }).id };
  };
  const ask = (token: string, hostName: string, keys: RouterKeys = makeKeys()) =>
    enroll(harness, makeRequest(keys, hostName, harness.keyHash, { token }));
  const tokenOf = async (id: string) => {
    const { tokens } = (await harness.json('token', 'list')) as { tokens: Record<string, unknown>[] };
    return tokens.find((token) => token.id === id);
  };
  const refusal = {
    code: status.UNAUTHENTICATED,
    details:
      "this request is not taken: its signature is wrong, or its token is not known, used up, expired or revoked: 'towline token create' on the controller makes a new one",
  };

  it('lets the router of its node in at once, answers it again, and nobody else', async () => {
    const { secret, id } = await create('--node', 'b1');
    const keys = makeKeys();
    const request = makeRequest(keys, 'router-from-the-shop', harness.keyHash, { token: secret });
    const { accepted } = await enroll(harness, request);
    assert.ok(accepted);
    assert.deepEqual((await enroll(harness, request)).accepted, accepted);
    assert.ok((await ask(secret, 'anything', keys)).accepted, 'the same router, after a restart');
    await assert.rejects(ask(secret, 'b1'), refusal);
    assert.equal(
      harness.controller.store.nodes.findByName('b1')?.identityKey.equals(keys.identity.publicKey),
      true,
    );
    const kept = await tokenOf(id);
    assert.deepEqual([kept?.state, kept?.used, kept?.used_by], ['used', 1, ['b1']]);
    assert.deepEqual(await harness.json('pending'), { pending: [] });
    const { events } = (await harness.json('events')) as { events: Record<string, unknown>[] };
    const entered = events.find(({ action }) => action === 'node.enrolled');
    assert.equal(entered?.subject, 'b1');
    assert.equal(((entered?.detail ?? {}) as { token?: string }).token, id);
  });

  it('that is bound to nothing makes a router the node of its host name, as often as it says', async () => {
    const { secret, id } = await create('--uses', '2');
    assert.ok((await ask(secret, 'B2.example.net')).accepted);
    assert.ok((await ask(secret, 'b3')).accepted);
    await assert.rejects(ask(secret, 'b4'), refusal);
    assert.deepEqual((await tokenOf(id))?.used_by, ['b2', 'b3']);
  });

  it('that is bound to a site makes nodes there', async () => {
    const { secret } = await create('--site', 'rom', '--uses', '2');
    assert.ok((await ask(secret, 'rom1')).accepted);
    assert.equal(harness.controller.store.nodes.findByName('rom1')?.site, 'rom');
    const { pending } = await ask(secret, 'b4');
    assert.ok(pending, 'b4 is at another site');
    await harness.json('deny', pending.code);
  });

  it('that cannot let a router in is not used up, and pending says why', async () => {
    const { secret, id } = await create();
    const keys = makeKeys();
    const { pending } = await ask(secret, 'unknown', keys);
    assert.ok(pending);
    const { out } = await harness.cli('pending');
    assert.match(out, /\n\d+ \(unknown\): its token did not let it in: the inventory has no node unknown/);
    assert.deepEqual((await tokenOf(id))?.used, 0);
    const [listed] = (await harness.json('pending')).pending as { number: number; note: string }[];
    assert.match(listed?.note ?? '', /^the inventory has no node unknown/);

    const { pending: taken } = await ask(secret, 'b1');
    assert.ok(taken, 'b1 has a router: a token replaces none');
    await harness.json('deny', taken.code, '--reason', 'no');
    assert.ok((await ask(secret, 'b4')).accepted);
    // Used up by another meanwhile: who waits goes on waiting, and an admin can let it in.
    assert.equal((await ask(secret, 'unknown', keys)).pending?.code, pending.code);
    await harness.json('approve', String(listed?.number), '--site', 'berlin');
    assert.ok((await ask(secret, 'unknown', keys)).accepted);
  });

  it('ends with the first router that came by it and is revoked: who has the router has the token', async () => {
    const { secret, id } = await create('--site', 'rom', '--uses', '5');
    const other = await create('--site', 'rom', '--uses', '5');
    assert.ok((await ask(secret, 'rom2')).accepted);
    const { ended_token: ended } = await harness.json('node', 'revoke', 'rom2', '--reason', 'stolen');
    assert.equal(ended, id);
    await assert.rejects(ask(secret, 'rom2'), refusal);
    await assert.rejects(ask(secret, 'rom3'), refusal);
    assert.equal((await tokenOf(id))?.state, 'revoked');
    const { events } = (await harness.json('events')) as { events: Record<string, unknown>[] };
    const revoked = events.find(({ action }) => action === 'node.revoked');
    assert.equal(((revoked?.detail ?? {}) as { token?: string }).token, id);
    assert.equal((await tokenOf(other.id))?.state, 'open', 'one that it never had is as it was');
    assert.ok((await ask(other.secret, 'rom2')).accepted);
    await harness.json('node', 'revoke', 'rom2');
    const used = await create('--site', 'rom');
    assert.ok((await ask(used.secret, 'rom4')).accepted);
    await harness.json('node', 'revoke', 'rom4');
    assert.equal((await tokenOf(used.id))?.state, 'used', 'what had ended keeps how');
  });

  it('lets its router in after a kill between the files and the database, and is used once by that', async (context) => {
    const { secret, id } = await create('--site', 'oslo');
    const keys = makeKeys();
    const { tokens, enrollments } = harness.controller.store;
    const killed = context.mock.method(tokens, 'use', () => {
      throw new Error('killed');
    });
    // Nothing after it happens, either.
    const silent = context.mock.method(enrollments, 'noteToken', () => undefined);
    assert.ok((await ask(secret, 'oslo1', keys)).pending);
    assert.equal(killed.mock.callCount(), 1);
    assert.match(await harness.git('inventory', 'log', '--format=%s', 'main'), /^approve oslo1$/m);
    killed.mock.restore();
    silent.mock.restore();
    await harness.stop();
    await harness.start();
    assert.equal((await tokenOf(id))?.used, 0);
    assert.ok((await ask(secret, 'oslo1', keys)).accepted);
    assert.ok((await ask(secret, 'oslo1', keys)).accepted);
    assert.deepEqual((await tokenOf(id))?.used_by, ['oslo1']);
    assert.equal((await tokenOf(id))?.used, 1);
    await assert.rejects(ask(secret, 'oslo2'), refusal);
  });

  it('lets nobody in that is revoked while its router is let in', async (context) => {
    const { secret, id } = await create('--site', 'oslo');
    const { tokens, nodes } = harness.controller.store;
    const { use } = tokens;
    const mocked = context.mock.method(tokens, 'use', (token: string, now: number) => {
      tokens.revoke(id, now);
      return use(token, now);
    });
    assert.ok((await ask(secret, 'oslo9')).pending);
    mocked.mock.restore();
    const listed = (await harness.json('pending')).pending as {
      host_name: string;
      note: string;
      code: string;
    }[];
    const waiting = listed.find(({ host_name }) => host_name === 'oslo9');
    assert.equal(waiting?.note, 'its token ended meanwhile');
    assert.equal(nodes.findByName('oslo9'), undefined);
    await harness.json('deny', waiting.code);
  });

  it('replaces a router only if it was made for that', async () => {
    const first = harness.controller.store.nodes.findByName('b1');
    const plain = await harness.cli('token', 'create', '--node', 'b1');
    assert.match(plain.err, /a router is enrolled as b1 already: give --replace/);
    const { secret } = await create('--node', 'b1', '--replace');
    const keys = makeKeys();
    assert.ok((await ask(secret, 'spare', keys)).accepted);
    const now = harness.controller.store.nodes.findByName('b1');
    assert.equal(now?.nodeId, first?.nodeId);
    assert.ok(now?.identityKey.equals(keys.identity.publicKey));
  });

  it('is refused with one and the same error for everything that is wrong with it', async () => {
    const { secret, id } = await create('--node', 'b5');
    const request = makeRequest(makeKeys(), 'b5', harness.keyHash, { token: secret });
    const proof = request.token ?? { id: Buffer.alloc(0), signature: Buffer.alloc(0) };
    const elsewhere = makeRequest(makeKeys(), 'b5', Buffer.alloc(32), { token: secret });
    const expired = makeToken();
    const { publicKey } = tokenKey(expired);
    harness.controller.store.tokens.insert({
      ...{ id: tokenId(publicKey).toString('hex'), publicKey, uses: 1, node: '', site: '' },
      ...{ replaces: false, created: Date.now(), expires: Date.now() - 1 },
    });
    const wrong = {
      'not known': { token: makeRequest(makeKeys(), 'b5', harness.keyHash, { token: makeToken() }).token },
      'signed by the identity': { token: { ...proof, signature: request.signature } },
      'of another request': {
        token: makeRequest(makeKeys(), 'b5', harness.keyHash, { token: secret }).token,
      },
      'for another controller': { token: elsewhere.token },
      'without a signature': { token: { ...proof, signature: Buffer.alloc(0) } },
      'without an id': { token: { ...proof, id: Buffer.alloc(0) } },
      'with too long an id': { token: { ...proof, id: Buffer.alloc(40_000, 1) } },
      'under a wrong identity': { signature: Buffer.alloc(64) },
    };
    for (const [what, change] of Object.entries(wrong))
      await assert.rejects(enroll(harness, { ...request, ...change }), refusal, what);
    await assert.rejects(ask(expired, 'b5'), refusal, 'expired');
    await harness.json('token', 'revoke', id);
    await assert.rejects(enroll(harness, request), refusal, 'revoked');
    assert.equal((await tokenOf(id))?.state, 'revoked');
    assert.equal((await tokenOf(tokenId(publicKey).toString('hex')))?.state, 'expired');
    assert.deepEqual(await harness.json('pending'), { pending: [] });
    assert.equal(harness.controller.store.nodes.findByName('b5'), undefined);
  });

  it('is nowhere on the disk of the controller', async () => {
    const { secret } = await create('--node', 'b6');
    assert.ok((await ask(secret, 'b6')).accepted);
    const { privateKey } = tokenKey(secret);
    await harness.stop();
    const entries = readdirSync(harness.dir, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    assert.ok(files.some((file) => file.endsWith('controller.db')));
    for (const file of files) {
      const content = readFileSync(file);
      for (const needle of [secret, privateKey, privateKey.toString('hex'), privateKey.toString('base64')])
        assert.equal(content.indexOf(needle), -1, file);
    }
    await harness.start();
  });

  it('is made of sense only', async () => {
    const cases: [string[], RegExp][] = [
      [['--uses', '0'], /expected a number from 1/],
      [['--uses', '-1'], /expected a number from 1/],
      [['--uses', '20000'], /good for 1 to 10000 uses/],
      [['--expires', 'soon'], /expected a time/],
      [['--expires', '9999d'], /at most 365d/],
      [['--expires', '0s'], /expected a time/],
      [['--node', 'b5', '--site', 'berlin'], /exclude each other/],
      [['--node', 'b5', '--uses', '2'], /good for one use/],
      [['--node', 'b55'], /has no node b55: add it with 'towline node add'/],
      [['--node', '../b5'], /is no name of a node/],
      [['--site', 'a\u001b[2Jb'], /is no name of a site/],
      [['--replace'], /--replace needs --node/],
    ];
    for (const [flags, message] of cases) {
      const { code, err } = await harness.cli('token', 'create', ...flags);
      assert.notEqual(code, 0, flags.join(' '));
      assert.match(err, message);
    }
    assert.match(
      (await harness.cli('token', 'revoke', 'x'.repeat(1_000))).err,
      /^towline: there is no token .{1,100}$/m,
    );
    assert.match((await harness.cli('token', 'create', '--help')).out, /towline token create --node fra1/);
  });
});
