import type { Socket, Server as TcpServer } from 'node:net';
import {
  type ChannelOptions,
  Server,
  type ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { serverOptions } from '../../shared/rpc/channel.ts';
import type { ListenAddress } from '../config/schema.ts';
import type { Meters } from '../metrics/meters.ts';
import { cannotListen } from './cannot-listen.ts';
import { listenTcp } from './listen-tcp.ts';
import { meteredCalls } from './metered-calls.ts';

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
  /** What to change where the address cannot be had: a key of controller.toml. */
  readonly setting: string;
  /** Largest request that is taken. */
  readonly maxMessageBytes: number;
  readonly meters: Pick<Meters, 'call'>;
  /** More than every server has. */
  readonly channelOptions?: ChannelOptions;
}

export function createGrpcListener(options: GrpcListenerOptions): GrpcListener {
  const server = serverFor(options);
  let { address } = options;
  return {
    listen: () =>
      new Promise((resolve, reject) => {
        server.bindAsync(address, options.credentials, (error, port) => {
          if (error !== null) return reject(cannotListen(address, options.setting, error));
          address = address.replace(/:0$/, `:${port}`);
          resolve(port);
        });
      }),
    close(graceMs) {
      // forceShutdown knows the connections of channelz alone, which is off.
      server.drain(address, graceMs);
      return shutDown(server, graceMs);
    },
  };
}

export interface GatedListenerOptions extends Omit<GrpcListenerOptions, 'address'> {
  readonly at: ListenAddress;
  /** Makes the TCP server, which passes on the connections that it lets through. */
  readonly gate: (pass: (socket: Socket) => void) => TcpServer;
}

/** The same behind a TCP server that decides which connections it gets. */
export function createGatedListener({ at, gate, ...options }: GatedListenerOptions): GrpcListener {
  const server = serverFor(options);
  const injector = server.createConnectionInjector(options.credentials);
  const sockets = new Set<Socket>();
  const tcp = gate((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    injector.injectConnection(socket);
  });
  return {
    listen: () => listenTcp(tcp, at, options.setting),
    async close(graceMs) {
      tcp.close();
      await shutDown(server, graceMs);
      // Also those that never said anything.
      for (const socket of sockets) socket.destroy();
    },
  };
}

function serverFor({
  service,
  implementation,
  meters,
  ...options
}: Omit<GrpcListenerOptions, 'address'>): Server {
  const server = new Server({ ...serverOptions(options.maxMessageBytes), ...options.channelOptions });
  server.addService(service, meteredCalls(service, implementation, meters));
  return server;
}

function shutDown(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, graceMs);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
