// Original file: proto/towline/v1/admin.proto

import type { AgentFileInput as _towline_v1_AgentFileInput, AgentFile as _towline_v1_AgentFile } from '../../towline/v1/AgentFile.ts';
import type { AgentOfNodeInput as _towline_v1_AgentOfNodeInput, AgentOfNode as _towline_v1_AgentOfNode } from '../../towline/v1/AgentOfNode.ts';

/**
 * ListAgentVersionsResponse says which agents there are.
 */
export interface ListAgentVersionsResponseInput {
  /**
   * Agents that are kept here, newest first.
   */
  'agents'?: (_towline_v1_AgentFileInput)[];
  /**
   * The nodes, by name.
   */
  'nodes'?: (_towline_v1_AgentOfNodeInput)[];
}

/**
 * ListAgentVersionsResponse says which agents there are.
 */
export interface ListAgentVersionsResponse {
  /**
   * Agents that are kept here, newest first.
   */
  'agents': (_towline_v1_AgentFile)[];
  /**
   * The nodes, by name.
   */
  'nodes': (_towline_v1_AgentOfNode)[];
}
