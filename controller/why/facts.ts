import type { Examination } from '../../shared/gen/towline/v1/Examination.ts';
import type { LinkExamination } from '../../shared/gen/towline/v1/LinkExamination.ts';
import type { LinkState } from '../../shared/gen/towline/v1/LinkState.ts';
import type { FamilyFacts } from '../../shared/net/family-facts.ts';
import type { Prospect } from '../../shared/net/prospect.ts';
import type { Condition } from '../agents/condition.ts';

/** Whether a router is a node of the network: enrolled, expected (the inventory has it), or not any more. */
export type Standing = 'enrolled' | 'expected' | 'removed' | 'revoked';

/** Why a node says nothing: not in contact, no answer in time, an agent that answers nothing, a refusal, not asked. */
export type Silence = 'away' | 'late' | 'old' | 'refused' | 'unasked';

/** What is known of a node at one moment. */
export interface NodeFacts {
  readonly name: string;
  readonly standing: Standing;
  /** What it found when it looked at itself; undefined if it said nothing. */
  readonly answer: Examination | undefined;
  readonly silence: Silence | undefined;
  /** Whether its machine answers pings in the management tunnel; undefined if it was not tried. */
  readonly echo: 'answered' | 'silent' | undefined;
  /** Seconds since its last report. */
  readonly heardAgeS: number | undefined;
  /** Seconds for which the controller has been without it, if it is away. */
  readonly awayS: number | undefined;
  /** Where its management tunnel comes from; empty if it never did. */
  readonly publicAddress: string;
  readonly condition: Condition | undefined;
  readonly desiredRelease: number;
  readonly runningRelease: number;
  /** Seconds since the release that it should run was activated. */
  readonly activatedS: number | undefined;
  /** Why its last bundle failed, as it reported. */
  readonly applyReason: string;
  readonly isQuarantined: boolean;
  readonly putOff: string;
  readonly takenBack: string;
  /** A second router with its identity asked to join. */
  readonly clone: { readonly hostName: string; readonly address: string } | undefined;
  /** Routers that wait for approval. */
  readonly pending: number;
  /** Its endpoint, as the inventory says. */
  readonly endpoint: string;
  /** The same where it is a name, and what the controller's resolver answers. */
  readonly ownName: NameFacts | undefined;
  readonly families: FamilyFacts;
  /** Seconds that its clock is ahead of the controller's. */
  readonly clockOffsetS: number | undefined;
}

/** A name, and what a resolver says of it. */
export interface NameFacts {
  readonly name: string;
  readonly answers: readonly string[];
  /** Empty if there is an answer. */
  readonly error: string;
}

/** One end of a link. */
export interface EndFacts {
  readonly node: string;
  /** Fresh; undefined if its node did not say. */
  readonly seen: LinkExamination | undefined;
  /** As its node reported last. */
  readonly reported: LinkState | undefined;
}

/** What is known of a link. */
export interface LinkFacts {
  /** In alphabetical order. */
  readonly ends: readonly [EndFacts, EndFacts];
  readonly prospects: { readonly ipv4: Prospect; readonly ipv6: Prospect };
}

/** Everything that a diagnosis is made of. */
export interface Facts {
  /** The node that was asked for, and the other one if there was one. */
  readonly subjects: readonly [string] | readonly [string, string];
  /** By name: the subjects, and nodes at the other ends of their links. */
  readonly nodes: ReadonlyMap<string, NodeFacts>;
  readonly links: readonly LinkFacts[];
  /** Other links of the subjects: what is heard over them tells whether a silent node is there. */
  readonly witnesses: readonly LinkFacts[];
  /** Names in the controller's own endpoint, as its resolver answers them. */
  readonly controllerNames: readonly NameFacts[];
  /** Nodes on the way that packets take from the first subject to the other, both included; empty if none is known. */
  readonly path: readonly string[];
  readonly plannedPath: readonly string[];
}

/** How sure a finding is. */
export type Certainty = 'certain' | 'likely' | 'possible';

/** Something that is wrong. */
export interface Finding {
  /** Its kind; docs/why.md lists them. */
  readonly cause: string;
  /** A node, or a link as `a--b`. */
  readonly about: string;
  readonly text: string;
  readonly certainty: Certainty;
  readonly evidence: readonly string[];
  readonly whatToDo: readonly string[];
}
