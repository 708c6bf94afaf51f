import * as z from 'zod';

/**
 * An object in a state file without which the agent does not start. A newer agent may have added to it before this one
 * took its place again: what this one does not know it passes over, and keeps where it writes the object anew. The
 * types do not have it, so that a misspelt key stays an error.
 */
export const stateObject = z.looseObject as unknown as typeof z.object;
