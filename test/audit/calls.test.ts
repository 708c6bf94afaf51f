import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { credentials, Metadata } from '@grpc/grpc-js';
import Database from 'better-sqlite3';
import { describeCall } from '../../controller/admin/describe-call.ts';
import { isReadOnly } from '../../controller/admin/read-only.ts';
import type { AuditEvent } from '../../controller/audit/event.ts';
import { admin, connectAdmin } from '../../controller/cli/client.ts';
import { statePaths } from '../../controller/config/paths.ts';
import { makeToken } from '../../shared/enrollment/token.ts';
import { v1 } from '../../shared/rpc/protocol.ts';
import { type Harness, startController } from '../controller/harness.ts';
import { Router } from '../controller/router.ts';

const me = process.geteuid?.() ?? 0;

describe('calls of an admin', () => {
  let harness: Harness;
  before(async () => {
    harness = await startController();
  });
  after(() => harness.close());

  /** Events since the last time that this was asked. */
  let seen = 0;
  const fresh = (): AuditEvent[] => {
    const events = harness.controller.store.events.after(seen, 1_000);
    seen = events.at(-1)?.sequence ?? seen;
    return events;
  };
  const said = (events: readonly AuditEvent[]) =>
    events.map(({ action, subject, result }) => [action, subject, result]);

  it('begin with the start of the daemon', () => {
    const [started] = fresh();
    assert.deepEqual(
      [started?.action, started?.actorKind, started?.actor],
      ['daemon.started', 'system', 'towline'],
    );
  });

  it('are noted with the Unix user, the subject and the result, if they change anything', async () => {
    await harness.json('site', 'add', 's1');
    await harness.json('node', 'add', 'n1', '--site', 's1');
    await harness.cli('node', 'add', 'n1', '--site', 's1');
    await harness.json('set', 'bgp.import_limit', '500', '--node', 'n1');
    await harness.json('set', 'vars.hint', 'swordfish', '--node', 'n1');
    await harness.json('commit', '-m', 'first');
    await harness.cli('activate', '9');
    await harness.cli('node', 'remove', 'n9');
    const events = fresh();
    assert.deepEqual(said(events), [
      ['add-site', 's1', 'ok'],
      ['add-node', 'n1', 'ok'],
      ['add-node', 'n1', 'exists'],
      ['set-value', 's1/n1 bgp.import_limit', 'ok'],
      ['set-value', 's1/n1 vars.hint', 'ok'],
      ['commit', '', 'ok'],
      ['activate', '9', 'notFound'],
      ['remove-node', 'n9', 'notFound'],
    ]);
    for (const { actorKind, uid } of events) assert.deepEqual([actorKind, uid], ['admin', me]);
    assert.match(events[3]?.detail ?? '', /"value":"500"/);
    assert.doesNotMatch(JSON.stringify(events), /swordfish/, 'nobody knows what vars hold');
  });

  it('are not noted if they only read', async () => {
    for (const words of [
      'status',
      'site list',
      'node show n1',
      'get lan',
      'plan',
      'check',
      'pending',
      'release list',
    ])
      await harness.cli(...words.split(' '));
    await harness.cli('log');
    await harness.cli('events');
    await harness.cli('events', 'verify');
    await harness.cli('rollback', '--dry-run');
    assert.deepEqual(said(fresh()), []);
  });

  it('tell of what followed from them, by the same user', async () => {
    const router = await Router.join(harness, 'n2', '--site', 's1');
    await harness.json('commit', '-m', 'second');
    await harness.json('activate');
    await router.close();
    const events = fresh();
    const of = (action: string) => events.find((event) => event.action === action);
    assert.deepEqual([of('approve')?.subject, of('approve')?.result], ['n2', 'ok']);
    assert.deepEqual([of('release.made')?.subject, of('release.made')?.uid], ['1', me]);
    assert.deepEqual([of('release.activated')?.subject, of('release.activated')?.uid], ['1', me]);
    assert.ok((of('release.made')?.sequence ?? 0) < (of('commit')?.sequence ?? 0));
  });

  it('are refused without a proof, or with one that is none, and that is noted too', async () => {
    const client = new v1.AdminService(`unix:${harness.config.socket}`, credentials.createInsecure());
    const call = (token?: string) =>
      new Promise<number>((resolve) => {
        const metadata = new Metadata();
        if (token !== undefined) metadata.set('towline-session', token);
        client.AddSite({ name: 'evil' }, metadata, (error) => resolve(error?.code ?? 0));
      });
    try {
      for (const token of [undefined, '', '0', '0'.repeat(64), 'x'.repeat(4_000)])
        assert.equal(await call(token), 16, token);
      for (let i = 0; i < 50; i++) await call();
    } finally {
      client.close();
    }
    const events = fresh();
    assert.deepEqual(said(events.slice(0, 1)), [['add-site', '', 'unauthenticated']]);
    assert.equal(events.length, 5, 'as many as strangers may cause at once');
    assert.doesNotMatch(JSON.stringify(await harness.json('site', 'list')), /evil/);
  });

  it('prove their user once a connection', async () => {
    const client = connectAdmin(harness.config.socket);
    const { begin } = { begin: [] as string[] };
    try {
      for (const name of ['a1', 'a2', 'a3']) {
        await client.call(admin.AddSite, { name, groups: [] });
        begin.push(name);
      }
    } finally {
      client.close();
    }
    assert.deepEqual(
      said(fresh()),
      begin.map((name) => ['add-site', name, 'ok']),
    );
  });

  it('do nothing where they cannot be noted', async () => {
    const db = new Database(statePaths(harness.config).database);
    const full = (table: string) =>
      `CREATE TRIGGER full BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'database is full'); END`;
    db.exec(full('calls_under_way'));
    const refused = await harness.cli('site', 'add', 'undone');
    db.exec('DROP TRIGGER full');
    assert.equal(refused.code, 1);
    assert.match(refused.err, /nothing was done: the audit log cannot be written \(database is full\)/);
    assert.doesNotMatch(JSON.stringify(await harness.json('site', 'list')), /undone/);
    db.close();
  });

  it('fail where their end cannot be noted, and are noted at the next start', async () => {
    const db = new Database(statePaths(harness.config).database);
    db.exec("CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'database is full'); END");
    const ran = await harness.cli('site', 'add', 'unnoted');
    const failed = await harness.cli('site', 'add', 'unnoted');
    db.exec('DROP TRIGGER full');
    db.close();
    assert.equal(ran.code, 1);
    assert.match(ran.err, /it is done, but the audit log cannot be written \(database is full\)/);
    assert.match(failed.err, /unnoted/, 'its own reason');
    await harness.stop();
    await harness.start();
    const events = fresh();
    assert.deepEqual(said(events), [
      ['daemon.stopped', '', 'ok'],
      ['add-site', 'unnoted', 'interrupted'],
      ['add-site', 'unnoted', 'interrupted'],
      ['daemon.started', '', 'ok'],
    ]);
    assert.deepEqual([events[1]?.actorKind, events[1]?.uid], ['admin', me]);
    assert.match(events[1]?.detail ?? '', /"begun":"20\d\d-/);
    assert.equal((await harness.cli('events', 'verify')).code, 0);
    await harness.stop();
    await harness.start();
    assert.deepEqual(said(fresh()), [
      ['daemon.stopped', '', 'ok'],
      ['daemon.started', '', 'ok'],
    ]);
  });

  it('hold no secret, whatever was called', async () => {
    const router = await Router.join(harness, 'n3', '--site', 's1');
    const { keys } = router;
    await router.close();
    await harness.json('keys', 'rotate', 'master');
    await harness.json('commit', '-m', 'third');
    const text = JSON.stringify(harness.controller.store.events.after(0, 10_000));
    const secrets = [
      ...[keys.identity, keys.management, keys.link, keys.sealing].map(({ privateKey }) => privateKey),
      harness.controller.releases.keys.master,
    ];
    for (const secret of secrets)
      for (const form of ['hex', 'base64'] as const) assert.ok(!text.includes(secret.toString(form)));
  });
});

describe('the methods of the admin service', () => {
  const changing = Object.values(v1.AdminService.service)
    .map(({ path }) => path.split('/').at(-1) ?? '')
    .filter((name) => !isReadOnly(name, {}));

  it('read, or are noted: each is on one side', () => {
    const reading = Object.values(v1.AdminService.service)
      .map(({ path }) => path.split('/').at(-1) ?? '')
      .filter((name) => isReadOnly(name, {}) && !/^(?:Get|List)[A-Z][a-z]+s?/.test(name));
    assert.deepEqual(reading.sort(), [
      'BeginSession',
      'Check',
      'DiffReleases',
      'LookingGlass',
      'OpenSession',
      'Plan',
      'Why',
    ]);
    assert.ok(changing.includes('Approve') && changing.includes('SetValue') && changing.includes('Commit'));
  });

  it('say nothing of fields that may be secret', () => {
    const hostile = Object.fromEntries(
      ['token', 'secret', 'psk', 'privateKey', 'json', 'password', 'proof'].map((field) => [field, 'CANARY']),
    );
    for (const name of changing) {
      if (name === 'SetValue') continue;
      assert.doesNotMatch(JSON.stringify(describeCall(`/x/${name}`, hostile)), /CANARY/, name);
    }
    for (const key of ['vars.a', '"vars".a', "'vars'.a", ' vars . a', 'vars', '"v\\u0061rs".a', '', '='])
      assert.doesNotMatch(
        JSON.stringify(describeCall('/x/SetValue', { key, json: '"CANARY"' }, {})),
        /CANARY/,
        key,
      );
    // A mistyped key is refused.
    const refused = describeCall('/x/SetValue', { key: 'var.password', json: '"CANARY"' });
    assert.doesNotMatch(JSON.stringify(refused), /CANARY/);
  });

  it('say nothing of a token that somebody gave in place of an id or a code', () => {
    const token = makeToken();
    const forms = [token, token.toLowerCase(), token.replace(/.{4}/g, '$&-'), `towline://a:1#b?${token}`];
    for (const method of ['RevokeToken', 'Approve', 'Deny'])
      for (const text of forms) {
        const said = describeCall(`/x/${method}`, { id: text, code: text, nodeName: '' });
        assert.deepEqual([said.subject, said.detail.code ?? ''], ['', ''], `${method} ${text}`);
      }
    assert.equal(describeCall('/x/RevokeToken', { id: '5d41402abc4b2a76' }).subject, '5d41402abc4b2a76');
    for (const code of ['ABCD-EFGH-JKMN-PQRS', 'abcd efgh jkmn pqrs', '#12', '12'])
      assert.equal(describeCall('/x/Approve', { code }).detail.code, code);
  });
});
