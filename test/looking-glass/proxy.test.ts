import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { parseConfig } from '../../agent/config/load.ts';
import type { LookingGlass } from '../../agent/looking-glass/looking-glass.ts';
import { createProxy } from '../../agent/looking-glass/proxy.ts';
import { TowlineError } from '../../shared/errors.ts';
import { closeHttp } from '../../shared/net/http-server.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { until } from '../fakes/until.ts';

const clock = { at: 0 };
/** What BIRD was asked. */
const commands: string[] = [];
let failure: Error | undefined;
/** Questions that wait for `release`. */
let hanging: { release(): void; signal: AbortSignal }[] | undefined;

const lookingGlass: LookingGlass = {
  async bird({ command }, signal) {
    commands.push(command);
    if (failure !== undefined) throw failure;
    if (hanging !== undefined) await new Promise<void>((release) => hanging?.push({ release, signal }));
    return { text: `Name       Proto\nsaid ${command}`, isCut: command === 'show route' };
  },
  async trace({ address }) {
    if (!address.includes('.') || address.startsWith('-'))
      throw new TowlineError('invalid', `"${address}" is no address of a machine`);
    return { text: `1 10.255.0.2\n2 *\n3 ${address} 1.25 ms` };
  },
};
const server = createProxy({ lookingGlass, clock: { ...systemClock, monotonic: () => clock.at } });
let port = 0;
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
after(() => closeHttp(server));

async function ask(path: string, method = 'GET') {
  clock.at += 1_000;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
  return { status: response.status, text: await response.text(), type: response.headers.get('content-type') };
}

/** Sends bytes and resolves to what comes back until the end. */
async function raw(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.setEncoding('utf8').write(bytes);
  let answer = '';
  socket.on('data', (text) => {
    answer += text;
  });
  socket.on('error', () => undefined);
  await once(socket, 'close');
  return answer;
}

const q = encodeURIComponent;

