/** Line of the node that a cut is made for; `behind`: its way to the controller is the link to the hub. */
export type Kind = 'dual' | 'four' | 'six' | 'behind';

/** Addresses that a configuration may have to name. */
export interface Place {
  /** Public addresses of the controller. */
  readonly controllerV4: string;
  readonly controllerV6: string;
  /** UDP port of the controller's management tunnel. */
  readonly tunnelPort: number;
  /** The controller's address and TCP port inside the management tunnel. */
  readonly inner: string;
  readonly innerPort: number;
  /** The uplink's subnets without their last part: `198.18.11` and `2001:db8:11`; empty for a family it has not. */
  readonly uplinkV4: string;
  readonly uplinkV6: string;
}

/** A configuration of one node that takes its way to the controller away. */
export interface Cut {
  /** Lower case, words joined by dashes. */
  readonly name: string;
  readonly on: Kind;
  /** What it does, in words. */
  readonly how: string;
  /** The node's own templates, by `service/file`. */
  readonly templates: (place: Place) => Readonly<Record<string, string>>;
}
