import { createPrivateKey } from 'node:crypto';
import { controller } from '../../../lab/topology/description.ts';
import { fromBase32 } from '../../../shared/enrollment/base32.ts';
import { tokenKey } from '../../../shared/enrollment/token.ts';
import { type Needle, needleOf, textNeedle } from './forms.ts';
import { type CanaryRun, nodes } from './run.ts';

/** A secret of the run, and the machines that may have it in memory, and in their folder of keys. */
export interface Secret extends Needle {
  readonly owners: readonly string[];
}

/** Everything that is secret in a run, as it lies on the machines' disks afterwards, and what must not. */
export async function secretsOf({ network: { lab }, tokens }: CanaryRun): Promise<Secret[]> {
  const read = async (machine: string, script: string) =>
    (await lab.exec(machine, ['bash', '-c', script])).stdout;
  const secrets: Secret[] = [];
  const add = (needle: Needle, ...owners: string[]) => void secrets.push({ ...needle, owners });
  // Each line is the name of a file and what it says.
  const keyFiles =
    'cd /var/lib/towline/keys && for file in *.key; do echo "$file $(base64 -w0 "$file")"; done';
  for (const machine of [controller, ...nodes])
    for (const line of (await read(machine, keyFiles)).trim().split('\n')) {
      const [file = '', content = ''] = line.split(' ');
      add(keyNeedle(`${machine}: ${file}`, Buffer.from(content, 'base64').toString()), machine);
    }
  const psks = (await read('aachen', 'wg show all preshared-keys')).trim().split('\n');
  for (const line of psks) {
    const [device = '', , psk = ''] = line.split(/\s+/);
    if (psk === '(none)' || psk === '') continue;
    // The controller has made it, and is asked for it again.
    add(needleOf(`pre-shared key of ${device}`, Buffer.from(psk, 'base64')), controller, ...nodes);
  }
  for (const [node, token] of tokens) {
    add(textNeedle(`token of ${node}`, token));
    add(needleOf(`bytes of the token of ${node}`, fromBase32(token, 20) ?? Buffer.from(token)));
    add(needleOf(`key of the token of ${node}`, tokenKey(token).privateKey));
  }
  return secrets;
}

/** The needle of a key file: 32 bytes in base64, or a PEM (RFC 7468), whose first line has a part of the key. */
function keyNeedle(name: string, text: string): Needle {
  if (!text.startsWith('-----')) return needleOf(name, Buffer.from(text.trim(), 'base64'));
  const { d = '' } = createPrivateKey(text).export({ format: 'jwk' });
  const { forms } = needleOf(name, Buffer.from(d, 'base64url'));
  return { name, forms: [...forms, Buffer.from(text.split('\n')[1] ?? text)] };
}
