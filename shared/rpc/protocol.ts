import { type MethodDefinition, makeClientConstructor } from '@grpc/grpc-js';
import type { AnyNestedObject, INamespace } from 'protobufjs';
import protobuf from 'protobufjs/light.js';
import type { ProtoGrpcType as AdminTypes } from '../gen/admin.ts';
import type { ProtoGrpcType as AgentTypes } from '../gen/agent.ts';
import { descriptor } from '../gen/descriptor.ts';
import type { ProtoGrpcType as EnrollmentTypes } from '../gen/enrollment.ts';
import { partsOf } from './parts-of.ts';

type V1 = AdminTypes['towline']['v1'] & AgentTypes['towline']['v1'] & EnrollmentTypes['towline']['v1'];

const packageName = 'towline.v1';
// What proto-loader-gen-types was told when it made the types.
const options = { longs: Number, enums: String, defaults: true, arrays: true, oneofs: true };
const all = nestedIn(nestedIn(nestedIn(descriptor).towline).v1);

/**
 * The services (client constructors with a `service` definition) and messages of `towline.v1`, each made when it is first
 * used: proto-loader makes all of them at once, with their descriptors, which costs each router 8 MB of memory.
 */
export const v1: V1 = lazily(all, (name, json) => ('methods' in json ? service(name) : message(name)));

function nestedIn(json: AnyNestedObject | undefined): Readonly<Record<string, AnyNestedObject>> {
  return (json as INamespace | undefined)?.nested ?? {};
}

function lazily<Json>(table: Readonly<Record<string, Json>>, make: (name: string, json: Json) => unknown) {
  const made = new Map<string, unknown>();
  const target = {};
  for (const [name, json] of Object.entries(table)) {
    const get = () => {
      if (!made.has(name)) made.set(name, make(name, json));
      return made.get(name);
    };
    Object.defineProperty(target, name, { enumerable: true, get });
  }
  return target as V1;
}

function rootFor(name: string): protobuf.Root {
  return protobuf.Root.fromJSON({ nested: { towline: { nested: { v1: { nested: partsOf(all, name) } } } } });
}

function message(name: string) {
  let type: protobuf.Type | undefined;
  return codecOf(() => {
    type ??= rootFor(name).lookupType(`${packageName}.${name}`);
    return type;
  });
}

function codecOf(type: () => protobuf.Type) {
  return {
    serialize: (value: Record<string, unknown>) =>
      Buffer.from(type().encode(type().fromObject(value)).finish()),
    deserialize: (bytes: Uint8Array) => type().toObject(type().decode(bytes), options),
  };
}

function service(name: string) {
  const { methodsArray } = rootFor(name).lookupService(`${packageName}.${name}`);
  const methods: Record<string, MethodDefinition<Record<string, unknown>, Record<string, unknown>>> = {};
  for (const method of methodsArray) {
    const of = (type: protobuf.Type | null): protobuf.Type => {
      if (type === null) throw new Error(`${name}.${method.name} has no message`);
      return type;
    };
    method.resolve();
    const request = codecOf(() => of(method.resolvedRequestType));
    const response = codecOf(() => of(method.resolvedResponseType));
    methods[method.name] = {
      path: `/${packageName}.${name}/${method.name}`,
      requestStream: method.requestStream === true,
      responseStream: method.responseStream === true,
      requestSerialize: request.serialize,
      requestDeserialize: request.deserialize,
      responseSerialize: response.serialize,
      responseDeserialize: response.deserialize,
      originalName: `${method.name.slice(0, 1).toLowerCase()}${method.name.slice(1)}`,
    };
  }
  return makeClientConstructor(methods, name);
}
