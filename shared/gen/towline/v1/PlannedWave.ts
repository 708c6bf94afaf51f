// Original file: proto/towline/v1/admin.proto


/**
 * PlannedWave is a wave as the network is now.
 */
export interface PlannedWaveInput {
  /**
   * Names of its nodes, sorted.
   */
  'nodes'?: (string)[];
  /**
   * What it could cut off, one line each.
   */
  'exceptions'?: (string)[];
  /**
   * Whether it has canaries.
   */
  'hasCanaries'?: (boolean);
}

/**
 * PlannedWave is a wave as the network is now.
 */
export interface PlannedWave {
  /**
   * Names of its nodes, sorted.
   */
  'nodes': (string)[];
  /**
   * What it could cut off, one line each.
   */
  'exceptions': (string)[];
  /**
   * Whether it has canaries.
   */
  'hasCanaries': (boolean);
}
