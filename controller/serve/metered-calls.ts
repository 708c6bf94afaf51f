import {
  type handleUnaryCall,
  type ServerWritableStream,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { Meters } from '../metrics/meters.ts';

type AnyStream = ServerWritableStream<unknown, unknown>;

/** An implementation whose calls are metered. A client that goes away ends its call as `CANCELLED`. */
export function meteredCalls(
  service: ServiceDefinition,
  implementation: UntypedServiceImplementation,
  meters: Pick<Meters, 'call'>,
): UntypedServiceImplementation {
  const methods = Object.entries(service).flatMap(([name, { path, responseStream }]) => {
    const handle = implementation[name] as never;
    // What is not there is the server's to refuse.
    if (handle === undefined) return [];
    return [[name, responseStream ? streaming(path, handle) : unary(path, handle)]];
  });

  function unary(path: string, handle: handleUnaryCall<unknown, unknown>): handleUnaryCall<unknown, unknown> {
    return (call, callback) => {
      const metered = meters.call(path);
      call.once('cancelled', () => metered.ended('CANCELLED'));
      handle(call, (error, ...rest) => {
        metered.ended(codeOf(error));
        callback(error, ...rest);
      });
    };
  }

  function streaming(path: string, handle: (call: AnyStream) => void): (call: AnyStream) => void {
    return (call) => {
      const metered = meters.call(path);
      call.once('cancelled', () => metered.ended('CANCELLED'));
      call.once('error', (error) => metered.ended(codeOf(error)));
      call.once('finish', () => metered.ended('OK'));
      handle(call);
    };
  }

  return Object.fromEntries(methods) as UntypedServiceImplementation;
}

function codeOf(error: unknown): string {
  if (error == null) return 'OK';
  const { code } = error as { readonly code?: number };
  return status[code ?? status.UNKNOWN] ?? 'UNKNOWN';
}
