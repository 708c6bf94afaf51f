import type { SigningChain } from '../../shared/gen/towline/v1/SigningChain.ts';
import type { Log } from '../../shared/os/log.ts';
import { createMutex } from '../../shared/os/mutex.ts';
import type { Enrollment, EnrollmentFile } from '../enroll/store.ts';
import { acceptedKeys, followChain, newestOf, type TrustedKeys } from '../verify/succession.ts';

/** Whose signatures count. */
export interface Signers {
  /** On what arrives: the newest key, and the one before it until it is retired. Newest first. */
  accepted(): readonly Buffer[];
  /**
   * On what lies on this node's own disk: all keys that it ever trusted, newest first. It was accepted when its key
   * was good, and a bundle may outlive many keys.
   */
  known(): readonly Buffer[];
}

/** The signing keys that this node trusts, and how they change. */
export interface SigningTrust extends Signers {
  /** Number of the newest key. */
  generation(): number;
  /**
   * Follows a chain that the controller told. What it trusts then is on the disk before any of it counts. Throws
   * `untrusted`, `invalid`, or what kept it from the disk; then nothing has changed.
   */
  follow(chain: SigningChain): Promise<void>;
}

/** Signers that never change. */
export function onlySigner(publicKey: Buffer): Signers {
  return { accepted: () => [publicKey], known: () => [publicKey] };
}

/** The keys that an enrollment names. */
export function trustedKeys(enrollment: Enrollment): TrustedKeys {
  const { signingPublicKey, earlierSigningKeys = [], signingGeneration = 0 } = enrollment;
  return {
    generation: signingGeneration,
    keys: [...earlierSigningKeys, signingPublicKey].map((key) => Buffer.from(key, 'base64')),
    acceptedFrom: enrollment.signingAcceptedFrom ?? signingGeneration,
  };
}

/** The enrollment with other keys: one file, so that no crash leaves a key without its number. */
export function withKeys(enrollment: Enrollment, trusted: TrustedKeys): Enrollment {
  const base64 = (key: Buffer) => key.toString('base64');
  return {
    ...enrollment,
    signingPublicKey: base64(newestOf(trusted)),
    signingGeneration: trusted.generation,
    signingAcceptedFrom: trusted.acceptedFrom,
    earlierSigningKeys: trusted.keys.slice(0, -1).map(base64),
  };
}

export function createSigningTrust(file: EnrollmentFile, log: Log): SigningTrust {
  const turn = createMutex();
  let trusted = trustedKeys(file.current());
  return {
    accepted: () => acceptedKeys(trusted),
    known: () => [...trusted.keys].reverse(),
    generation: () => trusted.generation,
    follow: (chain) =>
      turn.run(async () => {
        const next = followChain(trusted, chain, file.current().networkId);
        if (next === trusted) return;
        await file.update((enrollment) => withKeys(enrollment, next));
        const { generation, acceptedFrom } = next;
        log.info(
          { generation, accepted_from: acceptedFrom },
          'the signing key of the controller has changed',
        );
        trusted = next;
      }),
  };
}
