import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Harness, startController } from '../controller/harness.ts';
import { enroll, makeKeys, makeRequest } from '../controller/router.ts';

interface Listed {
  readonly number: number;
  readonly code: string;
  readonly host_name: string;
  readonly expires_s: number;
  readonly identity_fingerprint: string;
}

describe('a request to join', () => {
  let harness: Harness;
  before(async () => {
    harness = await startController();
    await harness.json('site', 'add', 'berlin');
    for (const node of ['b1', 'b2', 'b3']) await harness.json('node', 'add', node, '--site', 'berlin');
  });
  after(() => harness.close());

  const listed = async () => (await harness.json('pending')).pending as Listed[];
  const numberOf = async (host: string) =>
    (await listed()).find(({ host_name }) => host_name === host)?.number;

  it('is approved and denied by its number, which no other request ever has', async () => {
    const first = makeRequest(makeKeys(), 'b1', harness.keyHash);
    await enroll(harness, first);
    const number = await numberOf('b1');
    assert.ok(number);
    await harness.json('deny', String(number));
    assert.ok((await enroll(harness, first)).denied);
    const second = makeRequest(makeKeys(), 'b1', harness.keyHash);
    await enroll(harness, second);
    assert.ok(Number(await numberOf('b1')) > number);
    for (const gone of [String(number), '0', '-1', '999999999', '1e3', '1 OR 1'])
      assert.notEqual((await harness.cli('approve', gone)).code, 0, gone);
    const { out } = await harness.cli('pending');
    assert.match(out, /^# {2}CODE +HOST +ADDRESS +SINCE +EXPIRES +AGENT/);
    assert.match(out, new RegExp(`^${await numberOf('b1')}  .* 127\\.0\\.0\\.1 +\\d+s +(?:59|60)m`, 'm'));
    await harness.json('approve', `#${await numberOf('b1')}`);
    assert.ok((await enroll(harness, second)).accepted);
  });

  it('with other keys or another name has another number and another code', async () => {
    const keys = makeKeys();
    const seen = new Set<string>();
    const asks = [
      makeRequest(keys, 'b2', harness.keyHash),
      makeRequest({ ...keys, link: makeKeys().link }, 'b2', harness.keyHash),
      makeRequest(keys, 'b3', harness.keyHash),
      makeRequest(keys, 'b2', harness.keyHash),
    ];
    for (const request of asks) {
      await enroll(harness, request);
      const [only] = await listed();
      assert.ok(only);
      seen.add(`${only.number}`).add(only.code);
    }
    assert.equal(seen.size, 8, 'also the first one again: a code of before is good for nothing');
    await harness.json('deny', String(await numberOf('b2')));
  });

  it('keeps code and number while the router upgrades, moves, or starts again', async () => {
    const keys = makeKeys();
    const code = (await enroll(harness, makeRequest(keys, 'b2', harness.keyHash))).pending?.code;
    const before = await numberOf('b2');
    const facts = { kernel: '6.12' };
    assert.equal(
      (await enroll(harness, makeRequest(keys, 'b2', harness.keyHash, { facts }))).pending?.code,
      code,
    );
    assert.equal(await numberOf('b2'), before);
    const [router] = await listed();
    assert.match(router?.identity_fingerprint ?? '', /^[0-9a-f]{64}$/);
  });

  it('is in the audit log with who decided what about whom', async () => {
    const { events } = (await harness.json('events')) as { events: Record<string, unknown>[] };
    const decisions = events.filter(
      ({ action }) => action === 'node.enrolled' || action === 'enrollment.denied',
    );
    assert.deepEqual(
      decisions.map(({ action, subject, actor }) => [action, subject, (actor as { kind: string }).kind]),
      [
        ['enrollment.denied', 'b1', 'admin'],
        ['node.enrolled', 'b1', 'admin'],
        ['enrollment.denied', 'b2', 'admin'],
      ],
    );
    const { code, address, identity } = (decisions[1]?.detail ?? {}) as Record<string, string>;
    assert.match(`${code} ${address}`, /^[0-9A-Z-]{19} 127\.0\.0\.1$/);
    assert.match(identity ?? '', /^[0-9a-f]{64}$/);
  });
});
