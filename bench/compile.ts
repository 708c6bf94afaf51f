import { join } from 'node:path';
import Table from 'cli-table3';
import { execa } from 'execa';
import type { Benchmark } from './main.ts';

interface Measured {
  readonly nodes: number;
  readonly links: number;
  readonly cold_s: number;
  readonly cold_rendered_git_s: number;
  readonly incremental_s: number;
  readonly incremental_max_s: number;
  readonly endpoint_s: number;
  readonly unchanged_s: number;
  readonly peak_mb: number;
  readonly bundle_bytes: number;
  readonly releases: number;
  readonly inventory_git_mb: number;
  readonly rendered_git_mb: number;
  readonly database_mb: number;
}

const networks = [
  ['mesh_8', 'mesh', 8],
  ['mesh_50', 'mesh', 50],
  ['mesh_100', 'mesh', 100],
  ['mesh_200', 'mesh', 200],
  ['degree6_1000', 'degree6', 1_000],
  ['degree6_10000', 'degree6', 10_000],
] as const;

/** Releases after which the sizes of the repositories are taken. */
const releases = 50;

/**
 * Synthetic networks, each in a process of its own: from the inventory's files to the release in the database, that is
 * keys of all nodes, allocation, rendering, inventory commit, signing and sealing. Cold the first time, and the time
 * that writing all files to rendered.git adds; then, rendered.git included, one value of one node changed, its
 * endpoint changed (which its neighbours' bundles carry), and nothing changed. Memory is the highest resident memory
 * of the controller and its render processes together.
 */
export const compile: Benchmark = async ({ rounds = 5, signal, only }) => {
  const names = networks.map(([name]) => name as string);
  if (only !== undefined && !names.includes(only))
    throw new Error(`there is no case ${only}, only ${names.join(', ')}`);
  const results: Record<string, Measured> = {};
  for (const [name, kind, nodes] of networks) {
    if (only !== undefined && only !== name) continue;
    process.stderr.write(`${name}\n`);
    const program = join(import.meta.dirname, 'compile/measure.js');
    const args = [program, kind, String(nodes), String(rounds), String(releases)];
    const { stdout } = await execa(process.execPath, args, { cancelSignal: signal, stderr: 'inherit' });
    results[name] = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Measured;
  }
  const table = new Table({
    style: { head: [], border: [] },
    head: [
      'network',
      'links',
      'cold s',
      '+ rendered.git s',
      'one value s (max)',
      'endpoint s',
      'nothing s',
      'peak MB',
      'bundle bytes',
      'inventory.git MB',
      'rendered.git MB',
      'database MB',
    ],
  });
  for (const [name, result] of Object.entries(results)) {
    table.push([
      name,
      result.links,
      result.cold_s,
      result.cold_rendered_git_s,
      `${result.incremental_s} (${result.incremental_max_s})`,
      result.endpoint_s,
      result.unchanged_s,
      result.peak_mb,
      result.bundle_bytes,
      result.inventory_git_mb,
      result.rendered_git_mb,
      result.database_mb,
    ]);
  }
  const exponent = exponentOf(results.degree6_1000, results.degree6_10000);
  process.stdout.write(`${table.toString()}\nsizes after ${releases} releases\n`);
  if (exponent !== undefined)
    process.stdout.write(
      `cold time grows with links to the power of ${exponent} from 1,000 to 10,000 nodes\n`,
    );
  return { ...results, ...(exponent === undefined ? {} : { exponent }) };
};

/** How time grows with links: the slope between two networks in logarithms. */
function exponentOf(small: Measured | undefined, large: Measured | undefined): number | undefined {
  if (small === undefined || large === undefined) return undefined;
  const slope = Math.log(large.cold_s / small.cold_s) / Math.log(large.links / small.links);
  return Math.round(slope * 100) / 100;
}
