import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import { enroll } from '../../agent/enroll/enroll.ts';
import { loadEnrollment } from '../../agent/enroll/store.ts';
import { loadKeys } from '../../agent/keys/load.ts';
import { certificateKeyHash, createCertificate, generateTlsKey } from '../../controller/keys/certificate.ts';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { sealAnswer } from '../../shared/enrollment/answer.ts';
import { formatJoinString, parseJoinString } from '../../shared/enrollment/join-string.ts';
import { enrollmentCode, identityFingerprint, verifyRequest } from '../../shared/enrollment/request.ts';
import { makeToken, tokenKey, verifyToken } from '../../shared/enrollment/token.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { EnrollRequest } from '../../shared/gen/towline/v1/EnrollRequest.ts';
import type { EnrollResponseInput } from '../../shared/gen/towline/v1/EnrollResponse.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { v1 } from '../../shared/rpc/protocol.ts';

const facts = { agentVersion: '0', kernel: '', architecture: '', hardware: '', birdVersion: '' };
const signing = generateSigningKeyPair();
const answer = {
  networkId: 'net-1',
  nodeId: 7,
  nodeName: 'berlin',
  siteName: 'berlin',
  managementAddress: 'fd12::1:7',
  managementPrefix: 'fd12::/64',
  controllerAddress: 'fd12::1',
  controllerPort: 7443,
  controllerWireguardPublicKey: Buffer.alloc(32, 9),
  controllerEndpoints: ['vpn.example.net:51820'],
  signingPublicKey: signing.publicKey,
  signingGeneration: 0,
  epoch: 1,
};

const nonce = Buffer.alloc(32, 5);
const waits = { pending: { controllerNonce: nonce, retryAfterS: 1 } };
const sealed = (request: EnrollRequest, keyHash: Buffer) =>
  sealAnswer(signing.privateKey, request, keyHash, answer);

/** A real enrollment listener with the controller's kind of certificate; `respond` is asked for each request. */
async function startListener(
  context: TestContext,
  respond: (request: EnrollRequest, keyHash: Buffer, count: number) => EnrollResponseInput | 'cut',
) {
  const key = generateTlsKey();
  const certificate = await createCertificate(key);
  const keyHash = certificateKeyHash(certificate);
  const server = new Server();
  const requests: EnrollRequest[] = [];
  let count = 0;
  server.addService(v1.EnrollmentService.service, {
    Enroll: (
      call: { request: EnrollRequest },
      done: (error: Error | null, response?: EnrollResponseInput) => void,
    ) => {
      assert.ok(verifyRequest(call.request, keyHash));
      requests.push(call.request);
      const response = respond(call.request, keyHash, ++count);
      if (response === 'cut') done(Object.assign(new Error('cut'), { code: status.CANCELLED }));
      else done(null, response);
    },
  });
  const pair = { private_key: Buffer.from(key), cert_chain: Buffer.from(certificate) };
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createSsl(null, [pair]), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  context.after(() => server.forceShutdown());
  const endpoint = { host: '127.0.0.1', port };
  return { port, keyHash, endpoint, requests, join: formatJoinString({ endpoints: [endpoint], keyHash }) };
}

async function router(context: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'towline-enroll-'));
  context.after(() => rm(folder, { recursive: true }));
  const keys = await loadKeys(join(folder, 'keys'));
  const said: string[] = [];
  const options = {
    hostName: 'berlin',
    keys,
    facts,
    file: join(folder, 'enrollment.json'),
    pinFile: join(folder, 'controller-pin'),
    trustOnFirstUse: false,
    clock: { ...systemClock, sleep: async () => {} },
    signal: new AbortController().signal,
    say: (line: string) => said.push(line),
  };
  return { folder, keys, said, options };
}

test('a router shows its code until it is approved, and keeps the answer', async (context) => {
  const { keys, said, options } = await router(context);
  const { join: text, keyHash } = await startListener(context, (request, keyHash, count) =>
    count < 3 ? waits : { accepted: sealed(request, keyHash) },
  );
  const enrollment = await enroll({ ...options, join: text });
  assert.equal(enrollment.nodeName, 'berlin');
  assert.deepEqual(await loadEnrollment(options.file), enrollment);
  assert.equal((await stat(options.file)).mode & 0o777, 0o600);
  const code = enrollmentCode(
    {
      identityPublicKey: keys.identity.publicKey,
      managementPublicKey: keys.management.publicKey,
      linkPublicKey: keys.link.publicKey,
      sealingPublicKey: keys.sealing.publicKey,
      hostName: 'berlin',
    },
    keyHash,
    nonce,
  );
  assert.equal(said.length, 1, 'the same is not said twice');
  assert.ok(said[0]?.includes(`towline approve ${code}`), said[0]);
});

