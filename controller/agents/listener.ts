import { ServerCredentials } from '@grpc/grpc-js';
import { v1 } from '../../shared/rpc/protocol.ts';
import type { ControllerConfig } from '../config/load.ts';
import type { Meters } from '../metrics/meters.ts';
import { createGatedListener, type GrpcListener } from '../serve/grpc-listener.ts';
import type { AgentContext } from './context.ts';
import { agentLimits, createNodeGate } from './gate.ts';
import { agentService } from './service.ts';

export interface AgentsListenerContext extends AgentContext {
  readonly meters: Pick<Meters, 'call'>;
}

/** The listener of the enrolled routers: in the management tunnel unless controller.toml says otherwise. */
export function createAgentsListener(
  { agents, agents_port: port }: ControllerConfig['listen'],
  controllerAddress: string,
  context: AgentsListenerContext,
): GrpcListener {
  return createGatedListener({
    at: agents ?? { host: controllerAddress, port },
    gate: createNodeGate,
    setting: agents === undefined ? 'listen.agents_port' : 'listen.agents',
    credentials: ServerCredentials.createInsecure(),
    service: v1.AgentService.service,
    implementation: agentService(context),
    meters: context.meters,
    maxMessageBytes: agentLimits.messageBytes,
    channelOptions: { 'grpc.max_concurrent_streams': agentLimits.streams },
  });
}
