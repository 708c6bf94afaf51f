import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromJSON, type MessageTypeDefinition } from '@grpc/proto-loader';
import fc from 'fast-check';
import protobuf from 'protobufjs';
import { descriptor } from '../../shared/gen/descriptor.ts';
import { v1 } from '../../shared/rpc/protocol.ts';

/** The same protocol as proto-loader makes it. */
const loaded = fromJSON(descriptor, {
  longs: Number,
  enums: String,
  defaults: true,
  arrays: true,
  oneofs: true,
});
const root = protobuf.Root.fromJSON(descriptor);
const ours = v1 as unknown as Record<string, unknown>;
const names = Object.keys(ours);
const isMessage = (name: string) => root.lookup(`towline.v1.${name}`) instanceof protobuf.Type;

/** Any value of a message, of a few levels. */
function messageOf(type: protobuf.Type, depth = 3): fc.Arbitrary<Record<string, unknown>> {
  const fields = type.fieldsArray.flatMap((field): [string, fc.Arbitrary<unknown>][] => {
    const one = anyOf(field.resolve(), depth);
    if (one === undefined) return [];
    return [[field.name, field.repeated ? fc.array(one, { maxLength: 3 }) : one]];
  });
  return fc.record(Object.fromEntries(fields), { requiredKeys: [] });
}

function anyOf({ type, resolvedType }: protobuf.Field, depth: number): fc.Arbitrary<unknown> | undefined {
  if (resolvedType instanceof protobuf.Type)
    return depth === 0 ? undefined : messageOf(resolvedType, depth - 1);
  if (resolvedType instanceof protobuf.Enum) return fc.constantFrom(...Object.keys(resolvedType.values));
  if (type === 'string') return fc.string();
  if (type === 'bool') return fc.boolean();
  if (type === 'bytes') return fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes));
  if (type === 'double' || type === 'float') return fc.integer({ min: -1000, max: 1000 });
  if (type === 'int64' || type === 'uint64') return fc.nat(2 ** 31 - 1);
  return fc.nat(2 ** 31 - 1);
}

test('every message has the bytes that proto-loader gives it, and is read from them as it does', () => {
  const messages = names.filter(isMessage);
  assert.ok(messages.length > 100, `${messages.length} messages`);
  for (const name of messages) {
    const theirs = loaded[`towline.v1.${name}`] as unknown as MessageTypeDefinition<object, object>;
    const own = ours[name] as MessageTypeDefinition<object, object>;
    fc.assert(
      fc.property(messageOf(root.lookupType(`towline.v1.${name}`)), (value) => {
        const bytes = theirs.serialize(value);
        assert.deepEqual(own.serialize(value), bytes, name);
        assert.deepEqual(own.deserialize(bytes), theirs.deserialize(bytes), name);
      }),
      { numRuns: 10 },
    );
  }
});

test('every service has the methods that proto-loader gives it', () => {
  const services = names.filter((name) => !isMessage(name) && typeof ours[name] === 'function');
  assert.deepEqual(services.sort(), ['AdminService', 'AgentService', 'EnrollmentService']);
  for (const name of services) {
    const facts = (service: object) =>
      Object.entries(service).map(([method, { path, requestStream, responseStream, originalName }]) => ({
        ...{ method, path, requestStream, responseStream, originalName },
      }));
    const own = (ours[name] as { service: object }).service;
    assert.deepEqual(facts(own), facts(loaded[`towline.v1.${name}`] as object), name);
  }
});
