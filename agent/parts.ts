import type { NodeFacts } from '../shared/gen/towline/v1/NodeFacts.ts';
import type { Resolve, ResolveFamily } from '../shared/net/resolve.ts';
import type { LogLevel } from '../shared/os/log-level.ts';
import type { ClockFloor } from './clock/floor.ts';
import type { AgentConfig } from './config/schema.ts';
import type { CyclePorts } from './cycle.ts';
import type { Enrollment, EnrollmentFile } from './enroll/store.ts';
import type { LinkKeys } from './keys/link-keys.ts';
import type { NodeKeys } from './keys/load.ts';
import type { countingJournal } from './metrics/journal.ts';
import type { Timings } from './metrics/timings.ts';
import type { EndpointMemory } from './tracker/endpoints.ts';
import type { HintStore } from './tracker/hints.ts';

/** Everything that a running agent consists of. */
export interface AgentParts extends CyclePorts {
  readonly config: AgentConfig;
  readonly logLevel: LogLevel;
  readonly enrollment: Enrollment;
  readonly keys: NodeKeys;
  readonly linkKeys: LinkKeys;
  /** Number of the signing key that this node trusts now. */
  readonly signingGeneration: () => number;
  readonly updateEnrollment: EnrollmentFile['update'];
  readonly hintStore: HintStore;
  readonly endpoints: EndpointMemory;
  readonly clockFloor: ClockFloor;
  readonly resolve: Resolve;
  readonly resolveFamily: ResolveFamily;
  readonly facts: NodeFacts;
  readonly timings: Timings;
  readonly journal: ReturnType<typeof countingJournal>;
  readonly clockOffsetS: () => number | undefined;
}
