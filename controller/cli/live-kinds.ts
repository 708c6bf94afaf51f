/** What `towline completion words` can list, as only the controller knows it. */
export const liveKinds = ['node', 'site', 'group', 'release', 'code', 'token'] as const;
export type LiveKind = (typeof liveKinds)[number];