test('enrolling again with the same controller asks nobody, with another one it is refused', async (context) => {
  const { options } = await router(context);
  let asked = 0;
  const { join: text } = await startListener(context, (request, keyHash, count) => {
    asked = count;
    return { accepted: sealed(request, keyHash) };
  });
  await enroll({ ...options, join: text });
  await enroll({ ...options, join: text });
  assert.equal(asked, 1);
  const { endpoints, keyHash } = parseJoinString(text);
  assert.ok(keyHash);
  const elsewhere = formatJoinString({
    endpoints: [{ host: 'other.example.net', port: 1 }, ...endpoints],
    keyHash,
  });
  assert.equal((await enroll({ ...options, join: elsewhere })).nodeName, 'berlin');
  const other = formatJoinString({ endpoints, keyHash: Buffer.alloc(32, 1) });
  await assert.rejects(enroll({ ...options, join: other }), /enrolled already, as node berlin/);
});

test('a listener with another key than the pinned one gets nothing', async (context) => {
  const { options } = await router(context);
  let asked = 0;
  const { endpoint } = await startListener(context, (_request, _keyHash, count) => {
    asked = count;
    return waits;
  });
  const wrong = formatJoinString({ endpoints: [endpoint], keyHash: Buffer.alloc(32, 1) });
  await assert.rejects(
    enroll({ ...options, join: wrong }),
    (error) => error instanceof TowlineError && error.code === 'untrusted',
  );
  assert.equal(asked, 0);
});

test('a controller that is stopped meanwhile is waited for', async (context) => {
  const { options, said } = await router(context);
  const { join: text } = await startListener(context, (request, keyHash, count) =>
    count < 2 ? 'cut' : { accepted: sealed(request, keyHash) },
  );
  assert.equal((await enroll({ ...options, join: text })).nodeName, 'berlin');
  assert.deepEqual(said, ['waiting for the controller: the controller ended the call']);
});

test('a refusal ends the enrollment with the reason of the admin', async (context) => {
  const { options } = await router(context);
  const { join: text } = await startListener(context, () => ({ denied: { reason: 'who are you' } }));
  await assert.rejects(enroll({ ...options, join: text }), /an admin has refused this router: who are you/);
});

test('an answer that is signed by another key than it names is not taken', async (context) => {
  const { options } = await router(context);
  const { join: text } = await startListener(context, (request, keyHash) => ({
    accepted: sealAnswer(generateSigningKeyPair().privateKey, request, keyHash, answer),
  }));
  await assert.rejects(enroll({ ...options, join: text }), /not signed by the key that it names/);
  assert.equal(await loadEnrollment(options.file), undefined);
});

test('an answer to an earlier request, or to another router, is not taken', async (context) => {
  const first = await router(context);
  const second = await router(context);
  const { join: text, requests } = await startListener(context, (request, keyHash, count) => ({
    accepted: sealed(requests[0] ?? request, keyHash),
    ...(count > 9 ? waits : {}),
  }));
  await enroll({ ...first.options, join: text });
  await rm(first.options.file);
  await assert.rejects(enroll({ ...first.options, join: text }), /is the answer to another request/);
  await assert.rejects(enroll({ ...second.options, join: text }), { code: 'untrusted' });
  assert.equal(await loadEnrollment(second.options.file), undefined);
});

test('a token is shown and is not sent, said or kept', async (context) => {
  const { folder, said, options } = await router(context);
  const token = makeToken();
  const {
    join: text,
    keyHash,
    requests,
  } = await startListener(context, (request, hash, count) =>
    count < 2 ? waits : { accepted: sealed(request, hash) },
  );
  await enroll({ ...options, join: `${text}?${token}` });
  const [request] = requests;
  assert.ok(request?.token);
  assert.ok(verifyToken(tokenKey(token).publicKey, request.token, request, keyHash));
  assert.match(
    said.join('\n'),
    /its token did not let this router in, 'towline pending' on the controller says why/,
  );
  assert.equal((await loadEnrollment(options.file))?.join, text);
  const seen = [JSON.stringify(requests), ...said, await readFile(options.file, 'utf8')];
  for (const place of seen) assert.ok(!place.includes(token));
  assert.deepEqual((await readdir(folder)).sort(), ['enrollment.json', 'keys']);
});

