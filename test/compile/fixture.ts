import type { NodeKeys } from '../../controller/compile.ts';
import { initialTree } from '../../controller/inventory/initial.ts';
import type { SourceTree } from '../../controller/inventory/source.ts';
import { sha256 } from '../../shared/crypto/sha256.ts';
import { compile, type RenderedNetwork } from '../fakes/compile.ts';

/** Public keys that depend on the node's name alone, so that golden files stay as they are. */
export function fixedKeys(names: Iterable<string>): Map<string, NodeKeys> {
  const key = (name: string, kind: string) => sha256(`${kind} ${name}`);
  return new Map(
    [...names].map((name) => [
      name,
      {
        identity: key(name, 'identity'),
        management: key(name, 'management'),
        link: key(name, 'link'),
        sealing: key(name, 'sealing'),
      },
    ]),
  );
}

/** A new inventory with these files. */
export function inventory(files: Readonly<Record<string, string>>): Map<string, string> {
  const start = initialTree({ name: 'test', networkId: '0'.repeat(32), ula: 'fd12:3456:789a' });
  return new Map([...start, ...Object.entries(files)]);
}

/** Compiles with every node of the tree enrolled. */
export function compileAll(tree: SourceTree): RenderedNetwork {
  return compile({ tree, keys: fixedKeys(nodeNames(tree)), pskVersion: () => 1 });
}

/** Compiles, and gives back the tree with what was allocated, as the next compilation sees it. */
export function settle(tree: SourceTree): Map<string, string> {
  const kept = [...tree].filter(([path]) => !path.startsWith('generated/'));
  return new Map([...kept, ...compileAll(tree).generated]);
}

export function nodeNames(tree: SourceTree): string[] {
  return [...tree.keys()].flatMap((path) => /^sites\/[^/]+\/([^/]+)\/node\.toml$/.exec(path)?.[1] ?? []);
}
