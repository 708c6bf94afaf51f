import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Wake } from '../../shared/os/wake.ts';
import type { Hints } from '../hints/hints.ts';
import type { Signing } from '../keys/signing.ts';
import type { Pairs } from '../pairs/pairs.ts';
import type { Questions } from '../questions/questions.ts';
import type { Store } from '../store/store.ts';
import type { Announcer } from './announce.ts';
import type { Challenges } from './challenges.ts';
import type { Door } from './door.ts';
import type { CallGuard } from './guard.ts';
import type { Watches } from './watches.ts';

/** What the methods of AgentService need. */
export interface AgentContext {
  readonly store: Store;
  readonly guard: CallGuard;
  readonly challenges: Challenges;
  readonly watches: Watches;
  readonly door: Pick<Door, 'enter' | 'entered' | 'spread'>;
  readonly announcer: Announcer;
  readonly pairs: Pick<Pairs, 'reported' | 'confirmed' | 'watched'>;
  readonly signing: Signing;
  readonly hints: Pick<Hints, 'told'>;
  readonly questions: Pick<Questions, 'answered'>;
  /** Has the tunnel looked at now, since a node says that it moved. */
  readonly lookWake: Pick<Wake, 'notify'>;
  /** Notified when a node has made the link key that it was asked for. */
  readonly rotationWake: Pick<Wake, 'notify'>;
  /** Told each time that a node has something to say of how it is. */
  readonly heard: (nodeId: number) => void;
  readonly clock: Clock;
  readonly log: Log;
}
