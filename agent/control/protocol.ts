import * as z from 'zod';
import { logLevels, mostLevelMs } from '../../shared/os/log-level.ts';
import { parseRequest, type SocketProtocol } from '../socket/protocol.ts';

/** Longest reason of an operator, in characters. */
export const mostReason = 500;

/** What an operator may ask of a running agent. */
const requestSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('rollback'), reason: z.string().max(mostReason) }),
  z.strictObject({
    do: z.literal('logLevel'),
    /** Absent to leave it. */
    level: z.enum(logLevels).optional(),
    /** Milliseconds after which it goes back by itself. */
    forMs: z.int().min(1).max(mostLevelMs).optional(),
  }),
]);

export type ControlRequest = z.infer<typeof requestSchema>;

const who = 'agent';

export const controlProtocol: SocketProtocol<ControlRequest> = {
  who,
  parse: (request) => parseRequest(requestSchema, request, { who }),
  mostRequestBytes: 8192,
};
