// tsyringe, of which @peculiar/x509 is built, refuses to load without it.
import 'reflect-metadata';
import { createPrivateKey, generateKeyPairSync, randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { sha256 } from '../../shared/crypto/sha256.ts';

/** A new EC P-256 private key for the enrollment listener, PKCS#8 PEM. */
export function generateTlsKey(): string {
  return generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    privateKeyEncoding: { format: 'pem', type: 'pkcs8' },
    publicKeyEncoding: { format: 'pem', type: 'spki' },
  }).privateKey;
}

/**
 * A self-signed certificate (PEM) for a key. Its dates say nothing, since a router may boot with any clock and
 * trusts the key's hash alone (RFC 5280 section 4.1.2.5: 99991231235959Z is "no expiry").
 */
export async function createCertificate(privateKeyPem: string): Promise<string> {
  // Loaded here, so that a start of the daemon does not pay for it.
  const { X509CertificateGenerator } = await import('@peculiar/x509');
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const key = createPrivateKey(privateKeyPem);
  const { d: _private, ...publicJwk } = key.export({ format: 'jwk' });
  const { subtle } = webcrypto;
  const keys = {
    privateKey: await subtle.importKey('jwk', key.export({ format: 'jwk' }), algorithm, true, ['sign']),
    publicKey: await subtle.importKey('jwk', publicJwk, algorithm, true, ['verify']),
  };
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: `01${randomBytes(8).toString('hex')}`,
    name: 'CN=towline controller',
    notBefore: new Date(0),
    notAfter: new Date(Date.UTC(9999, 11, 31, 23, 59, 59)),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    keys,
  });
  return `${certificate.toString('pem')}\n`;
}

/** What a join string pins: SHA-256 (32 bytes) of the certificate's public key (SubjectPublicKeyInfo, DER). */
export function certificateKeyHash(certificatePem: string): Buffer {
  const { publicKey } = new X509Certificate(certificatePem);
  return sha256(publicKey.export({ format: 'der', type: 'spki' }));
}
