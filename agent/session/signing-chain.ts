import type { SigningChain } from '../../shared/gen/towline/v1/SigningChain.ts';
import type { ControllerClient } from './client.ts';

/**
 * A client whose answers are given on only when the chain of signing keys that comes before them was followed: what
 * follows may be signed by a key that this node heard of just now. A chain that is not to be trusted ends the call
 * that it came with, but not a watch: the node goes on saying how it is.
 *
 * @param refused told why a chain on the watch was not followed
 */
export function followingChains(
  client: ControllerClient,
  follow: (chain: SigningChain) => Promise<void>,
  refused: (error: unknown) => void,
): ControllerClient {
  return {
    ...client,
    async *watch(signal) {
      for await (const message of client.watch(signal)) {
        if (message.signingChain) await follow(message.signingChain).catch(refused);
        else yield message;
      }
    },
    async *fetchBundle(release, heldFiles, signal) {
      for await (const part of client.fetchBundle(release, heldFiles, signal)) {
        if (part.signingChain) await follow(part.signingChain);
        else yield part;
      }
    },
    async confirm(request, signal) {
      const response = await client.confirm(request, signal);
      if (response.signingChain) await follow(response.signingChain);
      return response;
    },
    async confirmAgent(request, signal) {
      const response = await client.confirmAgent(request, signal);
      if (response.signingChain) await follow(response.signingChain);
      return response;
    },
  };
}
