import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkBirdFile } from '../../agent/bird/check.ts';
import { type CycleOutcome, type CyclePorts, runCycle } from '../../agent/cycle.ts';
import { openJournal } from '../../agent/journal/store.ts';
import { onlySigner } from '../../agent/keys/signers.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { DesiredRelease } from '../../shared/gen/towline/v1/DesiredRelease.ts';
import { run } from '../../shared/os/run.ts';
import { formatSyncText } from '../../shared/wireguard/config-text.ts';
import { never, setUp } from '../../test/agent/cycle-fixture.ts';
import type { FakeBird } from '../../test/fakes/bird.ts';
import type { MadeBundle } from '../../test/fakes/bundles.ts';
import type { FakeWireGuard } from '../../test/fakes/wireguard.ts';
import type { Grounds } from './grounds.ts';
import type { Station } from './station.ts';
import type { Notes } from './verdict.ts';

const knownLine =
  /^(\[(Interface|Peer)\]|(PrivateKey|ListenPort|FwMark|PublicKey|PresharedKey|AllowedIPs|Endpoint|PersistentKeepalive) = [\w+/=:., [\]-]+)$/;

/**
 * The whole path of a bundle through an agent, into files of its own: a state folder, and the destination of a service
 * `site` whose check and reload commands are run. BIRD's check is the real `bird -p`; WireGuard is a fake.
 */
export class RoutersEnd {
  /** Folder that holds everything of it. */
  readonly folder: string;
  /** Where the service's files are put. */
  readonly destination: string;
  readonly wireguard: FakeWireGuard;
  readonly bird: FakeBird;
  readonly #parts: CyclePorts;
  readonly #station: Station | undefined;
  readonly #take: (bundle: MadeBundle) => Promise<CycleOutcome>;

  private constructor(
    folder: string,
    { parts, wireguard, bird, cycle }: Awaited<ReturnType<typeof setUp>>,
    station: Station | undefined,
    mine: Partial<CyclePorts>,
  ) {
    this.folder = folder;
    this.destination = join(folder, 'site.d');
    this.wireguard = wireguard;
    this.bird = bird;
    this.#take = cycle;
    this.#station = station;
    this.#parts = { ...parts, ...mine };
  }

  /** A router of fake keys, or the one that is berlin at a station's controller. */
  static async of(grounds: Grounds, name: string, station?: Station): Promise<RoutersEnd> {
    const folder = await grounds.place(name);
    const stateDir = join(folder, 'state');
    await mkdir(stateDir);
    const service = {
      name: 'site',
      destination: join(folder, 'site.d'),
      check: ['test', '-d', '{folder}'],
      reload: ['test', '-d', '{destination}'],
      timeout_s: 10,
    };
    // What is run is run: an argument that is a command would be one.
    const wrap: Parameters<typeof setUp>[1] = {
      stateDir,
      known: [service],
      wrap: (machine) => (command, args, options) =>
        command === 'test' || command === 'id' || command === 'getent'
          ? run(command, args, options)
          : machine(command, args, options),
    };
    const node = await setUp({ after: () => {} }, wrap);
    node.bird.configured.push('link_hamburg');
    node.bird.check = (file) => checkBirdFile(run, 'bird', file);
    const mine = station === undefined ? {} : await enrolled(node.parts, station);
    return new RoutersEnd(folder, node, station, mine);
  }

  /** What `wg` is given has the keys of WireGuard and no others. */
  requireOnlyKeys(notes: Notes): void {
    for (const config of this.wireguard.configs.values()) {
      const odd = formatSyncText(config)
        .trimEnd()
        .split('\n')
        .filter((line) => !knownLine.test(line));
      if (odd.length > 0) notes.wrong(`wg is given ${JSON.stringify(odd[0])}`);
    }
  }

  /** What was said of the bundle that was tried last. */
  reason(): string {
    return this.#parts.journal.current().lastApply?.reason ?? '';
  }

  /** Takes a bundle. Throws what the agent says of one that it refuses or takes back. */
  async take(bundle: MadeBundle): Promise<void> {
    this.#require(await this.#take(bundle));
  }

  /** Takes the newest bundle that the controller has for it. */
  async takeNewest(): Promise<void> {
    const station = this.#station;
    if (station === undefined) throw new RangeError('it is enrolled nowhere');
    const { store } = station.harness.controller;
    const { nodeId, epoch } = station.berlin.answer;
    const { release, content } = store.bundles.at(nodeId, store.releases.newest()) ?? {};
    if (release === undefined || content === undefined) throw new RangeError('there is no bundle');
    const desired: DesiredRelease = {
      ...{ release, epoch, bundleDigest: content.digest },
      ...{ retry: 0, stageOnly: false, linkKey: 0 },
    };
    this.#require(await runCycle(this.#parts, station.client(), desired, never));
  }

  #require(outcome: CycleOutcome): void {
    if (outcome === 'confirmed' || outcome === 'unchanged') return;
    throw new TowlineError('invalid', this.reason());
  }
}

/** What tells the router that is berlin from the one of the fixture. */
async function enrolled(parts: CyclePorts, station: Station): Promise<Partial<CyclePorts>> {
  const { answer, keys } = station.berlin;
  const { networkId, nodeId, epoch, signingPublicKey } = answer;
  const signers = onlySigner(signingPublicKey);
  return {
    ...{ networkId, nodeId, epoch, signers },
    openClient: () => station.client(),
    journal: await openJournal(parts.paths.journal, networkId),
    bundleKeys: { signers, sealingPrivateKey: keys.sealing.privateKey },
  };
}
