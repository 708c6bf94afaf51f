import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import type { LogLevel } from '../../shared/os/log-level.ts';
import type { Wake } from '../../shared/os/wake.ts';
import type { Watches } from '../agents/watches.ts';
import type { Audit } from '../audit/audit.ts';
import type { Sessions } from '../audit/sessions.ts';
import type { Snapshots } from '../backup/snapshots.ts';
import type { AnswerFacts } from '../enrollment/answer.ts';
import type { Inventory } from '../git/inventory.ts';
import type { Hints } from '../hints/hints.ts';
import type { MasterKey } from '../keys/master-key.ts';
import type { Questions } from '../questions/questions.ts';
import type { ReleaseContext } from '../release/context.ts';
import type { Queue } from '../serve/queue.ts';
import type { Store } from '../store/store.ts';
import type { ManagementTunnel } from '../tunnel/management.ts';
import type { Roster } from '../tunnel/roster.ts';

/** What the methods of AdminService need. */
export interface AdminContext {
  readonly store: Store;
  readonly inventory: Inventory;
  readonly releases: ReleaseContext;
  /** The bare repositories: the authoritative inventory and the rendered files. */
  readonly repositories: { readonly inventory: string; readonly rendered: string };
  /** What backups are made of. */
  readonly snapshots: Snapshots;
  /** What touches the work tree or makes a release goes through it. */
  readonly queue: Queue;
  readonly roster: Roster;
  readonly watches: Watches;
  readonly hints: Pick<Hints, 'facts'>;
  /** Asks nodes what nobody reports all the time. */
  readonly questions: Pick<Questions, 'ask'>;
  /** The facts of enrollment answers; the agents' port is known once it is bound. */
  readonly answerFacts: () => AnswerFacts;
  readonly joinString: () => string;
  readonly managementTunnel: Omit<ManagementTunnel, 'answerFacts'>;
  /** Called when a node has come or changed its keys. */
  readonly onEnrolled: (nodeId: number) => Promise<void>;
  /** Who calls. */
  readonly sessions: Sessions;
  readonly masterKey: MasterKey;
  /** To be notified when a node's link key is to be renewed. */
  readonly rotationWake: Pick<Wake, 'notify'>;
  /** To be notified when a rollout has begun or was changed. */
  readonly rolloutWake: Pick<Wake, 'notify'>;
  /** To be notified when an upgrade of agents has begun or was ended. */
  readonly upgradeWake: Pick<Wake, 'notify'>;
  /** Speaks for the admin whose call it is. */
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
  readonly logLevel: LogLevel;
}
