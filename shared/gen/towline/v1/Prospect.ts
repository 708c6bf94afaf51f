// Original file: proto/towline/v1/agent.proto

/**
 * Prospect says whether a link can work in one IP family, as far as the facts
 * of both ends tell.
 */
export const Prospect = {
  /**
   * Not known: the facts of one end are not.
   */
  PROSPECT_UNSPECIFIED: 'PROSPECT_UNSPECIFIED',
  /**
   * It can.
   */
  PROSPECT_POSSIBLE: 'PROSPECT_POSSIBLE',
  /**
   * It takes luck.
   */
  PROSPECT_DOUBTFUL: 'PROSPECT_DOUBTFUL',
  /**
   * It cannot.
   */
  PROSPECT_IMPOSSIBLE: 'PROSPECT_IMPOSSIBLE',
} as const;

/**
 * Prospect says whether a link can work in one IP family, as far as the facts
 * of both ends tell.
 */
export type ProspectInput =
  /**
   * Not known: the facts of one end are not.
   */
  | 'PROSPECT_UNSPECIFIED'
  | 0
  /**
   * It can.
   */
  | 'PROSPECT_POSSIBLE'
  | 1
  /**
   * It takes luck.
   */
  | 'PROSPECT_DOUBTFUL'
  | 2
  /**
   * It cannot.
   */
  | 'PROSPECT_IMPOSSIBLE'
  | 3

/**
 * Prospect says whether a link can work in one IP family, as far as the facts
 * of both ends tell.
 */
export type Prospect = typeof Prospect[keyof typeof Prospect]
