import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fleetOfThree } from '../controller/fleet.ts';

export interface Shown {
  readonly signing: readonly {
    readonly generation: number;
    readonly public_key: string;
    readonly state: string;
  }[];
  readonly nodes: readonly { readonly name: string; readonly generation: number | null }[];
}

/** A fleet before each test of the file, and its signing keys. */
export function signingFleet() {
  const fleet = fleetOfThree();
  let isClamped = false;
  const keysDir = () => join(fleet.harness.config.state_dir, 'keys');
  return {
    fleet,
    keysDir,
    rotate: async (...args: string[]) =>
      (await fleet.harness.json('keys', 'rotate', 'signing', ...args)) as unknown as Shown,
    show: async () => (await fleet.harness.json('keys', 'show')) as unknown as Shown,
    /** Names of the files of signing keys, sorted. */
    signingFiles: () =>
      readdirSync(keysDir())
        .filter((name) => name.startsWith('signing'))
        .sort(),
    /** Makes and activates a release that changes every node; resolves to its number. */
    async release(): Promise<number> {
      await fleet.harness.json('set', 'mss_clamp', `${isClamped}`);
      isClamped = !isClamped;
      const { release } = await fleet.harness.json('commit', '-m', 'next');
      await fleet.harness.json('activate');
      return release as number;
    },
  };
}
