import { seal, unseal } from '../crypto/seal.ts';
import type { Secret } from '../gen/towline/v1/Secret.ts';
import { secretsCodec } from '../rpc/codec.ts';

/** The name of the pre-shared key of the link between two nodes, the same from either end. */
export function pskName(nodeA: string, nodeB: string): string {
  return `psk:${[nodeA, nodeB].sort().join('--')}`;
}

/** Seals a bundle's secrets to a node's sealing key. */
export function sealSecrets(sealingPublicKey: Uint8Array, secrets: readonly Secret[]): Buffer {
  return seal(sealingPublicKey, secretsCodec.encode({ secrets: [...secrets] }));
}

/** Opens a bundle's secrets; empty bytes are no secrets. Throws `untrusted`. */
export function openSecrets(sealingPrivateKey: Uint8Array, sealed: Uint8Array): Secret[] {
  if (sealed.length === 0) return [];
  return secretsCodec.decode(unseal({ privateKey: Buffer.from(sealingPrivateKey) }, sealed)).secrets;
}
