// Original file: proto/towline/v1/admin.proto

/**
 * TokenState is what a token is good for now.
 */
export const TokenState = {
  /**
   * Not known.
   */
  TOKEN_STATE_UNSPECIFIED: 'TOKEN_STATE_UNSPECIFIED',
  /**
   * Lets routers in.
   */
  TOKEN_STATE_OPEN: 'TOKEN_STATE_OPEN',
  /**
   * As many routers as it was made for have used it.
   */
  TOKEN_STATE_USED: 'TOKEN_STATE_USED',
  /**
   * Its time is over.
   */
  TOKEN_STATE_EXPIRED: 'TOKEN_STATE_EXPIRED',
  /**
   * An admin has ended it.
   */
  TOKEN_STATE_REVOKED: 'TOKEN_STATE_REVOKED',
} as const;

/**
 * TokenState is what a token is good for now.
 */
export type TokenStateInput =
  /**
   * Not known.
   */
  | 'TOKEN_STATE_UNSPECIFIED'
  | 0
  /**
   * Lets routers in.
   */
  | 'TOKEN_STATE_OPEN'
  | 1
  /**
   * As many routers as it was made for have used it.
   */
  | 'TOKEN_STATE_USED'
  | 2
  /**
   * Its time is over.
   */
  | 'TOKEN_STATE_EXPIRED'
  | 3
  /**
   * An admin has ended it.
   */
  | 'TOKEN_STATE_REVOKED'
  | 4

/**
 * TokenState is what a token is good for now.
 */
export type TokenState = typeof TokenState[keyof typeof TokenState]
