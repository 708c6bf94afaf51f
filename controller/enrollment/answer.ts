import { requestDigest, sealAnswer } from '../../shared/enrollment/answer.ts';
import type { EnrollmentAccepted } from '../../shared/gen/towline/v1/EnrollmentAccepted.ts';
import type { EnrollmentAnswer } from '../../shared/gen/towline/v1/EnrollmentAnswer.ts';
import type { EnrollRequest } from '../../shared/gen/towline/v1/EnrollRequest.ts';
import type { ControllerKeys } from '../keys/key-files.ts';
import type { NetworkFacts } from '../store/network.ts';
import type { EnrolledNode } from '../store/nodes.ts';
import type { Store } from '../store/store.ts';

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

export interface AnswerContext {
  readonly store: Pick<Store, 'enrollments'>;
  /** Hash of the server's key, which requests and answers are bound to. */
  readonly keyHash: Buffer;
  readonly answerFacts: () => AnswerFacts;
  /** A node's address in the tunnel by its number. */
  readonly managementAddress: (nodeId: number) => string;
}

/**
 * The sealed, signed answer for a router that is in: the identical one for the identical request, and one that says how
 * things are now for every other, since an answer is good for one request alone.
 */
export function answerTo(
  { store, keyHash, answerFacts, managementAddress }: AnswerContext,
  request: EnrollRequest,
  node: EnrolledNode,
): EnrollmentAccepted {
  const answerFor = requestDigest(request, keyHash);
  const kept = store.enrollments.answer(request.identityPublicKey);
  if (kept?.answerFor.equals(answerFor)) {
    return { sealedAnswer: kept.sealedAnswer, signature: kept.signature };
  }
  const common = answerFacts();
  const { privateKey } = common.keys.signing.current();
  const said = answerOf(common, node, managementAddress(node.nodeId));
  const accepted = sealAnswer(privateKey, request, keyHash, said);
  store.enrollments.putAnswer(request.identityPublicKey, { answerFor, ...accepted });
  return accepted;
}

function answerOf(common: AnswerFacts, node: EnrolledNode, managementAddress: string): EnrollmentAnswer {
  const { facts, keys } = common;
  return {
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
    signingPublicKey: keys.signing.current().publicKey,
    signingGeneration: keys.signing.generation(),
    epoch: facts.epoch,
  };
}
