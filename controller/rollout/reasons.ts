/** How the reason begins of a rollout that waits for an admin after its canaries. */
export const provedText = 'the canaries have proved it';

/** How the reason begins of a rollout that waits for its canaries. */
export const noCanary = 'no canary can be told now';
