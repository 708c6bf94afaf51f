import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { enroll } from '../../agent/enroll/enroll.ts';
import { loadEnrollment } from '../../agent/enroll/store.ts';
import { loadKeys } from '../../agent/keys/load.ts';
import { certificateKeyHash, createCertificate, generateTlsKey } from '../../controller/keys/certificate.ts';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { sealAnswer } from '../../shared/enrollment/answer.ts';
import { formatJoinString } from '../../shared/enrollment/join-string.ts';
import { enrollmentCode, verifyRequest } from '../../shared/enrollment/request.ts';
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
  epoch: 1,
};

/** A real enrollment listener with the controller's kind of certificate; `respond` is asked for each request. */
async function startListener(
  context: TestContext,
  respond: (request: EnrollRequest, count: number) => EnrollResponseInput,
) {
  const key = generateTlsKey();
  const certificate = await createCertificate(key);
  const keyHash = certificateKeyHash(certificate);
  const server = new Server();
  let count = 0;
  server.addService(v1.EnrollmentService.service, {
    Enroll: (
      call: { request: EnrollRequest },
      done: (error: Error | null, response?: EnrollResponseInput) => void,
    ) => {
      assert.ok(verifyRequest(call.request, keyHash));
      done(null, respond(call.request, ++count));
    },
  });
  const pair = { private_key: Buffer.from(key), cert_chain: Buffer.from(certificate) };
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createSsl(null, [pair]), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  context.after(() => server.forceShutdown());
  return { port, keyHash, join: formatJoinString({ host: '127.0.0.1', port, keyHash }) };
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
    clock: { ...systemClock, sleep: async () => {} },
    signal: new AbortController().signal,
    say: (line: string) => said.push(line),
  };
  return { folder, keys, said, options };
}

test('a router shows its code until it is approved, and keeps the answer', async (context) => {
  const { keys, said, options } = await router(context);
  const { join: text, keyHash } = await startListener(context, (request, count) =>
    count < 3
      ? { pending: { code: 'x', retryAfterS: 1 } }
      : { accepted: sealAnswer(signing.privateKey, request.sealingPublicKey, answer) },
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
  );
  assert.equal(said.length, 1, 'the same is not said twice');
  assert.ok(said[0]?.includes(`towline approve ${code}`), said[0]);
});

test('enrolling again with the same join string asks nobody, with another one it is refused', async (context) => {
  const { options } = await router(context);
  let asked = 0;
  const { join: text, keyHash } = await startListener(context, (request, count) => {
    asked = count;
    return { accepted: sealAnswer(signing.privateKey, request.sealingPublicKey, answer) };
  });
  await enroll({ ...options, join: text });
  await enroll({ ...options, join: text });
  assert.equal(asked, 1);
  const other = formatJoinString({ host: 'other.example.net', port: 1, keyHash });
  await assert.rejects(enroll({ ...options, join: other }), /enrolled already, as node berlin/);
});

test('a listener with another key than the pinned one gets nothing', async (context) => {
  const { options } = await router(context);
  let asked = 0;
  const { port } = await startListener(context, (_request, count) => {
    asked = count;
    return { pending: { code: '', retryAfterS: 1 } };
  });
  const wrong = formatJoinString({ host: '127.0.0.1', port, keyHash: Buffer.alloc(32, 1) });
  await assert.rejects(
    enroll({ ...options, join: wrong }),
    (error) => error instanceof TowlineError && error.code === 'untrusted',
  );
  assert.equal(asked, 0);
});

test('a refusal ends the enrollment with the reason of the admin', async (context) => {
  const { options } = await router(context);
  const { join: text } = await startListener(context, () => ({ denied: { reason: 'who are you' } }));
  await assert.rejects(enroll({ ...options, join: text }), /an admin has refused this router: who are you/);
});

test('an answer that is signed by another key than it names is not taken', async (context) => {
  const { options } = await router(context);
  const { join: text } = await startListener(context, (request) => ({
    accepted: sealAnswer(generateSigningKeyPair().privateKey, request.sealingPublicKey, answer),
  }));
  await assert.rejects(enroll({ ...options, join: text }), /not signed by the key that it names/);
  assert.equal(await loadEnrollment(options.file), undefined);
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
