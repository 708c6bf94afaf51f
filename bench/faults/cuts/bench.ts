import { join } from 'node:path';
import type { SourceTree } from '../../../controller/inventory/source.ts';
import { projectFolder } from '../../../lab/namespaces/visible-folders.ts';
import { readAuthoredFiles } from '../../../lab/network/inventory.ts';
import type { LabNetwork } from '../../../lab/network/network.ts';
import { waitUntilGreen } from '../../../lab/network/wait.ts';
import type { Cut, Place } from './cut.ts';
import { bringUp, links, placeOf, spokes } from './lab.ts';
import { type Fate, type Mode, runRound, type Victim } from './round.ts';
import { takeSnapshot } from './snapshot.ts';
import { Watch } from './watch.ts';

/** One case to run: a cut and what happens to its node meanwhile. */
export interface CutCase {
  readonly name: string;
  readonly cut: Cut;
  readonly mode: Mode;
  readonly windowS: number;
  /** Planted: an agent that is killed is not started again. */
  readonly isLeftDead?: boolean;
}

interface Spoke {
  readonly node: string;
  readonly watch: Watch;
  readonly place: Place;
  readonly before: string;
}

/** A lab in which spokes are cut off, several in one release. */
export class CutBench {
  readonly #network: LabNetwork;
  readonly #base: SourceTree;
  readonly #spokes: ReadonlyMap<string, Spoke>;
  readonly #latenessS: number;
  #round = 0;
  /** Why the lab is of no more use. */
  #broken: unknown;

  private constructor(
    network: LabNetwork,
    base: SourceTree,
    all: ReadonlyMap<string, Spoke>,
    latenessS: number,
  ) {
    this.#network = network;
    this.#base = base;
    this.#spokes = all;
    this.#latenessS = latenessS;
  }

  /** @param latenessS seconds that a node is still looked for when it is late */
  static async open(signal: AbortSignal, latenessS = 30): Promise<CutBench> {
    const network = await bringUp(signal);
    try {
      const base = await readAuthoredFiles(join(projectFolder(), 'bench/faults/cuts/network'));
      const all = await Promise.all(
        Object.values(spokes)
          .flat()
          .map(async (node): Promise<[string, Spoke]> => {
            const watch = new Watch(network.lab, node);
            watch.start();
            const place = await placeOf(network, node);
            return [node, { node, watch, place, before: await takeSnapshot(network, node) }];
          }),
      );
      return new CutBench(network, base, new Map(all), latenessS);
    } catch (error) {
      await network.lab.down();
      throw error;
    }
  }

  /**
   * Runs cases, as many at once as there are nodes for them. Throws, from the next round on, when the network did not
   * come back to where it was.
   */
  async run(cases: readonly CutCase[], signal: AbortSignal): Promise<Fate[]> {
    const fates: Fate[] = [];
    let rest = [...cases];
    while (rest.length > 0) {
      signal.throwIfAborted();
      if (this.#broken !== undefined) throw this.#broken;
      const free = new Map(Object.entries(spokes).map(([kind, nodes]) => [kind, [...nodes]]));
      const victims: Victim[] = [];
      const later: CutCase[] = [];
      for (const one of rest) {
        const spoke = this.#spokes.get(free.get(one.cut.on)?.shift() ?? '');
        if (spoke === undefined) later.push(one);
        else
          victims.push({
            ...spoke,
            ...one,
            case: one.name,
            isLeftDead: one.isLeftDead === true,
            latenessS: this.#latenessS,
          });
      }
      rest = later;
      this.#round++;
      const done = await runRound(this.#network, this.#base, victims, this.#round);
      await this.#mend(victims, done).catch((error: unknown) => {
        this.#broken = error;
      });
      fates.push(...done);
    }
    return fates;
  }

  async close(): Promise<void> {
    for (const { watch } of this.#spokes.values()) watch.stop();
    await this.#network.lab.down();
  }

  /** Brings those that did not come back by themselves back, so that the next round finds all as it should be. */
  async #mend(victims: readonly Victim[], fates: readonly Fate[]): Promise<void> {
    for (const [index, { node, watch }] of victims.entries()) {
      if (fates[index]?.verdict === 'recovered') continue;
      watch.stop();
      await this.#network.rebootNode(node);
      watch.start();
    }
    await waitUntilGreen(this.#network, links, { deadlineMs: 90_000 });
  }
}
