import { Counter, Gauge, Registry } from 'prom-client';
import type { Watches } from '../agents/watches.ts';
import { type Hints, hintReasons, moveSources } from '../hints/hints.ts';
import type { Store } from '../store/store.ts';

/** The controller's metrics, in a registry of its own; values are read when it is asked. */
export function createMetrics(
  store: Store,
  watches: Watches,
  hints: Pick<Hints, 'sent' | 'moves'>,
): Registry {
  const registry = new Registry();
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  gauge('towline_nodes', 'Number of enrolled nodes.', () => store.nodes.all().length);
  gauge('towline_watches', 'Number of open watch streams of nodes.', () => watches.count());
  gauge('towline_pending_enrollments', 'Number of routers that wait for approval.', () =>
    store.enrollments.countPending(),
  );
  new Counter({
    name: 'towline_enrollment_clones_total',
    help: 'Number of requests to join with the identity of an enrolled node that were not from its router.',
    registers: [registry],
    collect() {
      // Kept in the database: a restart forgets no alarm.
      this.reset();
      this.inc(store.clones.total());
    },
  });
  gauge('towline_newest_release', 'Number of the newest release, 0 if there is none.', () =>
    store.releases.newest(),
  );
  gauge('towline_active_release', 'Number of the newest activated release, 0 if there is none.', () =>
    store.releases.newestActive(),
  );
  gauge('towline_resident_memory_bytes', 'Resident memory of the controller.', () =>
    process.memoryUsage.rss(),
  );
  registerHints(registry, hints);
  registerNodes(registry, store);
  return registry;
}

/** What was noticed of nodes that moved, and what their neighbours were told. */
function registerHints(registry: Registry, hints: Pick<Hints, 'sent' | 'moves'>): void {
  new Counter({
    name: 'towline_hints_total',
    help: 'Number of hints sent to nodes about where a neighbour is, by what they were sent for.',
    labelNames: ['reason'],
    registers: [registry],
    collect() {
      this.reset();
      for (const reason of hintReasons) this.inc({ reason }, hints.sent(reason));
    },
  });
  new Counter({
    name: 'towline_node_moves_total',
    help: 'Number of changes of addresses of nodes, by who noticed them: the tunnel or the node itself.',
    labelNames: ['source'],
    registers: [registry],
    collect() {
      this.reset();
      for (const source of moveSources) this.inc({ source }, hints.moves(source));
    },
  });
}

/** What a node may say of its BIRD; other words would make series without bound. */
const birdStates = new Set(['running', 'absent', 'silent', 'restarting', 'foreign']);

/** What each enrolled node reported last; a node that never reported has no series. */
function registerNodes(registry: Registry, store: Store): void {
  const reports = () =>
    store.nodes.all().flatMap(({ nodeId, name }) => {
      const report = store.reports.get(nodeId)?.report;
      return report === undefined ? [] : [{ node: name, report }];
    });
  new Gauge({
    name: 'towline_node_drift',
    help: 'Number of differences between a node and its confirmed bundle, 64 at most.',
    labelNames: ['node'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { node, report } of reports()) this.set({ node }, report.drift.length);
    },
  });
  new Gauge({
    name: 'towline_node_prefix_limits_hit',
    help: 'Number of links of a node whose other end sends more prefixes than its limit admits.',
    labelNames: ['node'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { node, report } of reports())
        this.set({ node }, report.links.filter(({ prefixLimitHit }) => prefixLimitHit).length);
    },
  });
  new Gauge({
    name: 'towline_node_quarantined',
    help: 'Whether a node has a bundle in quarantine.',
    labelNames: ['node'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { node, report } of reports())
        this.set({ node }, report.quarantinedDigest.length === 0 ? 0 : 1);
    },
  });
  new Gauge({
    name: 'towline_node_bird_state',
    help: 'State of BIRD on a node, as a label; always 1.',
    labelNames: ['node', 'state'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { node, report } of reports())
        this.set({ node, state: birdStates.has(report.birdState) ? report.birdState : 'unknown' }, 1);
    },
  });
}