describe('the proxy of bird-lg-go, as its front end asks', () => {
  const forbidden = /^Forbidden: /;
  // Requests that its front end makes (frontend/webserver.go), and others.
  const requests: readonly (readonly [path: string, status: number, body: RegExp])[] = [
    ['/bird?q=show+protocols', 200, /^Name {7}Proto\nsaid show protocols\n$/],
    [`/bird?q=${q("show protocols all 'link_b'")}`, 200, /said show protocols all 'link_b'\n$/],
    [`/bird?q=${q('show route for 10.1.0.1 all')}`, 200, /said show route for 10\.1\.0\.1 all\n$/],
    [`/bird?q=${q("show route protocol 'link_b' all primary")}`, 200, /'link_b' primary all\n$/],
    [
      `/bird?q=${q('show route where net ~ [ 10.0.0.0/8+ ] all')}`,
      200,
      /said show route in 10\.0\.0\.0\/8 all\n$/,
    ],
    [`/bird6?q=${q('show route for fd00::1')}`, 200, /said show route for fd00::1\n$/],
    ['/bird?q=show+route', 200, /said show route\n\(there is more: ask for less\)\n$/],
    ['/bird?q=show+status&q=down', 200, /said show status\n$/],
    [`/bird?q=${q('show route where bgp_path.last = 64512')}`, 403, /^Forbidden: no filter is taken/],
    ['/bird?q=configure', 403, forbidden],
    ['/bird?q=show+status%0adown', 403, forbidden],
    ['/bird?q=show+status%00', 403, forbidden],
    ['/bird?q=%ff%fe', 403, forbidden],
    ['/bird?q=%', 403, forbidden],
    [`/bird?q=${'a'.repeat(1000)}`, 403, /^Forbidden: the query is longer than 256 characters\n$/],
    ['/bird?q=', 500, /^Invalid Request\n$/],
    ['/bird', 500, /^Invalid Request\n$/],
    ['/bird?Q=show+status', 500, /^Invalid Request\n$/],
    [
      '/traceroute?q=10.1.0.1',
      200,
      /^traceroute to 10\.1\.0\.1, 32 hops max\n 1 {2}10\.255\.0\.2\n 3 {2}10\.1\.0\.1 {2}1\.25 ms\n\n1 hops not responding\.\n$/,
    ],
    ['/traceroute6?q=+10.1.0.1+', 200, /^traceroute to 10\.1\.0\.1,/],
    ['/traceroute?q=-f10.1.0.1', 400, /^Invalid target: /],
    ['/traceroute?q=example', 400, /^Invalid target: /],
    ['/traceroute?q=', 500, /^Invalid Request\n$/],
    ['/', 500, /^Invalid Request\n$/],
    ['/bird/?q=show+status', 500, /^Invalid Request\n$/],
    ['/../bird?q=show+status', 200, /said show status\n$/],
    ['/__proto__?q=show+status', 500, /^Invalid Request\n$/],
    ['/constructor?q=show+status', 500, /^Invalid Request\n$/],
    ['/whois?q=example.net', 500, /^Invalid Request\n$/],
  ];
  for (const [path, status, body] of requests)
    it(`${path.slice(0, 60)} is answered with ${status}`, async () => {
      const answer = await ask(path);
      assert.equal(answer.status, status, answer.text);
      assert.match(answer.text, body);
      assert.equal(answer.type, 'text/plain; charset=utf-8');
    });

  it('nothing but what was taken reached BIRD', () => {
    assert.ok(commands.length > 0);
    for (const command of commands) assert.match(command, /^show [ -~]+$/);
  });

  it('BIRD that does not answer is an error of the node, other methods are none of it', async () => {
    failure = new TowlineError('unavailable', 'BIRD does not answer at /run/bird/bird.ctl: ENOENT');
    const answer = await ask('/bird?q=show+status');
    failure = undefined;
    assert.deepEqual(
      [answer.status, answer.text],
      [500, 'BIRD does not answer at /run/bird/bird.ctl: ENOENT\n'],
    );
    for (const method of ['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])
      assert.equal((await ask('/bird?q=show+status', method)).status, 405);
  });
});

describe('the proxy of bird-lg-go under load', () => {
  it('looks at four at once, and stops for a caller who has gone', async () => {
    hanging = [];
    const caller = new AbortController();
    const { signal } = caller;
    const url = `http://127.0.0.1:${port}/bird?q=show+status`;
    clock.at += 60_000;
    const gone = Array.from({ length: 4 }, () => fetch(url, { signal }).catch((error: Error) => error.name));
    await until('four wait', () => hanging?.length === 4);
    const busy = await ask('/bird?q=show+status');
    assert.deepEqual([busy.status, busy.text], [503, 'too many requests, try again later\n']);
    caller.abort();
    assert.deepEqual(await Promise.all(gone), Array(4).fill('AbortError'));
    const waiting = hanging;
    await until('all are called off', () => waiting.every((one) => one.signal.aborted));
    hanging = undefined;
    for (const { release } of waiting) release();
    await until('there is room again', async () => (await ask('/bird?q=show+status')).status === 200);
  });

  it('answers thirty at once and then five a second', async () => {
    clock.at += 60_000;
    const now = clock.at;
    const statuses: number[] = [];
    for (let count = 0; count < 35; count++) {
      clock.at = now - 1_000;
      statuses.push((await ask('/bird?q=show+status')).status);
    }
    assert.equal(statuses.filter((status) => status === 200).length, 30);
    assert.deepEqual(statuses.slice(30), Array(5).fill(503));
    assert.equal((await ask('/bird?q=show+status')).status, 200);
  });

  it('takes no more than it needs: headers of 4 kB, and one request a connection', async () => {
    clock.at += 60_000;
    assert.match(
      await raw(`GET /bird?q=${'a'.repeat(10_000)} HTTP/1.1\r\nHost: x\r\n\r\n`),
      /^HTTP\/1\.1 431 /,
    );
    assert.match(
      await raw(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`),
      /^HTTP\/1\.1 431 |^$/,
    );
    assert.match(await raw('configure\r\n\r\n'), /^HTTP\/1\.1 400 /);
    const two = 'GET /bird?q=show+status HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(2);
    assert.equal((await raw(two)).match(/^HTTP\/1\.1 200 /gm)?.length, 1);
  });

  it('has room for sixteen connections', async () => {
    const sockets = Array.from({ length: 16 }, () => connect(port, '127.0.0.1'));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    await until(
      'it has them',
      () => new Promise<boolean>((resolve) => server.getConnections((_error, count) => resolve(count >= 16))),
    );
    assert.equal(await raw('GET / HTTP/1.1\r\nHost: x\r\n\r\n'), '');
    for (const socket of sockets) socket.destroy();
    await until('there is room again', async () => (await raw('GET / HTTP/1.1\r\nHost: x\r\n\r\n')) !== '');
  });
});

describe('agent.toml', () => {
  it('has no port for the looking glass unless it is said, and not that of the metrics', () => {
    const portOf = (text: string) => parseConfig(text, 'agent.toml').looking_glass.port;
    assert.equal(portOf(''), 0);
    assert.equal(portOf('[looking_glass]\nport = 8000\n'), 8000);
    assert.throws(
      () => portOf('[looking_glass]\nport = 9901\n'),
      /looking_glass\.port: 9901 is the port of the metrics/,
    );
    assert.throws(() => portOf('[looking_glass]\nport = 65536\n'), { code: 'invalid' });
    assert.throws(() => portOf('[looking_glass]\naddress = "::"\n'), { code: 'invalid' });
  });
});
