import type { EnrollmentServiceHandlers } from '../../shared/gen/towline/v1/EnrollmentService.ts';
import { unary } from '../serve/handlers.ts';
import { addressOf } from '../tunnel/source-address.ts';
import { type EnrollmentContext, enroll } from './enroll.ts';

export function enrollmentService(context: EnrollmentContext): EnrollmentServiceHandlers {
  return {
    Enroll: unary(context.log, (request, call) => enroll(context, request, addressOf(call.getPeer()))),
  };
}
