import { Client, connectivityState, credentials, Metadata } from '@grpc/grpc-js';
import type { MethodDefinition } from '@grpc/proto-loader';
import { TowlineError } from '../../shared/errors.ts';
import type { AdminServiceDefinition } from '../../shared/gen/towline/v1/AdminService.ts';
import { clientOptions } from '../../shared/rpc/channel.ts';
import { v1 } from '../../shared/rpc/protocol.ts';
import { fromServiceError } from '../../shared/rpc/status.ts';
import { isReadOnly } from '../admin/read-only.ts';
import { sessionKey } from '../audit/sessions.ts';
import { proveUser } from './prove-user.ts';

/** The admin service's methods, to be passed to `call`. */
export const admin: AdminServiceDefinition = v1.AdminService.service;

/** A connection to the daemon. */
export interface AdminClient {
  /** Calls a method. Throws TowlineError; `unavailable` where no daemon answers. */
  call<Request, Response>(
    method: MethodDefinition<Request, object, object, Response>,
    request: Request,
  ): Promise<Response>;
  /** Calls a method that answers with a stream; to leave the loop ends the call. Throws as `call` does. */
  stream<Request, Response>(
    method: MethodDefinition<Request, object, object, Response>,
    request: Request,
  ): AsyncIterable<Response>;
  close(): void;
}

/** Another command may be under way, and this one waits for its turn. */
const deadlineMs = 600_000;

/**
 * @param sudoUser who called sudo, where somebody did
 * @param patienceMs how long a call may take
 */
export function connectAdmin(socket: string, sudoUser = '', patienceMs = deadlineMs): AdminClient {
  const client = new Client(`unix:${socket}`, credentials.createInsecure(), clientOptions);
  const ask = <Request, Response>(
    method: MethodDefinition<Request, object, object, Response>,
    request: Request,
    metadata: Metadata,
  ) =>
    new Promise<Response>((resolve, reject) => {
      client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        metadata,
        { deadline: Date.now() + patienceMs },
        (error, response) => {
          if (error !== null) reject(explain(socket, client, error));
          else if (response === undefined)
            reject(new TowlineError('failed', `${method.path} gave no answer`));
          else resolve(response);
        },
      );
    });
  let token: Promise<string> | undefined;
  /** What a call carries: once it changes something, the proof of who calls, made once a connection. */
  const metadataOf = async (path: string, request: unknown): Promise<Metadata> => {
    const metadata = new Metadata();
    if (isReadOnly(path, request)) return metadata;
    token ??= proveUser(
      socket,
      {
        begin: () => ask(admin.BeginSession, {}, new Metadata()),
        open: async (proof) => (await ask(admin.OpenSession, proof, new Metadata())).token,
      },
      sudoUser,
    );
    metadata.set(sessionKey, await token);
    return metadata;
  };
  return {
    call: async (method, request) => ask(method, request, await metadataOf(method.path, request)),
    async *stream(method, request) {
      // No deadline: a large network takes its time and says how far it is, and keepalive finds a dead daemon.
      const call = client.makeServerStreamRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        await metadataOf(method.path, request),
      );
      try {
        for await (const response of call) yield response;
      } catch (error) {
        throw explain(socket, client, error);
      } finally {
        call.cancel();
      }
    },
    close: () => client.close(),
  };
}

function explain(socket: string, client: Client, error: unknown): TowlineError {
  const found = fromServiceError(error);
  // With a connection it is the daemon that says so, in its own words.
  const isConnected = client.getChannel().getConnectivityState(false) === connectivityState.READY;
  if (found.code !== 'unavailable' || isConnected) return found;
  if (/EACCES|EPERM/.test(found.message)) {
    return new TowlineError(
      'denied',
      `you may not open ${socket}: run this as root or as a member of its group`,
      {
        cause: error,
      },
    );
  }
  return new TowlineError(
    'unavailable',
    `no controller answers at ${socket}: start it with 'towline serve' (or 'systemctl start towline')`,
    { cause: error },
  );
}
