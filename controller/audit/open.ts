import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Run } from '../../shared/os/run.ts';
import type { Store } from '../store/store.ts';
import { type Audit, createAudit } from './audit.ts';
import { formatHead } from './event.ts';
import { createProofFolder, type ProofFolder, proofFolderOf } from './proof-folder.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { subordinateTo } from './subordinate-ids.ts';
import { userNameOf } from './user-name.ts';

export interface AuditOptions {
  readonly store: Pick<Store, 'events'>;
  /** Path of the admin socket. */
  readonly socket: string;
  readonly run: Run;
  readonly clock: Clock;
  readonly log: Log;
}

/** What notes who does what, and finds out who it is. */
export interface AuditParts {
  readonly audit: Audit;
  readonly sessions: Sessions;
  readonly proofs: Pick<ProofFolder, 'prepare'>;
  /** Notes that the daemon starts, and what it had not ended when it last did, or that it stops. */
  readonly noteRun: (action: 'daemon.started' | 'daemon.stopped') => void;
}

export function openAudit({ store, socket, run, clock, log }: AuditOptions): AuditParts {
  const audit = createAudit(store.events, clock);
  const proofs = createProofFolder(proofFolderOf(socket));
  return {
    audit,
    proofs,
    sessions: createSessions({
      folder: proofs,
      clock,
      userName: (uid) => userNameOf(run, uid),
      subordinateTo,
    }),
    noteRun(action) {
      if (action === 'daemon.started') audit.noteInterrupted();
      audit.note({ action });
      // In the journal of the machine the end of the log is out of the database's reach.
      log.info({ head: formatHead(store.events.head()) }, 'end of the audit log');
    },
  };
}
