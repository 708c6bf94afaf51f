import type { ListTokensResponse } from '../../shared/gen/towline/v1/ListTokensResponse.ts';
import type { AdminContext } from './context.ts';
import { toToken } from './token.ts';

/** Lists the tokens, newest first. */
export function listTokens({ store, clock }: AdminContext): ListTokensResponse {
  const now = clock.now();
  return { tokens: store.tokens.all().map((token) => toToken(store, token, now)) };
}
