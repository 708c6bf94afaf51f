import type {
  handleServerStreamingCall,
  handleUnaryCall,
  ServerUnaryCall,
  ServerWritableStream,
} from '@grpc/grpc-js';
import { TowlineError } from '../../shared/errors.ts';
import type { Log } from '../../shared/os/log.ts';
import { toStatus } from '../../shared/rpc/status.ts';
import { trailersOf } from './trailers.ts';

/** A unary method as a function that gives its answer or throws; errors are mapped, and faults of ours logged, here. */
export function unary<Request, Response>(
  log: Log,
  handle: (request: Request, call: ServerUnaryCall<Request, Response>) => Promise<Response> | Response,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    const answer = async () => handle(call.request, call);
    answer().then(
      (response) => callback(null, response, trailersOf(call)),
      (error: unknown) => {
        noteFault(log, call.getPath(), error);
        callback(toStatus(error));
      },
    );
  };
}

/** A streaming method; the stream ends when the promise resolves. */
export function streaming<Request, Response>(
  log: Log,
  handle: (request: Request, call: ServerWritableStream<Request, Response>) => Promise<void>,
): handleServerStreamingCall<Request, Response> {
  return (call) => {
    const stream = async () => handle(call.request, call);
    stream().then(
      () => call.end(trailersOf(call)),
      (error: unknown) => {
        noteFault(log, call.getPath(), error);
        // Also after a client that went: destroying an ended stream does nothing.
        call.emit('error', toStatus(error));
      },
    );
  };
}

function noteFault(log: Log, method: string, error: unknown): void {
  if (!(error instanceof TowlineError)) log.error({ err: error, method }, 'a call failed by a fault of ours');
  else if (error.code === 'failed') log.error({ reason: error.message, method }, 'a call failed');
  else log.debug({ reason: error.message, method }, 'a call was refused');
}
