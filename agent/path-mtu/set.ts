import { readLink } from '../../shared/net/link.ts';
import type { Run } from '../../shared/os/run.ts';

/** Sets an interface's MTU if it has another one, in bytes. */
export async function setMtu(run: Run, interfaceName: string, mtu: number): Promise<void> {
  if ((await readLink(run, interfaceName)).mtu === mtu) return;
  await run('ip', ['link', 'set', 'dev', interfaceName, 'mtu', String(mtu)], { timeoutMs: 10_000 });
}
