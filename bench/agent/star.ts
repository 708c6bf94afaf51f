import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bringUpNetwork } from '../../lab/network/bring-up.ts';
import type { LabNetwork } from '../../lab/network/network.ts';

export const hub = 'hub';

/** A router with links to so many others, which have no other one. Nothing is left when it throws. */
export async function starOf(links: number, signal: AbortSignal): Promise<LabNetwork> {
  const temporary = await mkdtemp(join(tmpdir(), 'towline-agent-'));
  // The network is named after the folder.
  const folder = join(temporary, 'star');
  try {
    const names = [hub, ...Array.from({ length: links }, (_, index) => `site-${index + 1}`)];
    for (const [index, name] of names.entries()) {
      const place = join(folder, 'sites', name, name);
      await mkdir(place, { recursive: true });
      await writeFile(join(folder, 'sites', name, 'site.toml'), 'groups = ["star"]\n');
      await writeFile(join(place, 'node.toml'), `lan = ["10.${index + 1}.0.0/24"]\nendpoint = "auto"\n`);
    }
    const group = `[group.star]\ntopology = "hub"\nhubs = ["${hub}"]\n`;
    await writeFile(join(folder, 'network.toml'), `name = "star"\n${group}`);
    return await bringUpNetwork(folder, links, { signal });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
