import { generateSigningKeyPair } from '../../../shared/crypto/ed25519.ts';
import { generateBoxKeyPair } from '../../../shared/crypto/x25519.ts';
import { signRequest } from '../../../shared/enrollment/request.ts';
import type { EnrollRequest } from '../../../shared/gen/towline/v1/EnrollRequest.ts';
import { v1 } from '../../../shared/rpc/protocol.ts';
import type { Random } from './random.ts';

/** A malformed message: the body of a gRPC call of `Enroll`, its five bytes of head included. */
export interface Message {
  readonly name: string;
  readonly body: Buffer;
}

/** A request that would be taken, as the changes below begin with it. */
function goodRequest(keyHash: Buffer, hostName: string): EnrollRequest {
  const identity = generateSigningKeyPair();
  const request: EnrollRequest = {
    identityPublicKey: identity.publicKey,
    managementPublicKey: generateBoxKeyPair().publicKey,
    linkPublicKey: generateBoxKeyPair().publicKey,
    sealingPublicKey: generateBoxKeyPair().publicKey,
    hostName,
    facts: { agentVersion: '0', kernel: '0', architecture: 'arm64', hardware: 'x', birdVersion: '2.0.12' },
    signature: Buffer.alloc(0),
    requestNonce: Buffer.alloc(32, 1),
    token: null,
  };
  return { ...request, signature: signRequest(identity.privateKey, request, keyHash) };
}

const { requestSerialize } = v1.EnrollmentService.service.Enroll;
const serialize = (request: EnrollRequest) => Buffer.from(requestSerialize(request));

/** A gRPC message behind its head, which says how long it is. */
function framed(payload: Buffer, length = payload.length): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(length, 1);
  return Buffer.concat([head, payload]);
}

type Change = (random: Random, request: EnrollRequest) => Partial<EnrollRequest>;
const keyFields = ['identityPublicKey', 'managementPublicKey', 'linkPublicKey', 'sealingPublicKey'] as const;
const hostile = [
  '../../etc/passwd',
  'a\0b',
  'a\nPostUp = id',
  '$(id)',
  '`id`',
  'include "/etc/shadow";',
  '\u001b[2J',
  '\u202eabc',
  ' ',
  '',
];

/** Changes to a good request, each of which makes one that has to be refused. */
const changes: Readonly<Record<string, Change>> = {
  'a signature of another key': () => ({ signature: generateSignature() }),
  'a signature with a wrong byte': (random, { signature }) => ({ signature: flipped(random, signature) }),
  'a signature of a wrong length': (random) => ({ signature: random.bytes(random.below(200)) }),
  'another key after it was signed': (random) => ({ [random.pick(keyFields)]: random.bytes(32) }),
  'a key of a wrong length': (random) => ({ [random.pick(keyFields)]: random.bytes(random.below(31)) }),
  'an identity of low order': () => ({ identityPublicKey: Buffer.alloc(32) }),
  'another host name after it was signed': (random, { hostName }) => ({
    hostName: `${hostName}${random.below(10)}`,
  }),
  'a hostile host name': (random) => ({ hostName: random.pick(hostile) }),
  'a host name of 50,000 characters': () => ({ hostName: 'x'.repeat(50_000) }),
  'a token that nobody made': (random) => ({ token: { id: random.bytes(8), signature: random.bytes(64) } }),
  'a token of wrong lengths': (random) => ({
    token: { id: random.bytes(random.below(100)), signature: random.bytes(random.below(100)) },
  }),
};

function generateSignature(): Buffer {
  return goodRequest(Buffer.alloc(32), 'other').signature;
}

function flipped(random: Random, bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const at = random.below(copy.length);
  copy.writeUInt8(copy.readUInt8(at) ^ (1 + random.below(255)), at);
  return copy;
}

const raw: Readonly<Record<string, (random: Random, good: Buffer) => Buffer>> = {
  'random bytes': (random) => framed(random.bytes(random.below(2000))),
  nothing: () => framed(Buffer.alloc(0)),
  'no head': (random) => random.bytes(random.below(5)),
  'a head that promises more': (random, good) => framed(good, good.length + 1 + random.below(1000)),
  'a head that promises 4 GiB': (_random, good) => framed(good, 0xffffffff),
  'a message that stops': (random, good) => framed(good.subarray(0, random.below(good.length - 100))),
  'fields that say they are 4 GiB long': () =>
    framed(Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 2])),
  'groups in groups': () => framed(Buffer.alloc(20_000, 0x0b)),
  'larger than may be': () => framed(Buffer.alloc(70_000, 0x7a)),
};

/** A message that is taken (planted). */
export function goodMessage(keyHash: Buffer): Message {
  return { name: 'a good request', body: framed(serialize(goodRequest(keyHash, 'planted'))) };
}

/** The message of a number: the same for the same seed. */
export function messageOf(index: number, random: Random, keyHash: Buffer): Message {
  const names = [...Object.keys(changes), ...Object.keys(raw)];
  const name = names[index % names.length] ?? '';
  const good = goodRequest(keyHash, `host-${index}`);
  const change = changes[name];
  if (change !== undefined) return { name, body: framed(serialize({ ...good, ...change(random, good) })) };
  const make = raw[name];
  if (make === undefined) throw new RangeError(name);
  return { name, body: make(random, serialize(good)) };
}
