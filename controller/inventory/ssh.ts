import * as z from 'zod';
import { show } from './found.ts';

/** A user of a router, as useradd(8) takes it; never one that ssh could take for an option. */
export const userName = z
  .string({ error: ({ input }) => noUser(input) })
  .regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/, { error: ({ input }) => noUser(input) });

/** A line of authorized_keys without options: type, key and comment (sshd(8)). */
export const publicKey = z
  .string({ error: ({ input }) => noKey(input) })
  .refine(isPublicKey, { error: ({ input }) => noKey(input) });

const keyTypes =
  /^(?:ssh-(?:ed25519|rsa)|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)$/;

/** Whether a key is what its type says: the blob begins with the same word (RFC 4253, 6.6). */
function isPublicKey(text: string): boolean {
  const [, type = '', base64 = ''] =
    /^(\S+) ([A-Za-z0-9+/]{20,4000}={0,2})(?: [^\p{Cc}]{1,200})?$/u.exec(text) ?? [];
  if (!keyTypes.test(type)) return false;
  const blob = Buffer.from(base64, 'base64');
  const length = blob.length < 4 ? 0 : blob.readUInt32BE(0);
  return length === type.length && blob.toString('latin1', 4, 4 + length) === type;
}

function noUser(input: unknown): string {
  return `${show(input)} is no name of a user such as "root"`;
}

function noKey(input: unknown): string {
  return `${show(input)} is no public key, expected the line of a .pub file such as "ssh-ed25519 AAAA… anna", without options`;
}
