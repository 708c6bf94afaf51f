import type { Registry } from 'prom-client';
import { counter, gauge, single } from '../../shared/metrics/series.ts';
import type { ConditionSources } from '../agents/condition.ts';
import type { Door } from '../agents/door.ts';
import type { Watches } from '../agents/watches.ts';
import { type Hints, hintReasons, moveSources } from '../hints/hints.ts';
import type { Queue } from '../serve/queue.ts';
import type { Store } from '../store/store.ts';
import { registerNodes } from './nodes.ts';
import { registerProcess } from './process.ts';
import { registerReleases } from './releases.ts';
import { registerRollouts } from './rollouts.ts';

export interface MetricsSources extends ConditionSources {
  readonly store: Store;
  readonly watches: Watches;
  readonly queue: Pick<Queue, 'size'>;
  readonly hints: Pick<Hints, 'sent' | 'moves'>;
  readonly door: Pick<Door, 'putOff'>;
}

/** Puts what is read when it is asked for into the controller's registry, beside what the meters count. */
export function registerMetrics(registry: Registry, sources: MetricsSources): void {
  const { store, watches, queue, hints, door } = sources;
  const one = (name: string, help: string, value: () => number | undefined) =>
    gauge(registry, `towline_${name}`, help, [], () => single(value()));
  one('watches', 'Open watch streams of nodes.', () => watches.count());
  one('queue_length', 'Work on the inventory and on releases that waits or is under way.', () =>
    queue.size(),
  );
  one('pending_enrollments', 'Routers that wait for approval.', () => store.enrollments.countPending());
  // Kept in the database: a restart forgets no alarm.
  counter(
    registry,
    'towline_enrollment_clones_total',
    'Requests to join with the identity of an enrolled node that were not from its router.',
    [],
    () => single(store.clones.total()),
  );
  counter(
    registry,
    'towline_hints_total',
    'Hints sent to nodes about where a neighbour is, by what they were sent for.',
    ['reason'],
    () => hintReasons.map((reason) => [{ reason }, hints.sent(reason)]),
  );
  counter(
    registry,
    'towline_node_moves_total',
    'Changes of addresses of nodes, by who noticed them: the tunnel or the node itself.',
    ['source'],
    () => moveSources.map((source) => [{ source }, hints.moves(source)]),
  );
  counter(
    registry,
    'towline_sessions_put_off_total',
    'Sessions that nodes were told to begin later, since others were on their way in.',
    [],
    () => single(door.putOff()),
  );
  registerNodes(registry, sources);
  registerReleases(registry, sources);
  registerRollouts(registry, sources);
  registerProcess(registry);
}
