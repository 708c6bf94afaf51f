import { isIP } from 'node:net';
import { messageOf } from '../../shared/errors.ts';
import type { ResolveFamily } from '../../shared/net/resolve.ts';
import { parseControllerEndpoint } from '../tunnel/candidates.ts';

/** What the resolver says of a name now. */
export interface Lookup {
  readonly answers: readonly string[];
  /** Empty if there is an answer. */
  readonly error: string;
  /** Whether the resolver itself gave no answer: nothing is known of the name then. */
  readonly isDead: boolean;
}

/** A resolver that says so works: there is no such name, or it has no address of this family. */
const noAddress = new Set(['ENOTFOUND', 'ENODATA']);
const mostAnswers = 16;

/** Asks for a name in both families at once. */
export async function lookUp(resolve: ResolveFamily, name: string, timeoutMs: number): Promise<Lookup> {
  const asked = await Promise.allSettled([resolve(name, 6, timeoutMs), resolve(name, 4, timeoutMs)]);
  const answers = asked.flatMap((one) =>
    one.status === 'fulfilled' ? one.value.map(({ address }) => address) : [],
  );
  const failures = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  const isDead =
    answers.length === 0 && failures.length > 0 && failures.every((one) => !noAddress.has(codeOf(one)));
  if (answers.length > 0) return { answers: answers.slice(0, mostAnswers), error: '', isDead };
  return { answers: [], error: failures.length === 0 ? 'no address' : messageOf(failures[0]), isDead };
}

function codeOf(error: unknown): string {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  return String(cause?.code ?? code ?? '');
}

/** Names in endpoints of the controller, `host:port`; addresses are none. Pure. */
export function namesIn(endpoints: readonly string[]): string[] {
  const hosts = endpoints.flatMap((text) => parseControllerEndpoint(text)?.host ?? []);
  return [...new Set(hosts)].filter((host) => isIP(host) === 0);
}
