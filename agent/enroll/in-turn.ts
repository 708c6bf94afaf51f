import type { JoinEndpoint } from '../../shared/enrollment/join-string.ts';
import { TowlineError } from '../../shared/errors.ts';

/** Does something at one of the controller's places. */
export type AtAny = <T>(work: (endpoint: JoinEndpoint) => Promise<T>) => Promise<T>;

/**
 * Tries the controller's places one after another, beginning with the one that answered last. A place where nobody
 * answers, or somebody else, is passed over. Throws `untrusted` if every one has another key, `unavailable` if none
 * answers; any other error at once, since the controller itself said it.
 */
export function inTurn(endpoints: readonly JoinEndpoint[]): AtAny {
  let first = 0;
  return async (work) => {
    const failures: TowlineError[] = [];
    for (let i = 0; i < endpoints.length; i++) {
      const index = (first + i) % endpoints.length;
      const endpoint = endpoints[index];
      if (endpoint === undefined) continue;
      try {
        const done = await work(endpoint);
        first = index;
        return done;
      } catch (error) {
        if (!(error instanceof TowlineError) || !isPlace(error)) throw error;
        failures.push(error);
      }
    }
    const code = failures.every((failure) => failure.code === 'untrusted') ? 'untrusted' : 'unavailable';
    throw new TowlineError(code, failures.map((failure) => failure.message).join('; '));
  };
}

function isPlace({ code }: TowlineError): boolean {
  return code === 'unavailable' || code === 'untrusted';
}
