import { TowlineError } from '../../shared/errors.ts';
import type { Amount } from '../../shared/gen/towline/v1/Amount.ts';
import type { BeginRolloutRequest } from '../../shared/gen/towline/v1/BeginRolloutRequest.ts';
import type { BeginRolloutResponse } from '../../shared/gen/towline/v1/BeginRolloutResponse.ts';
import { beginRollout as begin, planRollout } from '../rollout/begin.ts';
import { chosenBy } from './activate.ts';
import type { AdminContext } from './context.ts';
import { rolloutMessage } from './get-rollout.ts';

/** A year, in ms: more is a mistake. */
const mostMs = 365 * 86_400_000;

/**
 * Activates a release in waves, or dry says which they would be. Throws `invalid`, `notFound`, `conflict`,
 * InventoryError.
 */
export async function beginRollout(
  context: AdminContext,
  request: BeginRolloutRequest,
): Promise<BeginRolloutResponse> {
  const { queue, releases, watches, rolloutWake, log } = context;
  const wave = checked(request.wave, 'a wave');
  const maxFailures = checked(request.maxFailures, 'the limit of failures');
  for (const ms of [request.pauseMs, request.marginMs])
    if (!(ms >= 0 && ms <= mostMs)) throw new TowlineError('invalid', 'a pause is at most a year');
  if (request.canaryCount > 0 && request.canaries.length > 0)
    throw new TowlineError('invalid', 'canaries are named, or so many are chosen, not both');
  if (request.waitsAfterCanaries && request.canaryCount + request.canaries.length === 0)
    throw new TowlineError(
      'invalid',
      'there is nothing to wait for after the canaries: say which or how many',
    );
  const sources = { context: releases, watches };
  const { plan, rollout } = await queue(async () => {
    const names = await chosenBy(context, request);
    const { release, canaries, canaryCount, pauseMs, waitsAfterCanaries, marginMs, rollsBack } = request;
    const asked = { release, canaries, canaryCount, pauseMs, waitsAfterCanaries, marginMs, rollsBack };
    const planned = await planRollout(sources, { ...asked, names, wave, maxFailures });
    return { plan: planned, rollout: request.dryRun ? undefined : begin(sources, planned) };
  });
  const { release, settings, nodes } = plan.rollout;
  if (rollout !== undefined) {
    log.info({ release, rollout: rollout.number, nodes: nodes.length }, 'a rollout begins');
    rolloutWake.notify();
  }
  return {
    release,
    waves: plan.waves.map(({ names, exceptions, hasCanaries }) => ({
      nodes: [...names],
      exceptions: [...exceptions],
      hasCanaries,
    })),
    left: plan.left.map(({ name, reason }) => ({ nodeName: name, reason })),
    maxFailures: settings.maxFailures,
    waveNodes: settings.waveNodes,
    rollout: rollout === undefined ? null : rolloutMessage(context, rollout),
  };
}

function checked(amount: Amount | null, what: string): Amount {
  const { value, isPercent } = amount ?? { value: 0, isPercent: false };
  if (value >= 1 && (!isPercent || value <= 100)) return { value, isPercent };
  throw new TowlineError('invalid', `${what} is a number of nodes from 1 up, or 1% to 100%`);
}
