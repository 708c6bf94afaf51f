import type { GetSigningKeysResponse } from '../../shared/gen/towline/v1/GetSigningKeysResponse.ts';
import type { AdminContext } from './context.ts';

/** Shows which key signs, and which nodes have said that they know it. */
export function getSigningKeys({ store, releases, clock }: AdminContext): GetSigningKeysResponse {
  const keys = releases.keys.signing.keys().toReversed();
  return {
    keys: keys.map(({ generation, publicKey, begun, retired }) => ({
      generation,
      publicKey,
      sinceMs: begun,
      retired: retired !== null,
    })),
    nodes: store.nodes.all().map(({ nodeId, name, approved }) => {
      const report = store.reports.get(nodeId);
      // What a router said whose place another has taken since then is nothing about that one.
      if (report === undefined || report.received < approved) return { nodeName: name };
      const heardAgeS = Math.floor(Math.max(0, clock.now() - report.received) / 1000);
      return { nodeName: name, generation: report.report.signingGeneration, heardAgeS };
    }),
  };
}
