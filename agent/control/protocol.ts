import * as z from 'zod';
import { errorCodes, messageOf, TowlineError } from '../../shared/errors.ts';

/** Longest reason of an operator, in characters. */
export const mostReason = 500;

/** What may be asked of a running agent: one request a connection, one line of JSON, answered by one line. */
const requestSchema = z.discriminatedUnion('do', [
  /** Answered with the process that holds the socket. */
  z.strictObject({ do: z.literal('pid') }),
  z.strictObject({ do: z.literal('rollback'), reason: z.string().max(mostReason) }),
]);

export type ControlRequest = z.infer<typeof requestSchema>;

const answerSchema = z.union([
  z.strictObject({ result: z.unknown() }),
  z.strictObject({ error: z.strictObject({ code: z.enum(errorCodes), message: z.string() }) }),
]);

/** Longest request in bytes; no answer is longer than `mostAnswerBytes`. */
export const mostRequestBytes = 8192;
export const mostAnswerBytes = 65_536;

/** Reads a request. Throws `invalid`. Pure. */
export function parseRequest(line: string): ControlRequest {
  const result = requestSchema.safeParse(parsedJson(line));
  if (result.success) return result.data;
  throw new TowlineError('invalid', 'no request of the agent, use the program that came with it');
}

/** The result that an answer holds. Throws the error that it holds, and `failed` for what is no answer. Pure. */
export function parseAnswer(line: string): unknown {
  const parsed = answerSchema.safeParse(parsedJson(line));
  if (!parsed.success)
    throw new TowlineError('failed', 'what holds the control socket does not answer as an agent');
  if ('result' in parsed.data) return parsed.data.result;
  const { code, message } = parsed.data.error;
  throw new TowlineError(code, message);
}

/** The line for a result. Pure. */
export function resultLine(result: unknown): string {
  return `${JSON.stringify({ result })}\n`;
}

/** The line for an error. Pure. */
export function errorLine(error: unknown): string {
  const code = error instanceof TowlineError ? error.code : 'failed';
  return `${JSON.stringify({ error: { code, message: messageOf(error).slice(0, 8000) } })}\n`;
}

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
