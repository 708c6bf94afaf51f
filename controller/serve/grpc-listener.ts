import {
  Server,
  type ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { serverOptions } from '../../shared/rpc/channel.ts';

/** A gRPC server on one address. */
export interface GrpcListener {
  /** Starts to listen; resolves to the port (0 on a Unix socket). Throws `failed`. */
  listen(): Promise<number>;
  /** Takes no new calls and waits for those under way, at most `graceMs`; then ends them. */
  close(graceMs: number): Promise<void>;
}

export interface GrpcListenerOptions {
  /** `address:port`, `[address]:port` or `unix:/path`. */
  readonly address: string;
  readonly credentials: ServerCredentials;
  readonly service: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
  /** Largest request that is taken. */
  readonly maxMessageBytes: number;
}

export function createGrpcListener(options: GrpcListenerOptions): GrpcListener {
  const server = new Server(serverOptions(options.maxMessageBytes));
  server.addService(options.service, options.implementation);
  return {
    listen: () =>
      new Promise((resolve, reject) => {
        server.bindAsync(options.address, options.credentials, (error, port) => {
          if (error === null) resolve(port);
          else
            reject(
              new TowlineError('failed', `cannot listen on ${options.address}: ${messageOf(error)}`, {
                cause: error,
              }),
            );
        });
      }),
    close: (graceMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          server.forceShutdown();
          resolve();
        }, graceMs);
        server.tryShutdown(() => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}
