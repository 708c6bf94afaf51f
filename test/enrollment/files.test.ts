import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { execa } from 'execa';
import { bootstrapScriptPath } from '../../controller/packages/places.ts';
import { type Harness, startController } from '../controller/harness.ts';
import { enroll, makeKeys, makeRequest } from '../controller/router.ts';

const deb = 'towline-agent_99.1_all.deb';

describe('files for new routers', () => {
  let harness: Harness;
  let folder = '';
  before(async () => {
    harness = await startController();
    folder = join(harness.config.state_dir, 'packages');
    mkdirSync(folder);
    writeFileSync(join(folder, deb), 'the package');
    writeFileSync(join(folder, 'towline-agent_99.0_all.deb'), 'an older one');
    writeFileSync(join(folder, 'notes.txt'), 'private');
    symlinkSync('/etc/passwd', join(folder, 'towline-node_99_amd64.deb'));
  });
  after(() => harness.close());

  const port = () => harness.controller.listening().enrollment;
  /** What comes back to bytes that were sent over TLS, until the listener ends it. */
  const say = (text: string, ALPNProtocols: string[] | undefined = ['http/1.1']) =>
    new Promise<string>((resolve) => {
      const parts: Buffer[] = [];
      const options = ALPNProtocols === undefined ? {} : { ALPNProtocols };
      const socket = connectTls({ host: '127.0.0.1', port: port(), rejectUnauthorized: false, ...options });
      socket.on('secureConnect', () => void socket.write(text));
      socket.on('data', (part) => void parts.push(part));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(Buffer.concat(parts).toString('latin1')));
    });
  const get = (path: string, head = '', method = 'GET') =>
    say(`${method} ${path} HTTP/1.1\r\nHost: x\r\n${head}\r\n`);
  const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0);
  const bodyOf = (answer: string) => answer.slice(answer.indexOf('\r\n\r\n') + 4);

  it('are the script, the newest packages, and their sums', async () => {
    const sums = bodyOf(await get('/SHA256SUMS'));
    const sum = createHash('sha256').update('the package').digest('hex');
    assert.ok(sums.split('\n').includes(`${sum}  ${deb}`), sums);
    assert.doesNotMatch(sums, /99\.0|notes|node_99/);
    assert.equal(bodyOf(await get(`/${deb}`)), 'the package');
    assert.equal(bodyOf(await get('/bootstrap.sh')), readFileSync(bootstrapScriptPath, 'latin1'));
    assert.equal(bodyOf(await say('GET /SHA256SUMS HTTP/1.0\r\n\r\n', undefined)), sums, 'without ALPN');
  });

  it('come on the port of enrollment, which goes on', async () => {
    const request = makeRequest(makeKeys(), 'r1', harness.keyHash);
    assert.ok((await enroll(harness, request)).pending);
  });

  it('that are put there or taken away are seen at once', async () => {
    const name = 'towline-node_22.1_arm64.deb';
    writeFileSync(join(folder, name), 'node');
    assert.match(bodyOf(await get('/SHA256SUMS')), / {2}towline-node_22\.1_arm64\.deb\n/);
    writeFileSync(join(folder, name), 'another node');
    const sum = createHash('sha256').update('another node').digest('hex');
    assert.ok(bodyOf(await get('/SHA256SUMS')).includes(sum));
    rmSync(join(folder, name));
    assert.equal(statusOf(await get(`/${name}`)), 404);
  });

  for (const path of [
    '/',
    '/notes.txt',
    '/towline-agent_99.0_all.deb',
    '/towline-node_99_amd64.deb',
    '/../controller.db',
    '/..%2fcontroller.db',
    '/%2e%2e/controller.db',
    `/packages/${deb}`,
    `//${deb}`,
    `/./${deb}`,
    `/${deb}/`,
    `/${deb}?x`,
    `/${deb}%00`,
    '/keys/tls.key',
    `https://x/${deb}`,
    '*',
  ])
    it(`do not include ${path}`, async () => {
      const answer = await get(path);
      assert.equal(statusOf(answer), 404, answer);
      assert.equal(bodyOf(answer), 'there is no such file\n');
    });

  it('are read only', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])
      assert.equal(statusOf(await get(`/${deb}`, '', method)), 405, method);
    const head = await get(`/${deb}`, '', 'HEAD');
    assert.match(head, /^HTTP\/1\.1 200 .*\r\ncontent-length: 11\r\n/is);
    assert.equal(bodyOf(head), '');
  });

  it('come whole, whatever part is asked for', async () => {
    for (const range of [
      'bytes=0-1',
      'bytes=5-',
      'bytes=-1',
      'bytes=0-0,2-3',
      'bytes=9999999999999999999-',
      'lines=1',
    ]) {
      const answer = await get(`/${deb}`, `Range: ${range}\r\n`);
      assert.equal(statusOf(answer), 200, range);
      assert.equal(bodyOf(answer), 'the package', range);
    }
  });

  it('come once a connection', async () => {
    const one = `GET /${deb} HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n`;
    const answer = await say(one.repeat(50));
    assert.equal(answer.match(/the package/g)?.length, 1, answer);
    assert.match(answer, /\r\nconnection: close\r\n/i);
  });

  it('are not given for headers of more than 4 kB, or for what is no HTTP', async () => {
    assert.equal(statusOf(await get(`/${deb}`, `X: ${'x'.repeat(5_000)}\r\n`)), 431);
    assert.equal(statusOf(await get(`/${'x'.repeat(6_000)}`)), 431);
    for (const text of [
      'GET\r\n\r\n',
      '\0\x01\x02\r\n\r\n',
      `GET /${deb} HTTP/9.9\r\n\r\n`,
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    ])
      assert.doesNotMatch(await say(text), /the package/);
    assert.equal(bodyOf(await get(`/${deb}`)), 'the package', 'and it goes on');
  });

  it('are fetched by curl from this key, and from no other', async () => {
    const curl = async (pin: string) => {
      const url = `https://127.0.0.1:${port()}/${deb}`;
      const args = ['-fsSk', '--noproxy', '*', '--pinnedpubkey', `sha256//${pin}`, url];
      const { exitCode, stdout } = await execa('curl', args, { reject: false });
      return [exitCode, stdout];
    };
    assert.deepEqual(await curl(harness.keyHash.toString('base64')), [0, 'the package']);
    assert.deepEqual(await curl(Buffer.alloc(32, 1).toString('base64')), [90, '']);
  });
});
