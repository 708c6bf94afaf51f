import { TowlineError } from '../../shared/errors.ts';
import { failuresOf } from './quarantine.ts';
import type { BundleRef, Journal } from './schema.ts';

/**
 * The journal when an operator has asked to go back. What was only staged or checked is dropped, what was switched to
 * is taken back, and at rest the bundle confirmed before is the one to go to. Throws `conflict` where there is none.
 * Pure.
 */
export function askedBack(journal: Journal, asked: { reason: string; retry?: number }): Journal {
  const { phase, running, before } = journal;
  // The journal's own may be newer: what is desired now is not always known.
  const retry = Math.max(asked.retry ?? 0, journal.retry ?? 0);
  const told: Journal = retry === 0 ? journal : { ...journal, retry };
  const lastApply = ({ release }: BundleRef, reason: string, state: string) =>
    ({ release, outcome: 'applying', reason, state }) as const;
  switch (phase.state) {
    case 'staging':
    case 'checking':
      return {
        ...told,
        phase: { state: 'quarantined', bundle: phase.bundle },
        lastApply: { ...lastApply(phase.bundle, asked.reason, phase.state), outcome: 'refused' },
        failures: failuresOf(told, phase.bundle, 0, true),
      };
    case 'switching':
    case 'proving':
    case 'rollingBack': {
      const isFailed = phase.state === 'rollingBack';
      const reason = isFailed ? `${phase.reason}; ${asked.reason}` : asked.reason;
      const failedIn = isFailed ? phase.failedIn : phase.state;
      const step = isFailed && phase.step !== undefined ? { step: phase.step } : {};
      const { bundle } = phase;
      return {
        ...told,
        phase: {
          state: 'rollingBack',
          bundle,
          failedIn,
          ...step,
          reason,
          unconfirmed: false,
          operator: true,
        },
        lastApply: { ...lastApply(bundle, reason, failedIn), ...step },
      };
    }
    default: {
      if (running === undefined)
        throw new TowlineError('conflict', 'no bundle runs here: nothing to go back from');
      if (before === undefined)
        throw new TowlineError(
          'conflict',
          `nothing to go back to: no bundle was confirmed before the one of release ${running.release}; \`towline rollback\` on the controller makes a release of older content`,
        );
      const { before: _before, ...rest } = told;
      return {
        ...rest,
        running: before,
        phase: {
          state: 'rollingBack',
          bundle: running,
          failedIn: 'confirmed',
          reason: asked.reason,
          unconfirmed: false,
          operator: true,
        },
        lastApply: lastApply(running, asked.reason, 'confirmed'),
      };
    }
  }
}
