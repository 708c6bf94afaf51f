/** Which key an end of a link has, and whether traffic is led around the link meanwhile. */
export interface LinkTurn {
  /** Version of the node's link key; 1 is the one of its enrollment. */
  readonly version: number;
  /** That key in base64; absent where it is the one that the node has for all its links. */
  readonly publicKey?: string;
  readonly isDrained: boolean;
}

/** The turn of a node's end of its link to a peer, both by name. */
export type LinkTurns = (node: string, peer: string) => LinkTurn;

const first: LinkTurn = { version: 1, isDrained: false };

/** No key was ever renewed. */
export const noTurns: LinkTurns = () => first;
