import { Metadata } from '@grpc/grpc-js';

const trailers = new WeakMap<object, Metadata>();

/** Adds to what a call's answer ends with; one that fails ends with its reason alone. */
export function addTrailer(call: object, key: string, value: string | Buffer): void {
  const metadata = trailers.get(call) ?? new Metadata();
  metadata.add(key, value);
  trailers.set(call, metadata);
}

export function trailersOf(call: object): Metadata | undefined {
  return trailers.get(call);
}
