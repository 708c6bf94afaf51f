import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { type ControlRequest, controlProtocol } from '../../agent/control/protocol.ts';
import { ask, NobodyError } from '../../agent/socket/ask.ts';
import { claimSocket } from '../../agent/socket/claim.ts';
import type { Handle } from '../../agent/socket/connection.ts';
import { parseAnswer, parsedJson } from '../../agent/socket/protocol.ts';
import { TowlineError } from '../../shared/errors.ts';
import { run } from '../../shared/os/run.ts';
import { never } from './cycle-fixture.ts';

const quick = { who: 'agent', timeoutMs: 10_000, signal: never };

async function socketPath(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-control-'));
  context.after(() => rm(folder, { recursive: true }));
  return join(folder, 'control.sock');
}

async function agent(
  context: TestContext,
  handle: Handle<ControlRequest> = async (request) =>
    request.do === 'rollback' ? request.reason : request.level,
) {
  const path = await socketPath(context);
  const control = await claimSocket(path, controlProtocol, never);
  control.serve(handle);
  context.after(() => control.close());
  return path;
}

/** Sends bytes and resolves to all that comes back. */
function send(path: string, bytes: string | Buffer, ends = true): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ path, allowHalfOpen: true }, () => {
      if (ends) socket.end(bytes);
      else socket.write(bytes);
    });
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.once('end', () => {
      socket.destroy();
      resolve(text);
    });
    socket.once('error', reject);
  });
}

test('a request is answered by the agent that holds the socket, which only its user may open', async (context) => {
  const path = await agent(context);
  assert.equal(await ask(path, { do: 'rollback', reason: 'why' }, quick), 'why');
  assert.equal(await ask(path, { do: 'logLevel', level: 'debug', forMs: 1000 }, quick), 'debug');
  assert.deepEqual(await ask(path, { do: 'pid' }, quick), { pid: process.pid });
  assert.equal((await stat(path)).mode & 0o777, 0o600);
});

test('an error arrives as it was thrown', async (context) => {
  const path = await agent(context, async () => {
    throw new TowlineError('conflict', 'nothing to go back to');
  });
  await assert.rejects(
    ask(path, { do: 'rollback', reason: '' }, quick),
    (error) => error instanceof TowlineError && error.code === 'conflict' && /nothing to/.test(error.message),
  );
});

const hostile: [name: string, bytes: string | Buffer][] = [
  ['nothing', ''],
  ['an empty line', '\n'],
  ['no JSON', 'rollback\n'],
  ['another value', '[]\n'],
  ['null', 'null\n'],
  ['an unknown request', '{"do":"shutdown"}\n'],
  ['an unknown key', '{"do":"pid","__proto__":{}, "as":"root"}\n'],
  ['a level that is none', '{"do":"logLevel","level":"loud"}\n'],
  ['a level for ever', '{"do":"logLevel","level":"debug","forMs":1e12}\n'],
  ['a reason of another kind', '{"do":"rollback","reason":7}\n'],
  ['a reason too long', `{"do":"rollback","reason":"${'x'.repeat(501)}"}\n`],
  ['a line without an end', `{"do":"rollback","reason":"x"}`],
  ['a line too long', `${'x'.repeat(100_000)}\n`],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x0a])],
];
for (const [name, bytes] of hostile) {
  test(`${name} is answered with an error, and the next request as ever`, async (context) => {
    const path = await agent(context);
    assert.match(await send(path, bytes), /^\{"error":\{"code":"invalid","message":"[^"]+"\}\}\n$/);
    assert.equal(await ask(path, { do: 'rollback', reason: 'why' }, quick), 'why');
  });
}

test('one who says nothing is dropped after a while', async (context) => {
  const path = await agent(context);
  assert.match(await send(path, '{"do":', false), /no request within 5 s/);
});

test('whatever text comes, it is a request, an answer or an error of ours', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      for (const parse of [
        controlProtocol.parse,
        (line: unknown) => parseAnswer(String(line), 'the agent'),
      ]) {
        try {
          parse(parse === controlProtocol.parse ? parsedJson(text) : text);
        } catch (error) {
          assert.ok(error instanceof TowlineError);
        }
      }
    }),
  );
});

test('of agents that start together one gets the socket, and the others name it', async (context) => {
  const path = await socketPath(context);
  await writeFile(path, '');
  const claims = await Promise.allSettled([1, 2, 3].map(() => claimSocket(path, controlProtocol, never)));
  const got = claims.flatMap((claim) => (claim.status === 'fulfilled' ? [claim.value] : []));
  for (const control of got) context.after(() => control.close());
  assert.equal(got.length, 1);
  for (const claim of claims) {
    if (claim.status === 'rejected')
      assert.match(String(claim.reason), new RegExp(`another agent runs .*process ${process.pid} holds`));
  }
});

test('a socket that nobody listens on any more is no obstacle', async (context) => {
  const path = await socketPath(context);
  await run(process.execPath, [
    '-e',
    `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`,
  ]).catch(() => {});
  assert.ok((await stat(path)).isSocket());
  await assert.rejects(ask(path, { do: 'pid' }, quick), NobodyError);
  const control = await claimSocket(path, controlProtocol, never);
  assert.deepEqual(await ask(path, { do: 'pid' }, quick), { pid: process.pid });
  control.close();
  await assert.rejects(stat(path), /ENOENT/);
});

test('an agent that hangs holds its socket, and what is no agent is said to be none', async (context) => {
  const path = await socketPath(context);
  const server = createServer((socket) => socket.on('error', () => {}));
  context.after(() => server.close());
  await new Promise<void>((resolve) => server.listen(path, resolve));
  await assert.rejects(claimSocket(path, controlProtocol, never), /one that does not answer holds/);
  server.on('connection', (socket) => socket.end('HTTP/1.1 400 Bad Request\n'));
  await assert.rejects(ask(path, { do: 'pid' }, quick), /does not answer as the agent does/);
});

test('before the agent is up it says so', async (context) => {
  const path = await socketPath(context);
  const control = await claimSocket(path, controlProtocol, never);
  context.after(() => control.close());
  await assert.rejects(ask(path, { do: 'rollback', reason: '' }, quick), /the agent is starting, try again/);
});
