import { sealAnswer } from '../../shared/enrollment/answer.ts';
import type { EnrollmentAccepted } from '../../shared/gen/towline/v1/EnrollmentAccepted.ts';
import type { ControllerKeys } from '../keys/key-files.ts';
import type { NetworkFacts } from '../store/network.ts';
import type { EnrolledNode } from '../store/nodes.ts';

/** What every answer says besides the node itself. */
export interface AnswerFacts {
  readonly facts: NetworkFacts;
  readonly keys: ControllerKeys;
  readonly managementPrefix: string;
  readonly controllerAddress: string;
  /** TCP port of AgentService. */
  readonly controllerPort: number;
  /** `host:port`, best first. */
  readonly endpoints: readonly string[];
}

/** The sealed, signed answer for an approved router. */
export function answerFor(
  common: AnswerFacts,
  node: EnrolledNode,
  managementAddress: string,
): EnrollmentAccepted {
  const { facts, keys } = common;
  return sealAnswer(keys.signing.privateKey, node.sealingKey, {
    networkId: facts.networkId,
    nodeId: node.nodeId,
    nodeName: node.name,
    siteName: node.site,
    managementAddress,
    managementPrefix: common.managementPrefix,
    controllerAddress: common.controllerAddress,
    controllerPort: common.controllerPort,
    controllerWireguardPublicKey: keys.wireguard.publicKey,
    controllerEndpoints: [...common.endpoints],
    signingPublicKey: keys.signing.publicKey,
    epoch: facts.epoch,
  });
}
