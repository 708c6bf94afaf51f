import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rules } from '../../controller/why/diagnose.ts';
import { LabDns } from '../../lab/dns/dns.ts';
import { bringUpNetwork } from '../../lab/network/bring-up.ts';
import type { LabNetwork } from '../../lab/network/network.ts';
import { type Programs, shippedPrograms } from '../../lab/network/programs.ts';
import { TowlineError } from '../../shared/errors.ts';

/** A triangle, and a site that hangs on one of its corners. */
const nodes = {
  aachen: ['triangle', 'spur'],
  berlin: ['triangle'],
  celle: ['triangle'],
  dora: ['spur'],
} as const;
/** Links of the network. */
export const links = 4;
/** The endpoint of Berlin is a name. */
export const berlinName = 'berlin.lab.example';

/** The network in which faults are made, and its name server. */
export interface Grounds {
  readonly network: LabNetwork;
  readonly dns: LabDns;
}

/**
 * Brings it up, green. Nothing is left when it throws.
 *
 * @param plant name of a rule that the controller is to be without
 */
export async function groundsUp(signal?: AbortSignal, plant?: string): Promise<Grounds> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-why-'));
  try {
    const inventory = join(folder, 'why');
    for (const [index, [name, groups]] of Object.entries(nodes).entries()) {
      const place = join(inventory, 'sites', name, name);
      await mkdir(place, { recursive: true });
      await writeFile(join(inventory, 'sites', name, 'site.toml'), '');
      const endpoint = name === 'berlin' ? `endpoint = "${berlinName}"\n` : '';
      const lan = `lan = ["10.${index + 1}.0.0/24", "fd00:${index + 1}::/64"]\n`;
      await writeFile(join(place, 'node.toml'), `groups = ${JSON.stringify(groups)}\n${endpoint}${lan}`);
    }
    // BGP gives up soon where nothing comes back: a fault is there to be looked at then.
    await writeFile(join(inventory, 'network.toml'), 'name = "why"\n\n[bgp]\nhold_time_s = 6\n');
    const options = plant === undefined ? {} : { programs: withoutRule(plant) };
    const network = await bringUpNetwork(
      inventory,
      links,
      signal === undefined ? options : { ...options, signal },
    );
    try {
      const dns = await LabDns.start(network.lab, [...network.lab.nodes, 'controller']);
      await dns.follow(berlinName, 'berlin');
      return { network, dns };
    } catch (error) {
      await network.lab.down();
      throw error;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The programs as they ship, but that the controller forgets a rule when it starts. Throws `invalid`. */
function withoutRule(name: string): Programs {
  if (!Object.hasOwn(rules, name))
    throw new TowlineError('invalid', `--plant ${name}: name one of ${Object.keys(rules).join(', ')}`);
  const { controller, agent } = shippedPrograms();
  const [node = '', main = ''] = controller;
  const module = pathToFileURL(join(dirname(main), 'why/diagnose.js')).href;
  const script = `import{rules}from${JSON.stringify(module)};delete rules[${JSON.stringify(name)}]`;
  return {
    agent,
    controller: [node, '--import', `data:text/javascript,${encodeURIComponent(script)}`, main],
  };
}

/** Looks until a condition holds. Throws `failed` with the words after the deadline. */
export async function until(
  what: string,
  condition: () => Promise<boolean>,
  { deadlineMs = 60_000, signal }: { deadlineMs?: number; signal?: AbortSignal | undefined } = {},
): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await condition())) {
    signal?.throwIfAborted();
    if (Date.now() > deadline) throw new TowlineError('failed', `not within ${deadlineMs / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
