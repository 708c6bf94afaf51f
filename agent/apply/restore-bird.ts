import type { Bundle } from '../check/bundle.ts';
import { readCurrent, switchCurrent } from '../stage/current.ts';
import { type ApplyPorts, birdContent } from './apply.ts';

/** Gives BIRD the configuration of the bundle that runs; starts it if it does not run. Throws `failed`. */
export async function restoreBird(
  ports: ApplyPorts & { readonly paths: { readonly current: string } },
  bundle: Bundle,
  signal: AbortSignal,
): Promise<void> {
  await ports.lock.run(async () => {
    // BIRD is started with the file that `current` leads to.
    if ((await readCurrent(ports.paths.current)) !== bundle.digest)
      await switchCurrent(ports.paths.current, bundle.folder);
    await ports.bird.configure(signal, undefined, birdContent(bundle));
  });
}
