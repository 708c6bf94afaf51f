import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { createBird } from '../../agent/bird/bird.ts';
import { parseBfdDetection, parseBfdSessions, parseProtocols } from '../../agent/bird/protocols.ts';
import { ReplyReader } from '../../agent/bird/reply.ts';
import { type BirdSocket, birdSocket, birdViewer } from '../../agent/bird/socket.ts';
import { TowlineError } from '../../shared/errors.ts';
import { systemClock } from '../../shared/os/clock.ts';

const protocols = `2002-Name       Proto      Table      State  Since         Info
1002-device1    Device     ---        up     2026-11-22 16:25:38.123
1006-
1002-tl_hamburg BGP        ---        up     2026-11-22 16:25:40.001  Established
1006-  Description:    hamburg
   BGP state:          Established
     Neighbor address: fe80::2%tl-hamburg
   Channel ipv4
     Import limit:   16 [HIT]
       Action:       block
1002-tl_kiel    BGP        ---        start  2026-11-22 16:25:40.001  Active        Socket: Connection refused
1006-  BGP state:          Active
0000 
`;

const bfd = `1020-tl_bfd:
 IP address                Interface  State      Since         Interval  Timeout
 fe80::2                   tl-hamburg Up         2026-11-22 16:25:40.001    0.300    1.500
 fe80::4                   tl-kiel    Down       2026-11-22 16:25:40.001    1.000    0.000
0000 
`;

const read = (text: string) => new ReplyReader().push(text);

test('protocols and BFD sessions are read with times of two words', () => {
  const [reply] = read(protocols);
  assert.ok(reply);
  assert.deepEqual(parseProtocols(reply), [
    { name: 'device1', type: 'Device', state: 'up', bgpState: '' },
    { name: 'tl_hamburg', type: 'BGP', state: 'up', bgpState: 'Established', isLimitHit: true },
    { name: 'tl_kiel', type: 'BGP', state: 'start', bgpState: 'Active' },
  ]);
  const [sessions] = read(bfd);
  assert.ok(sessions);
  assert.deepEqual(
    [...parseBfdSessions(sessions)],
    [
      ['tl-hamburg', 'Up'],
      ['tl-kiel', 'Down'],
    ],
  );
  assert.deepEqual([...parseBfdDetection(sessions)], [['tl-hamburg', 1500]]);
});

test('an answer is the same however its bytes are cut, and unsolicited lines are not part of it', () => {
  const text = protocols.replace('1006-\n', '1006-\n+ news\n');
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 8 }), (cuts) => {
      const reader = new ReplyReader();
      const edges = [0, ...cuts.sort((a, b) => a - b), text.length];
      const replies = edges.slice(1).flatMap((end, index) => reader.push(text.slice(edges[index], end)));
      assert.deepEqual(replies, read(protocols));
    }),
  );
});

test('what is no answer of BIRD ends in an error, and so does an answer without an end', () => {
  assert.throws(() => read('HTTP/1.1 400 Bad Request\n'), TowlineError);
  assert.throws(() => read(' continued from nothing\n'), TowlineError);
  assert.throws(() => new ReplyReader().push(`1000-${'x'.repeat(9 * 1024 * 1024)}`), TowlineError);
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        read(text);
      } catch (error) {
        assert.ok(error instanceof TowlineError);
      }
    }),
  );
});

function bird(answers: Record<string, string[]>) {
  const asked: string[] = [];
  const socket: BirdSocket = async (command) => {
    asked.push(command);
    const [reply] = read(answers[command]?.shift() ?? '9001 Parse error\n');
    assert.ok(reply);
    return reply;
  };
  const run = async () => '';
  let now = 0;
  const control = createBird({
    run,
    clock: {
      ...systemClock,
      monotonic: () => now,
      sleep: async (ms) => {
        now += ms;
      },
    },
    socket,
    socketPath: '/x',
    file: '/c.conf',
    program: 'bird',
    start: ['bird'],
  });
  return { control, asked };
}

