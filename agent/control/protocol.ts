import * as z from 'zod';
import { parseRequest, type SocketProtocol } from '../socket/protocol.ts';

/** Longest reason of an operator, in characters. */
export const mostReason = 500;

/** What an operator may ask of a running agent. */
const requestSchema = z.strictObject({ do: z.literal('rollback'), reason: z.string().max(mostReason) });

export type ControlRequest = z.infer<typeof requestSchema>;

const who = 'agent';

export const controlProtocol: SocketProtocol<ControlRequest> = {
  who,
  parse: (request) => parseRequest(requestSchema, request, { who }),
  mostRequestBytes: 8192,
};
