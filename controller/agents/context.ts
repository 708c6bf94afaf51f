import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Pairs } from '../pairs/pairs.ts';
import type { Store } from '../store/store.ts';
import type { Announcer } from './announce.ts';
import type { Challenges } from './challenges.ts';
import type { CallGuard } from './guard.ts';
import type { Watches } from './watches.ts';

/** What the methods of AgentService need. */
export interface AgentContext {
  readonly store: Store;
  readonly guard: CallGuard;
  readonly challenges: Challenges;
  readonly watches: Watches;
  readonly announcer: Announcer;
  readonly pairs: Pick<Pairs, 'reported' | 'confirmed' | 'watched'>;
  /** 32 bytes. */
  readonly signingKey: Buffer;
  readonly clock: Clock;
  readonly log: Log;
}
