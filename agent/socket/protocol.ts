import * as z from 'zod';
import { errorCodes, messageOf, TowlineError } from '../../shared/errors.ts';

/**
 * What a process of this machine may be asked at its socket: one request a connection, one line of JSON, answered by
 * one line. `{"do":"pid"}` is answered by all of them, with the process that holds the socket.
 */
export interface SocketProtocol<Request> {
  /** Who answers, in errors: "agent". */
  readonly who: string;
  /** Throws `invalid`. */
  readonly parse: (request: unknown) => Request;
  /** Longest request in bytes. */
  readonly mostRequestBytes: number;
}

/** Longest answer in bytes. */
export const mostAnswerBytes = 65_536;

const answerSchema = z.union([
  z.strictObject({ result: z.unknown() }),
  z.strictObject({ error: z.strictObject({ code: z.enum(errorCodes), message: z.string() }) }),
]);

/** What a request says under a schema. Throws `invalid`. Pure. */
export function parseRequest<Request>(
  schema: z.ZodType<Request>,
  request: unknown,
  { who }: { who: string },
): Request {
  const result = schema.safeParse(request);
  if (result.success) return result.data;
  throw new TowlineError('invalid', `no request of the ${who}, use the program that came with it`);
}

/** The result that an answer holds. Throws the error that it holds, and `failed` for what is no answer. Pure. */
export function parseAnswer(line: string, who: string): unknown {
  const parsed = answerSchema.safeParse(parsedJson(line));
  if (!parsed.success)
    throw new TowlineError('failed', `what holds the socket does not answer as ${who} does`);
  if ('result' in parsed.data) return parsed.data.result;
  const { code, message } = parsed.data.error;
  throw new TowlineError(code, message);
}

/** The line for a result. Pure. */
export function resultLine(result: unknown): string {
  return `${JSON.stringify({ result: result ?? null })}\n`;
}

/** The line for an error. Pure. */
export function errorLine(error: unknown): string {
  const code = error instanceof TowlineError ? error.code : 'failed';
  return `${JSON.stringify({ error: { code, message: messageOf(error).slice(0, 8000) } })}\n`;
}

/** What a line of JSON says; undefined if it is none. */
export function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
