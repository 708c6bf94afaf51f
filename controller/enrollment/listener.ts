import { ServerCredentials } from '@grpc/grpc-js';
import { v1 } from '../../shared/rpc/protocol.ts';
import type { ListenAddress } from '../config/schema.ts';
import type { ControllerKeys } from '../keys/key-files.ts';
import type { Meters } from '../metrics/meters.ts';
import { createGatedListener, type GrpcListener } from '../serve/grpc-listener.ts';
import type { EnrollmentContext } from './enroll.ts';
import { createGate, enrollmentLimits } from './gate.ts';
import { createRateLimit } from './rate-limit.ts';
import { enrollmentService } from './service.ts';

const maxMessageBytes = 64 * 1024;

/** The listener that anybody can reach: TLS only, one service, limits before everything. */
export function createEnrollmentListener(
  at: ListenAddress,
  { privateKey, certificate, keyHash }: ControllerKeys['tls'],
  context: Omit<EnrollmentContext, 'keyHash' | 'mayAsk'> & { readonly meters: Pick<Meters, 'call'> },
): GrpcListener {
  const mayAsk = createRateLimit(context.clock);
  return createGatedListener({
    at,
    gate: (pass) => createGate(enrollmentLimits, context.clock, pass),
    setting: 'listen.enrollment',
    credentials: ServerCredentials.createSsl(null, [
      { private_key: Buffer.from(privateKey), cert_chain: Buffer.from(certificate) },
    ]),
    service: v1.EnrollmentService.service,
    implementation: enrollmentService({ ...context, keyHash, mayAsk }),
    maxMessageBytes,
    meters: context.meters,
    // A router that waits asks every other second.
    channelOptions: { 'grpc.max_connection_idle_ms': 30_000, 'grpc.max_concurrent_streams': 4 },
  });
}
