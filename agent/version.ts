import type { AgentHead } from '../shared/upgrade/agent-file.ts';

/** In the built file: its second line, which the controller reads too. */
declare const towlineAgent: AgentHead | undefined;

/** Version of the agent, as it tells the controller. */
export const agentVersion = typeof towlineAgent === 'undefined' ? '0.1.0' : towlineAgent.version;
