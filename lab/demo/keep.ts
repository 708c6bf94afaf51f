import type { LabNetwork } from '../network/network.ts';
import { shippedPrograms } from '../network/programs.ts';
import { controller } from '../topology/description.ts';
import type { Screen } from './screen.ts';

/** Says how to look around, and resolves when the signal is aborted (Ctrl-C). */
export async function keepUp(network: LabNetwork, screen: Screen, signal: AbortSignal): Promise<void> {
  const command = (machine: string, inner: readonly string[]): string =>
    network.lab.enterCommand(machine, inner).join(' ');
  const { controller: towline } = shippedPrograms();
  screen.step('the network stays up until Ctrl-C; from another terminal:');
  screen.text(`the fleet       ${command(controller, [...towline, 'status'])}`);
  screen.text(`BIRD of aachen  ${command('aachen', ['birdc', 'show', 'protocols'])}`);
  screen.text(`a shell there   ${command('aachen', ['bash'])}`);
  screen.text(
    `a host's view   ${command('host-aachen', ['ping', '-c', '3', network.lab.hostAddresses('berlin').ipv4 ?? ''])}`,
  );
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    // A signal's listener alone does not keep the process alive.
    const alive = setInterval(() => undefined, 60_000);
    signal.addEventListener('abort', () => {
      clearInterval(alive);
      resolve();
    });
  });
}
