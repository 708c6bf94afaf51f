import { ServerCredentials } from '@grpc/grpc-js';
import { v1 } from '../../shared/rpc/protocol.ts';
import type { ListenAddress } from '../config/schema.ts';
import type { ControllerKeys } from '../keys/key-files.ts';
import type { Meters } from '../metrics/meters.ts';
import { createFileServer } from '../packages/file-server.ts';
import { bootstrapScriptPath } from '../packages/places.ts';
import type { Shelf } from '../packages/shelf.ts';
import { createGatedListener, type GrpcListener } from '../serve/grpc-listener.ts';
import type { EnrollmentContext } from './enroll.ts';
import { createFront, type Front } from './front.ts';
import { createGate, enrollmentLimits } from './gate.ts';
import { createRateLimit } from './rate-limit.ts';
import { enrollmentService } from './service.ts';

const maxMessageBytes = 64 * 1024;

export interface EnrollmentListenerContext extends Omit<EnrollmentContext, 'keyHash' | 'mayAsk'> {
  readonly meters: Pick<Meters, 'call'>;
  /** What new routers fetch. */
  readonly shelf: Shelf;
}

/**
 * The listener that anybody can reach: TLS only, one gRPC service, the files that a new router needs, limits before
 * everything.
 */
export function createEnrollmentListener(
  at: ListenAddress,
  { privateKey, certificate, keyHash }: ControllerKeys['tls'],
  context: EnrollmentListenerContext,
): GrpcListener {
  const mayAsk = createRateLimit(context.clock);
  let front: Front | undefined;
  const grpc = createGatedListener({
    at,
    gate: (pass) => {
      const made = createFront({
        ...{ key: privateKey, cert: certificate, grpc: pass },
        http: (socket) => void files.emit('connection', socket),
      });
      const files = createFileServer({ ...context, script: bootstrapScriptPath, stay: made.stay });
      front = made;
      return createGate(enrollmentLimits, context.clock, made.take);
    },
    setting: 'listen.enrollment',
    // TLS ends before.
    credentials: ServerCredentials.createInsecure(),
    service: v1.EnrollmentService.service,
    implementation: enrollmentService({ ...context, keyHash, mayAsk }),
    maxMessageBytes,
    meters: context.meters,
    // A router that waits asks every other second.
    channelOptions: { 'grpc.max_connection_idle_ms': 30_000, 'grpc.max_concurrent_streams': 4 },
  });
  return {
    listen: grpc.listen,
    async close(graceMs) {
      await grpc.close(graceMs);
      front?.close();
    },
  };
}