const signal = new AbortController().signal;
// With the file's name: a bare command makes another BIRD load its own file, and say yes.
const configure = 'configure "/c.conf"';
const running = '1000-BIRD 2.0.12\n0013 Daemon is up and running\n';
const busy = '1000-BIRD 2.0.12\n0013 Reconfiguration in progress\n';

test('a configuration that BIRD took is done', async () => {
  const { control } = bird({ 'show status': [running], [configure]: ['0002-Reading\n0003 Reconfigured\n'] });
  await control.configure(signal);
});

test('a reconfiguration under way is waited for', async () => {
  for (const answer of ['0002-Reading\n0004 Reconfiguration in progress\n', '0005 queued\n']) {
    const { control, asked } = bird({ 'show status': [running, busy, busy, running], [configure]: [answer] });
    await control.configure(signal);
    assert.equal(asked.filter((command) => command === 'show status').length, 4);
  }
});

test('a reconfiguration that never ends is an error after a while, in a rollback as well', async () => {
  const status = Array.from({ length: 2000 }, () => busy);
  const { control } = bird({ 'show status': status, [configure]: ['0005 queued\n', '0005 queued\n'] });
  await assert.rejects(control.configure(signal), /still at its reconfiguration after 30 s/);
  await assert.rejects(control.configureFrom('/c.conf'), /still at its reconfiguration after 30 s/);
});

for (const answer of [
  '0006 shutting down',
  '0017 removed',
  '0019 Nothing to do',
  '8002 x.conf:3:1 syntax error',
  '8007 Access denied',
]) {
  test(`'${answer}' is no success`, async () => {
    const { control } = bird({ 'show status': [running], [configure]: [`${answer}\n`] });
    await assert.rejects(control.configure(signal), (error: Error) =>
      error.message.includes(answer.slice(5)),
    );
  });
}

test('the control socket is spoken to after its greeting, and one that closes is an error', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'towline-bird-'));
  const path = join(folder, 'ctl');
  let isRude = false;
  const server = createServer((connection) => {
    if (isRude) {
      connection.end();
      return;
    }
    connection.write('0001 BIRD 2.0.12 ready.\n');
    connection.once('data', (command) => connection.write(`1000-${command.toString().trim()}\n0000 \n`));
  });
  context.after(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const reply = await birdSocket(path)('show status');
  assert.deepEqual(reply.lines[0], { code: 1000, text: 'show status' });
  isRude = true;
  await assert.rejects(birdSocket(path)('show status'), /BIRD does not answer/);
  await assert.rejects(birdSocket(join(folder, 'none'))('show status'), /BIRD does not answer/);
});

test('what is to be shown is asked for only once BIRD has restricted the connection, and read so far as it may be', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'towline-bird-'));
  const path = join(folder, 'ctl');
  const heard: string[] = [];
  let restricted = '0016 Access restricted\n';
  const server = createServer((connection) => {
    connection.write('0001 BIRD 2.0.12 ready.\n');
    connection
      .on('error', () => undefined)
      .on('data', (bytes) => {
        const command = bytes.toString().trim();
        heard.push(command);
        if (command === 'restrict') connection.write(restricted);
        else if (command === 'show route') connection.write('1007-10.0.0.0/8 unicast\n'.repeat(1000));
        else if (command === 'show status')
          connection.write('1000-BIRD 2.0.12\n0013 Daemon is up and running\n');
      });
  });
  context.after(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const view = birdViewer(path);
  const { signal } = new AbortController();
  const status = await view('show status', 1000, signal);
  assert.deepEqual([status.lines.length, status.isCut], [2, false]);
  // An answer without an end.
  const { lines, isCut } = await view('show route', 2000, signal);
  assert.ok(isCut && lines.length > 50);
  const caller = new AbortController();
  const waiting = view('show memory', 1000, caller.signal);
  caller.abort(new Error('gone'));
  await assert.rejects(waiting, /gone/);
  heard.length = 0;
  for (restricted of ['9001 syntax error\n', '0000 \n', '0013 Daemon is up and running\n'])
    await assert.rejects(view('show status', 1000, signal), /BIRD does not restrict the connection/);
  assert.deepEqual(heard, ['restrict', 'restrict', 'restrict']);
});
