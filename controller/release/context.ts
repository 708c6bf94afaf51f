import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Run } from '../../shared/os/run.ts';
import type { Audit } from '../audit/audit.ts';
import type { Compiler } from '../compile.ts';
import type { Inventory } from '../git/inventory.ts';
import type { Rendered } from '../git/rendered.ts';
import type { ControllerKeys } from '../keys/key-files.ts';
import type { Pairs } from '../pairs/pairs.ts';
import type { Renderer } from '../render/renderer.ts';
import type { Store } from '../store/store.ts';
import type { DigestMemory } from './differences.ts';

/** What making and activating releases needs. */
export interface ReleaseContext {
  readonly store: Store;
  readonly inventory: Inventory;
  readonly rendered: Rendered;
  readonly compiler: Compiler;
  readonly renderer: Renderer;
  readonly digests: DigestMemory;
  /** Who may switch at once, and who only together with others. */
  readonly pairs: Pairs;
  readonly run: Run;
  readonly keys: ControllerKeys;
  /** Speaks for the admin whose call it is, or for the controller. */
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
  /** Called when a release was made. */
  readonly onReleased: () => void;
  /** Called with the numbers of the nodes that should run another bundle now, or are gone or back. */
  readonly onActivated: (nodeIds: readonly number[]) => Promise<void>;
}
