// Original file: proto/towline/v1/admin.proto

import type { NodeInput as _towline_v1_NodeInput, Node as _towline_v1_Node } from '../../towline/v1/Node.ts';

/**
 * Host is a router as one that is managed.
 */
export interface HostInput {
  /**
   * The node.
   */
  'node'?: (_towline_v1_NodeInput | null);
  /**
   * Its tags, sorted.
   */
  'tags'?: (string)[];
  /**
   * User to come as.
   */
  'sshUser'?: (string);
  /**
   * TCP port of its SSH server.
   */
  'sshPort'?: (number);
  /**
   * What the inventory has under vars, a JSON object.
   */
  'varsJson'?: (string);
}

/**
 * Host is a router as one that is managed.
 */
export interface Host {
  /**
   * The node.
   */
  'node': (_towline_v1_Node | null);
  /**
   * Its tags, sorted.
   */
  'tags': (string)[];
  /**
   * User to come as.
   */
  'sshUser': (string);
  /**
   * TCP port of its SSH server.
   */
  'sshPort': (number);
  /**
   * What the inventory has under vars, a JSON object.
   */
  'varsJson': (string);
}