test('each place of the controller is tried, and a stranger at one of them gets nothing', async (context) => {
  const { options } = await router(context);
  const stranger = await startListener(context, () => waits);
  const { endpoint, keyHash } = await startListener(context, (request, hash) => ({
    accepted: sealed(request, hash),
  }));
  const nobody = { host: '127.0.0.1', port: 1 };
  const noName = { host: 'nobody.invalid', port: 7442 };
  const noFamily = { host: '2001:db8::1', port: 7442 };
  const text = formatJoinString({
    endpoints: [nobody, noName, noFamily, stranger.endpoint, endpoint],
    keyHash,
  });
  assert.equal((await enroll({ ...options, join: text })).nodeName, 'berlin');
  assert.equal(stranger.requests.length, 0);
});

test('a join string without a pin is refused, unless the first key is to be trusted', async (context) => {
  const { options, said, keys } = await router(context);
  const { endpoint, keyHash } = await startListener(context, (request, hash) => ({
    accepted: sealed(request, hash),
  }));
  const unpinned = formatJoinString({ endpoints: [endpoint] });
  await assert.rejects(enroll({ ...options, join: unpinned }), {
    code: 'untrusted',
    message: /--trust-on-first-use/,
  });
  const trusting = { ...options, join: unpinned, trustOnFirstUse: true };
  const enrollment = await enroll(trusting);
  assert.equal(enrollment.join, formatJoinString({ endpoints: [endpoint], keyHash }));
  assert.ok(said[0]?.includes(keyHash.toString('hex')));
  assert.ok(said[0]?.includes(identityFingerprint(keys.identity.publicKey).toString('hex')));
  assert.equal((await enroll(trusting)).nodeName, 'berlin');

  await rm(options.file);
  const other = await startListener(context, () => waits);
  const moved = formatJoinString({ endpoints: [other.endpoint] });
  await assert.rejects(enroll({ ...trusting, join: moved }), {
    code: 'untrusted',
    message: new RegExp(`another key than the one that is pinned.*remove ${options.pinFile}`),
  });
  assert.equal(other.requests.length, 0);
  await writeFile(options.pinFile, 'broken\n');
  await assert.rejects(enroll(trusting), { code: 'invalid' });
});

test('a key that is trusted at first use is shown before it is kept', async (context) => {
  const { folder, options, said } = await router(context);
  const { endpoint, keyHash, requests } = await startListener(context, () => waits);
  const own = { join: formatJoinString({ endpoints: [endpoint] }), pinFile: join(folder, 'none/pin') };
  await assert.rejects(enroll({ ...options, ...own, trustOnFirstUse: true }), { code: 'ENOENT' });
  assert.ok(said[0]?.includes(keyHash.toString('hex')));
  assert.equal(requests.length, 0, 'nothing is sent to a key that could not be kept');
});

test('what a controller says cannot steer the terminal, and a code is not taken from it', async (context) => {
  const { options, said } = await router(context);
  const { join: text } = await startListener(context, (_request, _keyHash, count) =>
    count === 1
      ? { pending: { controllerNonce: Buffer.alloc(8), retryAfterS: 1 } }
      : { denied: { reason: '\u001b[2Jgo\u202eaway' } },
  );
  await assert.rejects(enroll({ ...options, join: text }), /answers in another way than this agent knows/);
  await assert.rejects(enroll({ ...options, join: text }), /refused this router: \?\[2Jgo\?away$/);
  assert.deepEqual(said, []);
});

test('keys are made once, readable by their owner only, and a file that others may read is not used', async (context) => {
  const { folder, keys } = await router(context);
  const names = await readdir(join(folder, 'keys'));
  assert.deepEqual(names.sort(), ['identity.key', 'link.key', 'management.key', 'sealing.key']);
  for (const name of names) assert.equal((await stat(join(folder, 'keys', name))).mode & 0o777, 0o600);
  assert.equal((await stat(join(folder, 'keys'))).mode & 0o777, 0o700);
  assert.deepEqual(await loadKeys(join(folder, 'keys')), keys);
  const text = await readFile(join(folder, 'keys/link.key'), 'utf8');
  await rm(join(folder, 'keys/link.key'));
  await writeFile(join(folder, 'keys/link.key'), text, { mode: 0o644 });
  await assert.rejects(loadKeys(join(folder, 'keys')), /can be read by others/);
});
