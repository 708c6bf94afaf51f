import { messageOf } from '../../shared/errors.ts';
import type { Pages } from '../../shared/net/http-server.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import { type ModelContext, soundModel } from '../admin/model.ts';
import type { Inventory } from '../git/inventory.ts';
import type { Queue } from '../serve/queue.ts';
import type { Roster } from '../tunnel/roster.ts';
import { type NodeLabels, targetGroups } from './targets.ts';

export interface DiscoveryOptions extends ModelContext {
  readonly inventory: Pick<Inventory, 'read'>;
  readonly queue: Queue;
  readonly roster: Pick<Roster, 'all' | 'managementAddress'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Labels that nobody has to have sooner: Prometheus asks each minute, and a large inventory takes a while to read. */
const freshMs = 10_000;

/** `/sd`: all agents that show metrics, for Prometheus' HTTP service discovery. */
export function discoveryPage(options: DiscoveryOptions): Pages {
  const { roster, clock, log } = options;
  const { store } = options.releases;
  let labels: ReadonlyMap<string, NodeLabels> = new Map();
  let readAtMs = Number.NEGATIVE_INFINITY;

  /** Those of the last inventory that was in order: a typo takes no router out of sight. */
  async function renew(): Promise<void> {
    if (clock.monotonic() - readAtMs < freshMs) return;
    readAtMs = clock.monotonic();
    try {
      const tree = await options.queue(() => options.inventory.read());
      const network = soundModel(options, tree);
      if (network === undefined) return;
      labels = new Map(
        network.nodes.map(({ name, site, groups, values }) => [name, { site, groups, tags: values.tags }]),
      );
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'the labels of the agents are as they were');
    }
  }

  return {
    '/sd': async () => {
      await renew();
      const groups = targetGroups({
        nodes: roster.all(),
        addressOf: roster.managementAddress,
        portOf: (nodeId) => store.reports.get(nodeId)?.report.metricsPort,
        labelsOf: (name) => labels.get(name),
      });
      return { type: 'application/json', text: `${JSON.stringify(groups)}\n` };
    },
  };
}
