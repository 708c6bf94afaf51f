import type { ListAgentVersionsResponse } from '../../shared/gen/towline/v1/ListAgentVersionsResponse.ts';
import type { AdminContext } from './context.ts';

/** Lists the agents that are kept, and which one each node says that it runs. */
export function listAgentVersions({ store, watches }: AdminContext): ListAgentVersionsResponse {
  return {
    agents: store.agents.list().map(({ added, ...agent }) => ({ ...agent, addedMs: added })),
    nodes: store.nodes.all().map(({ nodeId, name }) => ({
      nodeName: name,
      version: store.reports.get(nodeId)?.report.facts?.agentVersion ?? '',
      connected: watches.isOpen(nodeId),
      obstacle: watches.agentObstacle(nodeId) ?? '',
    })),
  };
}
