import { TowlineError } from '../../shared/errors.ts';
import { askedBack } from './asked-back.ts';
import { failuresAfter, isEnough, letOut } from './quarantine.ts';
import type { BundleRef, Journal, Phase } from './schema.ts';

/** What happens to a journal. */
export type JournalEvent =
  | {
      readonly kind: 'seen';
      readonly epoch: number;
      readonly release: number;
      readonly manifestDigest: string;
    }
  /** The bundle that runs is also the one of a later release. */
  | { readonly kind: 'renewed'; readonly bundle: BundleRef }
  | { readonly kind: 'stage'; readonly bundle: BundleRef; readonly retry?: number }
  | { readonly kind: 'check' }
  | { readonly kind: 'switch' }
  | { readonly kind: 'prove' }
  | { readonly kind: 'confirm' }
  | { readonly kind: 'refused'; readonly release: number; readonly reason: string }
  /** A release could not be tried for a reason that may pass; it is tried again. */
  | { readonly kind: 'delayed'; readonly release: number; readonly reason: string }
  /** What was switched to does not work. */
  | {
      readonly kind: 'fail';
      readonly reason: string;
      readonly step?: string | undefined;
      readonly unconfirmed: boolean;
    }
  /**
   * An operator wants the bundle away that is on its way, or else the one before the one that runs. Either way the
   * bundle goes into quarantine.
   *
   * @param retry of the release that is desired now, where that is known
   */
  | { readonly kind: 'operator'; readonly reason: string; readonly retry?: number }
  /** Taking the bundle back failed; it is tried again, and after a restart too. */
  | { readonly kind: 'rollBackFailed'; readonly reason: string }
  | { readonly kind: 'rolledBack'; readonly reason: string; readonly counts: boolean }
  /** The bundle that ran cannot be read any more. */
  | { readonly kind: 'lost'; readonly reason: string };

/** Whether files and running state may be another bundle's than `running`: what has to be taken back at start. */
export function isSwitched(
  phase: Phase,
): phase is Extract<Phase, { state: 'switching' | 'proving' | 'rollingBack' }> {
  return phase.state === 'switching' || phase.state === 'proving' || phase.state === 'rollingBack';
}

/** The bundle that links and BIRD are to follow now: the one being tried, or else the one that was confirmed. */
export function bundleInForce({ phase, running }: Journal): BundleRef | undefined {
  return phase.state === 'switching' || phase.state === 'proving' ? phase.bundle : running;
}

/** Whether a bundle failed here, or is about to have: it is being taken back. Pure. */
export function hasFailed({ failures, phase }: Journal, digest: string): boolean {
  if (isSwitched(phase) && phase.bundle.digest === digest) return true;
  return failures?.digest === digest && failures.count > 0;
}

/** The journal after an event. Throws `conflict` for an event that its state does not allow. Pure. */
export function transition(journal: Journal, event: JournalEvent): Journal {
  const { phase, running } = journal;
  switch (event.kind) {
    case 'seen': {
      const { epoch, release, manifestDigest } = event;
      const { highestSeen } = journal;
      if (highestSeen !== undefined && (epoch - highestSeen.epoch || release - highestSeen.release) < 0)
        throw impossible(phase, event);
      return { ...journal, highestSeen: { epoch, release, manifestDigest } };
    }
    case 'renewed':
      if (isSwitched(phase) || running?.digest !== event.bundle.digest) throw impossible(phase, event);
      return confirmed(journal, event.bundle);
    case 'stage':
      if (isSwitched(phase)) throw impossible(phase, event);
      return {
        ...letOut(journal, event.retry ?? 0),
        phase: { state: 'staging', bundle: event.bundle },
        lastApply: { release: event.bundle.release, outcome: 'applying', reason: '' },
      };
    case 'check':
      if (phase.state !== 'staging') throw impossible(phase, event);
      return { ...journal, phase: { state: 'checking', bundle: phase.bundle } };
    case 'switch':
      if (phase.state !== 'checking') throw impossible(phase, event);
      return { ...journal, phase: { state: 'switching', bundle: phase.bundle } };
    case 'prove':
      if (phase.state !== 'switching') throw impossible(phase, event);
      return { ...journal, phase: { state: 'proving', bundle: phase.bundle } };
    case 'confirm':
      if (phase.state !== 'proving') throw impossible(phase, event);
      return confirmed(journal, phase.bundle);
    case 'refused':
    case 'delayed': {
      if (isSwitched(phase)) throw impossible(phase, event);
      const outcome = event.kind === 'refused' ? 'refused' : 'applying';
      const isUnderWay = phase.state === 'staging' || phase.state === 'checking';
      return {
        ...journal,
        phase: isUnderWay ? atRest(journal) : phase,
        lastApply: {
          release: event.release,
          outcome,
          reason: event.reason,
          ...(isUnderWay ? { state: phase.state } : {}),
        },
      };
    }
    case 'fail': {
      if (phase.state !== 'switching' && phase.state !== 'proving') throw impossible(phase, event);
      const { reason, unconfirmed } = event;
      const where = event.step === undefined ? {} : { step: event.step };
      const { bundle, state } = phase;
      return {
        ...journal,
        phase: { state: 'rollingBack', bundle, failedIn: state, ...where, reason, unconfirmed },
        lastApply: { release: bundle.release, outcome: 'applying', reason, state, ...where },
      };
    }
    case 'operator':
      return askedBack(journal, event);
    case 'rollBackFailed':
      if (phase.state !== 'rollingBack' || journal.lastApply === undefined) throw impossible(phase, event);
      return { ...journal, lastApply: { ...journal.lastApply, reason: event.reason } };
    case 'rolledBack': {
      if (phase.state !== 'rollingBack') throw impossible(phase, event);
      const { bundle, failedIn: state, step } = phase;
      const failures = failuresAfter(journal, phase, event.counts);
      return {
        ...journal,
        phase: isEnough(failures) ? { state: 'quarantined', bundle } : atRest(journal),
        lastApply: {
          release: bundle.release,
          outcome: 'rolledBack',
          reason: event.reason,
          state,
          ...(step === undefined ? {} : { step }),
        },
        failures,
      };
    }
    case 'lost': {
      if (isSwitched(phase) || running === undefined) throw impossible(phase, event);
      const { running: _running, failures, ...rest } = journal;
      return {
        ...rest,
        // What an operator left did work: it is better than nothing.
        ...(failures === undefined || failures.operator ? {} : { failures }),
        phase: { state: 'idle' },
        lastApply: { release: running.release, outcome: 'rolledBack', reason: event.reason },
      };
    }
  }
}

function confirmed(journal: Journal, bundle: BundleRef): Journal {
  const { failures: _failures, running, ...rest } = journal;
  return {
    ...rest,
    phase: { state: 'confirmed' },
    running: bundle,
    ...(running === undefined || running.digest === bundle.digest ? {} : { before: running }),
    lastApply: { release: bundle.release, outcome: 'confirmed', reason: '' },
  };
}

function atRest({ running }: Journal): Phase {
  return { state: running === undefined ? 'idle' : 'confirmed' };
}

function impossible({ state }: Phase, { kind }: JournalEvent): TowlineError {
  return new TowlineError('conflict', `the journal is ${state}, which does not allow '${kind}'`);
}
