import type { AdminContext } from './context.ts';

/** Tells every node with an open watch which key signs; the others hear it when they come. */
export function tellSigningKeys({ store, watches, releases, log }: AdminContext): void {
  const { signing } = releases.keys;
  const chain = signing.chain();
  if (chain === null) return;
  log.info({ generation: signing.generation(), alone: chain.retirement !== null }, 'signing key');
  for (const { nodeId } of store.nodes.all()) watches.sign(nodeId, chain);
}
