import { Gauge, Registry } from 'prom-client';
import type { Watches } from '../agents/watches.ts';
import type { Store } from '../store/store.ts';

/** The controller's metrics, in a registry of its own; values are read when it is asked. */
export function createMetrics(store: Store, watches: Watches): Registry {
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
  gauge('towline_newest_release', 'Number of the newest release, 0 if there is none.', () =>
    store.releases.newest(),
  );
  gauge('towline_active_release', 'Number of the newest activated release, 0 if there is none.', () =>
    store.releases.newestActive(),
  );
  gauge('towline_resident_memory_bytes', 'Resident memory of the controller.', () =>
    process.memoryUsage.rss(),
  );
  return registry;
}
