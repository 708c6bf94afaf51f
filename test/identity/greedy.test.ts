import assert from 'node:assert/strict';
import { connect as connectHttp2, type Settings } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { status } from '@grpc/grpc-js';
import Database from 'better-sqlite3';
import { challengeKey, signatureKey } from '../../shared/rpc/call-signature.ts';
import { reportCodec } from '../../shared/rpc/codec.ts';
import { v1 } from '../../shared/rpc/protocol.ts';
import { type Harness, startController, testAddress } from '../controller/harness.ts';
import { Router } from '../controller/router.ts';
import { until } from '../fakes/until.ts';

const perNode = 8;

const reportOf = (line: string) => reportCodec.decode(reportCodec.encode({ drift: [line] }));

describe('a node that takes all it can get', () => {
  let harness: Harness;
  let berlin: Router;
  let hamburg: Router;
  before(async () => {
    harness = await startController();
    berlin = await Router.join(harness, 'berlin', '--site', 'berlin');
    hamburg = await Router.join(harness, 'hamburg', '--site', 'hamburg');
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
  });
  after(async () => {
    await Promise.all([berlin, hamburg].map((router) => router?.close()));
    await harness?.close();
  });

  async function open(router: Router): Promise<Socket> {
    const socket = connect({
      host: '127.0.0.1',
      port: harness.controller.listening().agents,
      localAddress: testAddress(router.answer.nodeId),
    });
    socket.on('error', () => undefined);
    socket.resume();
    await new Promise((resolve) => socket.once('connect', resolve));
    return socket;
  }

  /** HTTP/2 by hand, of a peer that takes headers, and not a byte of content. */
  function sessionOf(router: Router) {
    const { agents: port } = harness.controller.listening();
    const localAddress = testAddress(router.answer.nodeId);
    const session = connectHttp2(`http://127.0.0.1:${port}`, {
      createConnection: () => connect({ host: '127.0.0.1', port, localAddress }),
      settings: { initialWindowSize: 0 },
    });
    session.on('error', () => undefined);
    return session;
  }

  it('has so many connections at most, and loses its oldest for a new one; nobody else loses any', async () => {
    const other = await open(hamburg);
    const own: Socket[] = [];
    for (let i = 0; i < 3 * perNode; i++) own.push(await open(berlin));
    await until('the oldest are closed', () => own.filter(({ closed }) => closed).length === 2 * perNode);
    assert.ok(own.slice(0, 2 * perNode).every(({ closed }) => closed));
    assert.equal(other.closed, false);
    const { keys, answer } = berlin;
    const again = await Router.connect(harness, 'berlin', keys, answer);
    await again.report({ runningRelease: 0 });
    await again.close();
    for (const socket of [other, ...own]) socket.destroy();
  });

  it('has its reports all heard, and the disk waited for no oftener than it may report', async () => {
    const { store } = harness.controller;
    const { nodeId } = hamburg.answer;
    const db = new Database(join(harness.config.state_dir, 'controller.db'), { readonly: true });
    const stored = () =>
      db.prepare<[number], Buffer>('SELECT report FROM reports WHERE node_id = ?').pluck().get(nodeId);
    const written = new Set<string>();
    for (let i = 0; i < 100; i++) {
      // Each an hour after the one before, but for those of a flood.
      store.reports.put(nodeId, reportOf(`${i}`), i < 80 ? 1_000_000 : i * 3_600_000);
      assert.deepEqual(store.reports.get(nodeId)?.report.drift, [`${i}`]);
      written.add(stored()?.toString('hex') ?? '');
      if (i === 79) assert.equal(written.size, 30, 'of the flood');
    }
    assert.equal(written.size, 50);
    db.close();
  });

  it('has so many changes of its mind written at once, and is answered all the same where it has not changed it', async () => {
    await harness.json('set', 'mss_clamp', 'false', '--node', 'berlin');
    const { release } = await harness.json('commit', '-m', 'second');
    await harness.json('activate');
    const releases = [1, release as number];
    const digests = await Promise.all(
      releases.map(async (number) => (await berlin.fetch(number)).manifest.bundleDigest),
    );
    const confirm = (which: number) =>
      berlin.confirm(releases[which] ?? 0, digests[which] ?? Buffer.alloc(0), Buffer.alloc(32));
    const { store } = harness.controller;
    const confirmed = () => store.desired.confirmed(berlin.answer.nodeId);
    const first = await until('it is refused', async () => {
      for (let i = 0; i < 100; i++) {
        const code = await confirm(i % 2).then(
          () => 0,
          (error: { code: number }) => error.code,
        );
        if (code !== 0) return { code, i };
      }
      return undefined;
    });
    assert.equal(first.code, status.UNAVAILABLE);
    assert.ok(first.i >= 30, `${first.i}`);
    await confirm(releases.indexOf(confirmed()));
  });

  it('has so many requests under way on a connection at most', async () => {
    const session = sessionOf(berlin);
    const settings = await new Promise<Settings>((resolve) => session.once('remoteSettings', resolve));
    assert.equal(settings.maxConcurrentStreams, 16);
    session.destroy();
  });

  it('has so many bundles on their way at most, also where it reads none of them', async () => {
    const session = sessionOf(berlin);
    const body = v1.AgentService.service.FetchBundle.requestSerialize({ release: 1, heldFiles: [] });
    const head = Buffer.alloc(5);
    head.writeUInt32BE(body.length, 1);
    const fetchOnce = async () => {
      const metadata = await berlin.signed('FetchBundle');
      const base64 = (key: string) => Buffer.from(metadata.get(key)[0] ?? '').toString('base64');
      const stream = session.request({
        ':method': 'POST',
        ':path': '/towline.v1.AgentService/FetchBundle',
        'content-type': 'application/grpc',
        te: 'trailers',
        [challengeKey]: base64(challengeKey),
        [signatureKey]: base64(signatureKey),
      });
      stream.on('error', () => undefined);
      stream.end(Buffer.concat([head, body]));
      return new Promise<unknown>((resolve) =>
        stream.once('response', (headers) => resolve(headers['grpc-status'] ?? 'sending')),
      );
    };
    const answers: unknown[] = [];
    for (let i = 0; i < 20; i++) answers.push(await fetchOnce());
    assert.deepEqual(answers, [...Array(8).fill('sending'), ...Array(12).fill(`${status.UNAVAILABLE}`)]);
    assert.equal((await hamburg.fetch(1)).manifest.nodeName, 'hamburg');
    session.destroy();
    await until('it may fetch again', () =>
      berlin.fetch(1).then(
        () => true,
        () => false,
      ),
    );
    for (let i = 0; i < 20; i++) await berlin.fetch(1);
  });
});
