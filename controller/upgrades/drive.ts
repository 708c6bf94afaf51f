import { messageOf } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Wake } from '../../shared/os/wake.ts';
import type { Announcer } from '../agents/announce.ts';
import type { Watches } from '../agents/watches.ts';
import type { Audit } from '../audit/audit.ts';
import type { Store } from '../store/store.ts';
import { type Seen, transition } from './transition.ts';
import { isUnderWay, type Upgrade } from './upgrade.ts';

export interface UpgradePorts {
  readonly store: Store;
  readonly watches: Pick<Watches, 'isOpen' | 'agentObstacle'>;
  readonly announcer: Pick<Announcer, 'agent'>;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
}

export interface DriveOptions extends UpgradePorts {
  /** Ends a pause: an upgrade has begun or was ended, or a node was heard of. */
  readonly wake: Wake;
}

const activeMs = 1_000;
const idleMs = 30_000;

/** Leads upgrades on, until the signal is aborted. What it stands still for is logged once, until it has got on. */
export async function driveUpgrades(options: DriveOptions, signal: AbortSignal): Promise<void> {
  const { store, clock, log, wake } = options;
  const startedMs = clock.monotonic();
  let logged = '';
  while (!signal.aborted) {
    try {
      lookAtUpgrade(options, clock.monotonic() - startedMs);
      logged = '';
    } catch (error) {
      const reason = messageOf(error);
      if (reason !== logged) log.warn({ reason }, 'the upgrade of agents stands still for now, trying again');
      logged = reason;
    }
    const upgrade = store.upgrades.newest();
    const isActive = upgrade !== undefined && isUnderWay(upgrade);
    await wake.wait(isActive ? activeMs : idleMs, signal).catch(() => undefined);
  }
}

/**
 * One look; what it decides is on the disk before a node is told.
 *
 * @param upMs how long the controller has been there
 */
function lookAtUpgrade(ports: UpgradePorts, upMs: number): void {
  const { store, clock, announcer } = ports;
  const before = store.upgrades.newest();
  if (before === undefined) return;
  const after = transition(before, seenNow(ports, upMs), clock.now());
  if (after === before) return;
  saveUpgrade(ports, before, after);
  for (const [index, node] of after.nodes.entries())
    if (node.state === 'told' && before.nodes[index]?.state !== 'told') announcer.agent(node.nodeId);
}

function seenNow({ store, watches }: UpgradePorts, upMs: number): Seen {
  const { epoch } = store.network.get();
  return {
    upMs,
    of(nodeId) {
      const report = store.reports.get(nodeId)?.report.agentUpgrade ?? undefined;
      return {
        isEnrolled: store.nodes.find(nodeId) !== undefined,
        isConnected: watches.isOpen(nodeId),
        obstacle: watches.agentObstacle(nodeId),
        report: report?.epoch === epoch ? report : undefined,
      };
    },
  };
}

/** Puts an upgrade's new state on the disk, and notes what an admin wants to know of it later. */
export function saveUpgrade(
  { store, audit, log }: Pick<UpgradePorts, 'store' | 'audit' | 'log'>,
  before: Upgrade,
  after: Upgrade,
): void {
  const { number, version, state, reason } = after;
  const changed = after.nodes.filter((node, index) => node.state !== before.nodes[index]?.state);
  store.transaction(() => {
    store.upgrades.update(before, after);
    for (const node of changed) {
      if (node.state !== 'done' && node.state !== 'failed') continue;
      audit.note({
        action: node.state === 'done' ? 'agent.upgraded' : 'agent.upgrade_failed',
        subject: node.name,
        detail: {
          upgrade: number,
          version,
          ...(node.reason === '' ? {} : { reason: node.reason.slice(0, 500) }),
        },
        result: node.state === 'done' ? 'ok' : 'failed',
      });
    }
    if (state !== before.state && state !== 'aborted')
      audit.note({
        action: `agent_upgrade.${state}`,
        subject: number,
        detail: { version, ...(reason === '' ? {} : { reason: reason.slice(0, 500) }) },
        result: state === 'stopped' ? 'failed' : 'ok',
      });
  });
  for (const { name, state: now, reason: why } of changed)
    log[now === 'failed' ? 'warn' : 'info'](
      { node: name, version, state: now, reason: why },
      'upgrade of an agent',
    );
}
