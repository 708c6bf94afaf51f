import type { Token as TokenMessage } from '../../shared/gen/towline/v1/Token.ts';
import type { TokenState } from '../../shared/gen/towline/v1/TokenState.ts';
import type { Store } from '../store/store.ts';
import { type Token, tokenState } from '../store/tokens.ts';

const states = {
  open: 'TOKEN_STATE_OPEN',
  used: 'TOKEN_STATE_USED',
  expired: 'TOKEN_STATE_EXPIRED',
  revoked: 'TOKEN_STATE_REVOKED',
} as const satisfies Record<string, TokenState>;

/** A token as the protocol has it, at a time (Unix ms). */
export function toToken({ enrollments, nodes }: Store, token: Token, now: number): TokenMessage {
  const { id, uses, used, node, site, replaces, created, expires } = token;
  const routers = used === 0 ? [] : enrollments.approvedBy(id).map((key) => key.toString('hex'));
  const byKey = new Map(
    routers.length === 0 ? [] : nodes.all().map((n) => [n.identityKey.toString('hex'), n]),
  );
  return {
    id,
    state: states[tokenState(token, now)],
    uses,
    used,
    expiresMs: expires,
    nodeName: node,
    siteName: site,
    replace: replaces,
    createdMs: created,
    usedBy: routers.flatMap((key) => byKey.get(key)?.name ?? []).sort(),
  };
}
