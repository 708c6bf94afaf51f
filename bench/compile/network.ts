import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A synthetic network: one node a site, a LAN each. */
export interface SyntheticNetwork {
  readonly nodes: number;
  readonly links: number;
  /** Path to text. */
  readonly files: ReadonlyMap<string, string>;
}

/** All nodes in one group. */
export function fullMesh(nodes: number): SyntheticNetwork {
  return { nodes, links: (nodes * (nodes - 1)) / 2, files: filesOf(nodes, () => []) };
}

/**
 * A mesh in which every node has six neighbours: those 1, 7 and 61 places further on and back in a ring. Each link
 * is a group of two.
 */
export function degreeSix(nodes: number): SyntheticNetwork {
  const distances = [1, 7, 61];
  const link = (from: number, distance: number) => `l${distance}-${from}`;
  const groups = (node: number) =>
    distances.flatMap((distance) => [
      link(node, distance),
      link((node + nodes - (distance % nodes)) % nodes, distance),
    ]);
  return { nodes, links: nodes * distances.length, files: filesOf(nodes, groups) };
}

function filesOf(nodes: number, groups: (node: number) => readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  for (let node = 0; node < nodes; node++) {
    const name = nodeName(node);
    const own = groups(node);
    files.set(`sites/${name}/site.toml`, `# Site number ${node}\nlan = ["${lanOf(node)}"]\n`);
    const lines = [`endpoint = "${name}.dyn.example.net"`];
    if (own.length > 0) lines.push(`groups = ${JSON.stringify(own)}`);
    files.set(`sites/${name}/${name}/node.toml`, `${lines.join('\n')}\n`);
  }
  return files;
}

export function nodeName(node: number): string {
  return `site${String(node).padStart(5, '0')}`;
}

/** A /24 in 10.0.0.0/9: the pool of the loopbacks is above it. */
function lanOf(node: number): string {
  return `10.${Math.floor(node / 256)}.${node % 256}.0/24`;
}

/** Writes the files below a folder. */
export async function writeNetwork(dir: string, { files }: SyntheticNetwork): Promise<void> {
  for (const [path, text] of files) {
    const full = join(dir, path);
    await mkdir(join(full, '..'), { recursive: true });
    await writeFile(full, text);
  }
}
