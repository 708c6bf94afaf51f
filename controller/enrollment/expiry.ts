import type { Store } from '../store/store.ts';

/** A router asks every few seconds: one that was silent this long has gone. */
export const pendingForMs = 3_600_000;

/** Forgets the requests of routers that have gone. */
export function dropExpired({ enrollments }: Pick<Store, 'enrollments'>, now: number): void {
  enrollments.dropPendingSeenBefore(now - pendingForMs);
}
