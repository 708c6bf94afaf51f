import type { X509Certificate } from 'node:crypto';
import { isIP, type TcpNetConnectOpts } from 'node:net';
import { type ConnectionOptions, connect } from 'node:tls';
import { sha256 } from '../../shared/crypto/sha256.ts';
import type { JoinEndpoint } from '../../shared/enrollment/join-string.ts';
import { messageOf, TowlineError } from '../../shared/errors.ts';

/** What an enrollment listener shows of itself, and the address at which it was reached. */
export interface Presented {
  readonly certificate: X509Certificate;
  readonly address: string;
}

/** A line with a long way has its answer by then, and a family that leads nowhere costs no more. */
const familyMs = 2_500;

/**
 * Connects to an enrollment listener, over IPv6 or IPv4, whichever works, and takes the certificate that it shows;
 * nothing is trusted yet. Throws `unavailable` if nobody answers.
 */
export function fetchCertificate({ host, port }: JoinEndpoint, timeoutMs: number): Promise<Presented> {
  return new Promise((resolve, reject) => {
    const options: ConnectionOptions & TcpNetConnectOpts = {
      host,
      port,
      rejectUnauthorized: false,
      ALPNProtocols: ['h2'],
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: familyMs,
      ...(isIP(host) === 0 ? { servername: host } : {}),
    };
    const socket = connect(options);
    const unavailable = (reason: string) => {
      socket.destroy();
      reject(new TowlineError('unavailable', `no enrollment listener at ${host} port ${port}: ${reason}`));
    };
    socket.setTimeout(timeoutMs, () => unavailable(`no answer within ${timeoutMs} ms`));
    socket.once('error', (error) => unavailable(messageOf(error)));
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate();
      const address = socket.remoteAddress;
      socket.destroy();
      if (certificate === undefined || address === undefined) unavailable('it shows no certificate');
      else resolve({ certificate, address });
    });
  });
}

/** What a join string pins: SHA-256 (32 bytes) of the certificate's public key (SubjectPublicKeyInfo, DER). */
export function keyHashOf(certificate: X509Certificate): Buffer {
  return sha256(certificate.publicKey.export({ type: 'spki', format: 'der' }));
}

/**
 * Throws `untrusted` unless the certificate's public key is the pinned one. The key is the trust: names and dates in
 * the certificate are not (a router may boot in 1970).
 */
export function requirePin(
  { host, port }: JoinEndpoint,
  keyHash: Buffer,
  certificate: X509Certificate,
): void {
  if (keyHashOf(certificate).equals(keyHash)) return;
  throw new TowlineError(
    'untrusted',
    `${host} port ${port} has another key than the one that is pinned: compare the join string with the one of 'towline status' on the controller`,
  );
}
