import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { sha256 } from '../../shared/crypto/sha256.ts';
import type { JoinString } from '../../shared/enrollment/join-string.ts';
import { messageOf, TowlineError } from '../../shared/errors.ts';

/**
 * Connects to the enrollment listener and takes its certificate if its public key is the one that the join
 * string pins; resolves to it in PEM form. The key is the trust: names and dates in the certificate are not
 * (a router may boot in 1970). Throws `untrusted` for another key, `unavailable` if nobody answers.
 */
export async function fetchPinnedCertificate(join: JoinString, timeoutMs: number): Promise<Buffer> {
  const certificate = await new Promise<X509Certificate>((resolve, reject) => {
    const socket = connect({
      host: join.host,
      port: join.port,
      rejectUnauthorized: false,
      ALPNProtocols: ['h2'],
      ...(isIP(join.host) === 0 ? { servername: join.host } : {}),
    });
    const unavailable = (reason: string) => {
      socket.destroy();
      reject(
        new TowlineError(
          'unavailable',
          `no enrollment listener at ${join.host} port ${join.port}: ${reason}`,
        ),
      );
    };
    socket.setTimeout(timeoutMs, () => unavailable(`no answer within ${timeoutMs} ms`));
    socket.once('error', (error) => unavailable(messageOf(error)));
    socket.once('secureConnect', () => {
      const presented = socket.getPeerX509Certificate();
      socket.destroy();
      if (presented === undefined) unavailable('it shows no certificate');
      else resolve(presented);
    });
  });
  checkPin(join, certificate);
  return Buffer.from(certificate.toString());
}

/** Throws `untrusted` unless the certificate's public key is the pinned one. */
export function checkPin(join: JoinString, certificate: X509Certificate): void {
  const key = certificate.publicKey.export({ type: 'spki', format: 'der' });
  if (sha256(key).equals(join.keyHash)) return;
  throw new TowlineError(
    'untrusted',
    `${join.host} port ${join.port} has another key than the join string: compare it with 'towline status' on the controller`,
  );
}
