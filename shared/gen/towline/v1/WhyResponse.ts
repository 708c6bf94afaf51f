// Original file: proto/towline/v1/admin.proto

import type { WhyFactInput as _towline_v1_WhyFactInput, WhyFact as _towline_v1_WhyFact } from '../../towline/v1/WhyFact.ts';
import type { WhyLinkInput as _towline_v1_WhyLinkInput, WhyLink as _towline_v1_WhyLink } from '../../towline/v1/WhyLink.ts';
import type { WhyFindingInput as _towline_v1_WhyFindingInput, WhyFinding as _towline_v1_WhyFinding } from '../../towline/v1/WhyFinding.ts';

/**
 * WhyResponse is a diagnosis.
 */
export interface WhyResponseInput {
  /**
   * What was seen, a row each.
   */
  'facts'?: (_towline_v1_WhyFactInput)[];
  /**
   * The links that were looked at, worst first.
   */
  'links'?: (_towline_v1_WhyLinkInput)[];
  /**
   * What is wrong, the likeliest cause of the most first; empty if nothing was
   * found.
   */
  'findings'?: (_towline_v1_WhyFindingInput)[];
  /**
   * Nodes on the way that traffic takes to the other node, both included; empty
   * without another node, or if no way is known.
   */
  'path'?: (string)[];
  /**
   * The same by the inventory, over the fewest links.
   */
  'plannedPath'?: (string)[];
  /**
   * Milliseconds that the controller took.
   */
  'tookMs'?: (number);
}

/**
 * WhyResponse is a diagnosis.
 */
export interface WhyResponse {
  /**
   * What was seen, a row each.
   */
  'facts': (_towline_v1_WhyFact)[];
  /**
   * The links that were looked at, worst first.
   */
  'links': (_towline_v1_WhyLink)[];
  /**
   * What is wrong, the likeliest cause of the most first; empty if nothing was
   * found.
   */
  'findings': (_towline_v1_WhyFinding)[];
  /**
   * Nodes on the way that traffic takes to the other node, both included; empty
   * without another node, or if no way is known.
   */
  'path': (string)[];
  /**
   * The same by the inventory, over the fewest links.
   */
  'plannedPath': (string)[];
  /**
   * Milliseconds that the controller took.
   */
  'tookMs': (number);
}
