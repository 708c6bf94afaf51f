import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Who is whose child, on this computer, at one moment. */
export class ProcessTree {
  readonly #children = new Map<number, number[]>();

  static read(): ProcessTree {
    const tree = new ProcessTree();
    for (const entry of readdirSync('/proc')) {
      const pid = Number(entry);
      const parent = Number.isInteger(pid) ? parentOf(pid) : undefined;
      if (parent === undefined) continue;
      tree.#children.set(parent, [...(tree.#children.get(parent) ?? []), pid]);
    }
    return tree;
  }

  childrenOf(pid: number): readonly number[] {
    return this.#children.get(pid) ?? [];
  }

  /** All processes below one, parents before children. */
  descendantsOf(pid: number): number[] {
    return this.childrenOf(pid).flatMap((child) => [child, ...this.descendantsOf(child)]);
  }

  /** Follows a chain of only children to its end. */
  lastOf(pid: number): number {
    const [child, ...others] = this.childrenOf(pid);
    return child === undefined || others.length > 0 ? pid : this.lastOf(child);
  }
}

/** Identity of a process's namespace, for example `mnt:[4026531841]`; undefined when the process is gone. */
export function namespaceOf(
  pid: number | 'self',
  kind: 'mnt' | 'net' | 'pid' | 'user' | 'uts',
): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/${kind}`);
  } catch {
    return undefined;
  }
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // proc(5): the name in parentheses may hold anything, so that fields count from its last parenthesis.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined; // ended meanwhile
  }
}
