// Original file: proto/towline/v1/agent.proto

/**
 * AddressFact says how a node may be reached in one IP family.
 */
export const AddressFact = {
  /**
   * Not known, or not yet.
   */
  ADDRESS_FACT_UNSPECIFIED: 'ADDRESS_FACT_UNSPECIFIED',
  /**
   * The node has no address of this family.
   */
  ADDRESS_FACT_NONE: 'ADDRESS_FACT_NONE',
  /**
   * The controller sees it come from an address of its own.
   */
  ADDRESS_FACT_PUBLIC: 'ADDRESS_FACT_PUBLIC',
  /**
   * The controller sees it come from an address that is not its own.
   */
  ADDRESS_FACT_NAT: 'ADDRESS_FACT_NAT',
  /**
   * The same, and its own is a carrier's (RFC 6598, RFC 6333).
   */
  ADDRESS_FACT_CARRIER_NAT: 'ADDRESS_FACT_CARRIER_NAT',
  /**
   * The node has addresses, and the controller did not hear it when it spoke
   * from them.
   */
  ADDRESS_FACT_SILENT: 'ADDRESS_FACT_SILENT',
} as const;

/**
 * AddressFact says how a node may be reached in one IP family.
 */
export type AddressFactInput =
  /**
   * Not known, or not yet.
   */
  | 'ADDRESS_FACT_UNSPECIFIED'
  | 0
  /**
   * The node has no address of this family.
   */
  | 'ADDRESS_FACT_NONE'
  | 1
  /**
   * The controller sees it come from an address of its own.
   */
  | 'ADDRESS_FACT_PUBLIC'
  | 2
  /**
   * The controller sees it come from an address that is not its own.
   */
  | 'ADDRESS_FACT_NAT'
  | 3
  /**
   * The same, and its own is a carrier's (RFC 6598, RFC 6333).
   */
  | 'ADDRESS_FACT_CARRIER_NAT'
  | 4
  /**
   * The node has addresses, and the controller did not hear it when it spoke
   * from them.
   */
  | 'ADDRESS_FACT_SILENT'
  | 5

/**
 * AddressFact says how a node may be reached in one IP family.
 */
export type AddressFact = typeof AddressFact[keyof typeof AddressFact]
