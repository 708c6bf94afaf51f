import { type AnswerFacts, answerFor } from '../enrollment/answer.ts';
import type { Store } from '../store/store.ts';
import type { Roster } from './roster.ts';

/**
 * Seals the answer of every enrolled router again: one that asks once more, because it never heard the first answer or
 * lost what it said, has to learn where the tunnel is now.
 */
export function renewAnswers(
  store: Store,
  facts: AnswerFacts,
  roster: Pick<Roster, 'managementAddress'>,
): void {
  for (const node of store.nodes.all()) {
    if (store.enrollments.find(node.identityKey)?.state !== 'approved') continue;
    const answer = answerFor(facts, node, roster.managementAddress(node.nodeId));
    store.enrollments.approve(node.identityKey, answer.sealedAnswer, answer.signature);
  }
}
