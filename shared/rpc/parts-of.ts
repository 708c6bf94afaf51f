import type { AnyNestedObject } from 'protobufjs';

type Nested = Readonly<Record<string, AnyNestedObject>>;

/** A part of a package in protobufjs's JSON, and every part that it refers to. Pure. */
export function partsOf(all: Nested, name: string): Record<string, AnyNestedObject> {
  const found = new Map<string, AnyNestedObject>();
  const take = (one: string) => {
    const json = all[one];
    // What is no part of the package is a type of protobuf's own.
    if (json === undefined || found.has(one)) return;
    found.set(one, json);
    for (const other of namesIn(json)) take(other);
  };
  take(name);
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function namesIn(json: AnyNestedObject): string[] {
  const nested = 'nested' in json ? Object.values(json.nested ?? {}) : [];
  const fields = 'fields' in json ? Object.values(json.fields) : [];
  const methods = 'methods' in json ? Object.values(json.methods) : [];
  return [
    ...fields.map(({ type }) => type),
    ...methods.flatMap(({ requestType, responseType }) => [requestType, responseType]),
    ...nested.flatMap(namesIn),
  ];
}
