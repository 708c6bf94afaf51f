import type { Store } from '../store/store.ts';

/**
 * Has enrolled routers that ask once more, because they never heard the first answer or lost what it said, get a new
 * one: it says where the tunnel is now, and which key signs.
 */
export function renewAnswers({ enrollments }: Pick<Store, 'enrollments'>): void {
  enrollments.forgetAnswers();
}
