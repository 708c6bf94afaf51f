import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import * as z from 'zod';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { EnrollmentAnswer } from '../../shared/gen/towline/v1/EnrollmentAnswer.ts';
import { createMutex } from '../../shared/os/mutex.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { managementInterfaces } from '../../shared/wireguard-names.ts';
import { describeIssues } from '../config/issues.ts';
import { stateObject } from '../config/state-object.ts';

const ipv6 = z.string().refine((text) => isIPv6(text), 'expected an IPv6 address');
const key = z
  .base64()
  .refine((text) => Buffer.from(text, 'base64').length === 32, 'expected 32 bytes in base64');

const enrollmentSchema = stateObject({
  /** Join string that the router was enrolled with. */
  join: z.string(),
  networkId: z.string().min(1),
  nodeId: z.int().min(1),
  nodeName: z.string().min(1),
  siteName: z.string(),
  managementAddress: ipv6,
  managementPrefix: z.string(),
  controllerAddress: ipv6,
  controllerPort: z.int().min(1).max(65_535),
  /** Base64. */
  controllerWireguardPublicKey: key,
  /** `host:port`, best first. */
  controllerEndpoints: z.array(z.string()).min(1),
  /** Base64. */
  signingPublicKey: key,
  /** Number of that key; absent is 0. It goes up with each change that the node follows: agent/keys/signers.ts. */
  signingGeneration: z.int().min(0).optional(),
  /** What arrives is accepted from keys of this number on; absent is `signingGeneration`. */
  signingAcceptedFrom: z.int().min(0).optional(),
  /** Base64, oldest first: the keys that the node trusted before. */
  earlierSigningKeys: z.array(key).optional(),
  epoch: z.int().min(0),
  /** Number of the last move of the tunnel that was made, and the interface that it led to; absent before the first. */
  tunnelGeneration: z.int().min(0).optional(),
  tunnelInterface: z.enum(managementInterfaces).optional(),
}).refine(
  ({ signingGeneration: newest = 0, signingAcceptedFrom: from = newest, earlierSigningKeys: earlier = [] }) =>
    from <= newest && newest - from <= earlier.length && earlier.length <= newest,
  { message: 'the signing keys and their numbers do not fit each other' },
);

/** What the node learned when it was enrolled: enrollment.json. */
export type Enrollment = z.infer<typeof enrollmentSchema>;

/** The opened answer as it is kept. Throws `invalid` if the controller left something out. */
export function enrollmentOf(join: string, answer: EnrollmentAnswer): Enrollment {
  return parse('the enrollment answer', {
    join,
    networkId: answer.networkId,
    nodeId: answer.nodeId,
    nodeName: answer.nodeName,
    siteName: answer.siteName,
    managementAddress: answer.managementAddress,
    managementPrefix: answer.managementPrefix,
    controllerAddress: answer.controllerAddress,
    controllerPort: answer.controllerPort,
    controllerWireguardPublicKey: answer.controllerWireguardPublicKey.toString('base64'),
    controllerEndpoints: answer.controllerEndpoints,
    signingPublicKey: answer.signingPublicKey.toString('base64'),
    ...(answer.signingGeneration === 0 ? {} : { signingGeneration: answer.signingGeneration }),
    epoch: answer.epoch,
  });
}

/** enrollment.json of a running agent: what changes in it, changes in turn. */
export interface EnrollmentFile {
  current(): Enrollment;
  /** On the disk when the promise resolves; when it rejects, nothing has changed. */
  update(change: (now: Enrollment) => Enrollment): Promise<void>;
}

export function enrollmentFile(path: string, enrollment: Enrollment): EnrollmentFile {
  const turn = createMutex();
  let current = enrollment;
  return {
    current: () => current,
    update: (change) =>
      turn.run(async () => {
        const next = change(current);
        await saveEnrollment(path, next);
        current = next;
      }),
  };
}

export async function saveEnrollment(path: string, enrollment: Enrollment): Promise<void> {
  await writeAtomically(path, `${JSON.stringify(enrollment, null, 2)}\n`, 0o600);
}

/** Undefined if this router is not enrolled. Throws `invalid` for a file that is damaged. */
export async function loadEnrollment(path: string): Promise<Enrollment | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return parse(path, JSON.parse(text));
  } catch (cause) {
    if (cause instanceof TowlineError) throw cause;
    throw new TowlineError('invalid', `${path}: ${messageOf(cause)}; remove it and enroll again`, { cause });
  }
}

function parse(source: string, value: unknown): Enrollment {
  const result = enrollmentSchema.safeParse(value);
  if (result.success) return result.data;
  throw new TowlineError('invalid', describeIssues(source, result.error));
}
