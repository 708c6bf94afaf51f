/** Version of the agent, as it tells the controller. */
export const agentVersion = '0.1.0';
