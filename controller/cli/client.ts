import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import type { MethodDefinition } from '@grpc/proto-loader';
import { TowlineError } from '../../shared/errors.ts';
import type { AdminServiceDefinition } from '../../shared/gen/towline/v1/AdminService.ts';
import { clientOptions } from '../../shared/rpc/channel.ts';
import { v1 } from '../../shared/rpc/protocol.ts';
import { fromServiceError } from '../../shared/rpc/status.ts';

/** The admin service's methods, to be passed to `call`. */
export const admin: AdminServiceDefinition = v1.AdminService.service;

/** A connection to the daemon. */
export interface AdminClient {
  /** Calls a method. Throws TowlineError; `unavailable` where no daemon answers. */
  call<Request, Response>(
    method: MethodDefinition<Request, object, object, Response>,
    request: Request,
  ): Promise<Response>;
  close(): void;
}

/** Compiling a large network takes its time. */
const deadlineMs = 300_000;

export function connectAdmin(socket: string): AdminClient {
  const client = new Client(`unix:${socket}`, credentials.createInsecure(), clientOptions);
  return {
    call: (method, request) =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(
          method.path,
          method.requestSerialize,
          method.responseDeserialize,
          request,
          new Metadata(),
          { deadline: Date.now() + deadlineMs },
          (error, response) => {
            if (error !== null) reject(explain(socket, error));
            else if (response === undefined)
              reject(new TowlineError('failed', `${method.path} gave no answer`));
            else resolve(response);
          },
        );
      }),
    close: () => client.close(),
  };
}

function explain(socket: string, error: ServiceError): TowlineError {
  const found = fromServiceError(error);
  if (found.code !== 'unavailable') return found;
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
