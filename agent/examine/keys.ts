import { boxPublicKey } from '../../shared/crypto/x25519.ts';
import type { Run } from '../../shared/os/run.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';
import type { Bundle } from '../check/bundle.ts';
import type { LinkFile } from '../check/link-file.ts';

export interface KeyPorts {
  readonly run: Run;
  readonly linkPrivateKey: (version: number) => Buffer;
}

/**
 * Which keys of a running link are not the bundle's, in words. The keys are compared in memory, and are in no word:
 * not what `wg` prints either, since it is thrown away where it fails.
 */
export async function keyFaults(
  { run, linkPrivateKey }: KeyPorts,
  { presharedKeys }: Pick<Bundle, 'presharedKeys'>,
  link: LinkFile,
  device: DeviceState,
): Promise<string[]> {
  const own = boxPublicKey(linkPrivateKey(link.privateKey)).toString('base64');
  const faults = device.publicKey === own ? [] : ['has another private key than this node'];
  const psk = link.peer.presharedKey;
  if (psk === undefined) return faults;
  const wanted = presharedKeys.get(`${psk.name}:${psk.version}`);
  const shown = await run('wg', ['show', link.interface, 'preshared-keys'], { timeoutMs: 1000 }).catch(
    () => '',
  );
  const line = shown.split('\n').find((text) => text.startsWith(`${link.peer.publicKey}\t`));
  const running = line?.split('\t')[1];
  const isOther = running !== undefined && running !== '(none)' && running !== wanted;
  return [...faults, ...(isOther ? ['has another pre-shared key than its bundle'] : [])];
}
