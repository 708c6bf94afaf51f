import type { Side } from './contents.ts';
import type { Snapshot } from './snapshot.ts';

export interface Judged {
  /** The content that all of the node is; undefined where it is neither. */
  readonly side: Side | undefined;
  /** Each part with the content that it is, for people. */
  readonly parts: string;
}

/**
 * Compares what a node is with the two contents that it may be, part by part. Pure.
 *
 * @param names of the parts to compare
 */
export function judge(
  snapshot: Snapshot,
  whole: Readonly<Record<Side, Snapshot>>,
  names: readonly string[] = Object.keys(whole.x),
): Judged {
  const sidesOf = (name: string) =>
    (['x', 'y'] as const).filter((side) => snapshot[name] === whole[side][name]);
  const side = (['x', 'y'] as const).find((candidate) =>
    names.every((name) => sidesOf(name).includes(candidate)),
  );
  const parts = names.map((name) => `${name} ${sidesOf(name).join('=') || 'neither'}`).join(', ');
  return { side, parts };
}

/**
 * Whether what the controller knows names the call that failed: the words of the failure, and, for a file, where
 * it was. Pure.
 *
 * @param reason of the node's last apply, as `towline status` has it
 * @param call as the trace has it
 */
export function namesCause(reason: string, kind: string, call: string): boolean {
  switch (kind) {
    case 'command': {
      const program = call.split(' ')[0] ?? '';
      return reason.includes(program) && /injected fault|EAGAIN/.test(reason);
    }
    case 'bird':
      return (
        /BIRD/.test(reason) &&
        /ECONNREFUSED|closed the connection|injected fault|does not answer|not running/.test(reason)
      );
    default:
      return /EIO|ENOSPC/.test(reason);
  }
}
