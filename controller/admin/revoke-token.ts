import { TowlineError } from '../../shared/errors.ts';
import type { RevokeTokenRequest } from '../../shared/gen/towline/v1/RevokeTokenRequest.ts';
import type { RevokeTokenResponse } from '../../shared/gen/towline/v1/RevokeTokenResponse.ts';
import type { AdminContext } from './context.ts';
import { toToken } from './token.ts';

/** Ends a token: routers that it let in stay in. Throws `notFound`. */
export function revokeToken(
  { store, clock, log }: AdminContext,
  { id }: RevokeTokenRequest,
): RevokeTokenResponse {
  const now = clock.now();
  store.tokens.revoke(id.toLowerCase(), now);
  const token = store.tokens.find(id.toLowerCase());
  if (token === undefined) {
    throw new TowlineError(
      'notFound',
      `there is no token with the id ${JSON.stringify(id.slice(0, 40))}: see 'towline token list'`,
    );
  }
  log.info({ token: token.id }, 'token revoked');
  return { token: toToken(store, token, now) };
}
