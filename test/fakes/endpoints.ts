import type { EndpointMemory } from '../../agent/tracker/endpoints.ts';

/** A memory that forgets. */
export const noEndpoints: EndpointMemory = {
  of: () => [],
  addresses: () => new Map(),
  worked: () => {},
  keepOnly: () => {},
  save: async () => {},
};
