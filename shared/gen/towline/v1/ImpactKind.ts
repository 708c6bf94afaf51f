// Original file: proto/towline/v1/admin.proto

/**
 * ImpactKind says what a change does to a running router.
 */
export const ImpactKind = {
  /**
   * Not known.
   */
  IMPACT_KIND_UNSPECIFIED: 'IMPACT_KIND_UNSPECIFIED',
  /**
   * A link comes up.
   */
  IMPACT_KIND_LINK_ADDED: 'IMPACT_KIND_LINK_ADDED',
  /**
   * A link goes away.
   */
  IMPACT_KIND_LINK_REMOVED: 'IMPACT_KIND_LINK_REMOVED',
  /**
   * A link gets another key or pre-shared key at this end.
   */
  IMPACT_KIND_LINK_REKEYED: 'IMPACT_KIND_LINK_REKEYED',
  /**
   * A link stays up and gets another endpoint, port, MTU or keepalive.
   */
  IMPACT_KIND_LINK_CHANGED: 'IMPACT_KIND_LINK_CHANGED',
  /**
   * A BGP session comes.
   */
  IMPACT_KIND_SESSION_ADDED: 'IMPACT_KIND_SESSION_ADDED',
  /**
   * A BGP session goes.
   */
  IMPACT_KIND_SESSION_REMOVED: 'IMPACT_KIND_SESSION_REMOVED',
  /**
   * A BGP session goes down and comes up again.
   */
  IMPACT_KIND_SESSION_RESTARTED: 'IMPACT_KIND_SESSION_RESTARTED',
  /**
   * A BGP session stays up; its routes are filtered again.
   */
  IMPACT_KIND_SESSION_REFILTERED: 'IMPACT_KIND_SESSION_REFILTERED',
  /**
   * The site announces another prefix.
   */
  IMPACT_KIND_PREFIX_ADDED: 'IMPACT_KIND_PREFIX_ADDED',
  /**
   * The site announces a prefix no more.
   */
  IMPACT_KIND_PREFIX_WITHDRAWN: 'IMPACT_KIND_PREFIX_WITHDRAWN',
  /**
   * Another file of BIRD changes: BIRD is reconfigured without restart.
   */
  IMPACT_KIND_BIRD_RECONFIGURED: 'IMPACT_KIND_BIRD_RECONFIGURED',
  /**
   * What the agent sets up beside links and routing changes.
   */
  IMPACT_KIND_SETTINGS_CHANGED: 'IMPACT_KIND_SETTINGS_CHANGED',
  /**
   * A service of the admin's own is checked and reloaded.
   */
  IMPACT_KIND_SERVICE_RELOADED: 'IMPACT_KIND_SERVICE_RELOADED',
} as const;

/**
 * ImpactKind says what a change does to a running router.
 */
export type ImpactKindInput =
  /**
   * Not known.
   */
  | 'IMPACT_KIND_UNSPECIFIED'
  | 0
  /**
   * A link comes up.
   */
  | 'IMPACT_KIND_LINK_ADDED'
  | 1
  /**
   * A link goes away.
   */
  | 'IMPACT_KIND_LINK_REMOVED'
  | 2
  /**
   * A link gets another key or pre-shared key at this end.
   */
  | 'IMPACT_KIND_LINK_REKEYED'
  | 3
  /**
   * A link stays up and gets another endpoint, port, MTU or keepalive.
   */
  | 'IMPACT_KIND_LINK_CHANGED'
  | 4
  /**
   * A BGP session comes.
   */
  | 'IMPACT_KIND_SESSION_ADDED'
  | 5
  /**
   * A BGP session goes.
   */
  | 'IMPACT_KIND_SESSION_REMOVED'
  | 6
  /**
   * A BGP session goes down and comes up again.
   */
  | 'IMPACT_KIND_SESSION_RESTARTED'
  | 7
  /**
   * A BGP session stays up; its routes are filtered again.
   */
  | 'IMPACT_KIND_SESSION_REFILTERED'
  | 8
  /**
   * The site announces another prefix.
   */
  | 'IMPACT_KIND_PREFIX_ADDED'
  | 9
  /**
   * The site announces a prefix no more.
   */
  | 'IMPACT_KIND_PREFIX_WITHDRAWN'
  | 10
  /**
   * Another file of BIRD changes: BIRD is reconfigured without restart.
   */
  | 'IMPACT_KIND_BIRD_RECONFIGURED'
  | 11
  /**
   * What the agent sets up beside links and routing changes.
   */
  | 'IMPACT_KIND_SETTINGS_CHANGED'
  | 12
  /**
   * A service of the admin's own is checked and reloaded.
   */
  | 'IMPACT_KIND_SERVICE_RELOADED'
  | 13

/**
 * ImpactKind says what a change does to a running router.
 */
export type ImpactKind = typeof ImpactKind[keyof typeof ImpactKind]
