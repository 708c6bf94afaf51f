import type { ControllerClient } from '../../agent/session/client.ts';
import { sha256 } from '../../shared/crypto/sha256.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { FetchBundleResponse } from '../../shared/gen/towline/v1/FetchBundleResponse.ts';
import type { SignedManifest } from '../../shared/gen/towline/v1/SignedManifest.ts';

/** Every byte of it with its lowest bit flipped, then with its highest. */
export function* flipsOf(bytes: Buffer): Generator<Buffer> {
  for (let index = 0; index < bytes.length; index++) {
    for (const mask of [1, 0x80]) {
      const copy = Buffer.from(bytes);
      copy[index] = (copy[index] ?? 0) ^ mask;
      yield copy;
    }
  }
}

/** What came of tries. */
export interface Tries {
  tried: number;
  accepted: number;
  /** Stopped by a fault of ours, where they should have been refused. */
  crashed: number;
}

/** Makes each try, and counts. */
export async function count(tries: Iterable<() => unknown>): Promise<Tries> {
  const counted = { tried: 0, accepted: 0, crashed: 0 };
  for (const attempt of tries) {
    counted.tried++;
    try {
      await attempt();
      counted.accepted++;
    } catch (error) {
      const isRefused = error instanceof TowlineError && ['untrusted', 'invalid'].includes(error.code);
      if (!isRefused) counted.crashed++;
    }
  }
  return counted;
}

/** A controller that sends these. */
export function sending(
  manifest: SignedManifest,
  contents: readonly Buffer[],
): Pick<ControllerClient, 'fetchBundle'> & ControllerClient {
  async function* parts() {
    yield { manifest } as FetchBundleResponse;
    for (const content of contents)
      yield { file: { sha256: sha256(content), content } } as FetchBundleResponse;
  }
  return { fetchBundle: parts } as unknown as ControllerClient;
}
