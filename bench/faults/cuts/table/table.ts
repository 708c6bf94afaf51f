import type { Cut } from '../cut.ts';
import { filters } from './filters.ts';
import { linkFiles } from './links.ts';
import { routes } from './routes.ts';
import { uplinks } from './uplinks.ts';

/** Every configuration that takes a node's way to the controller. */
export const cuts: readonly Cut[] = [...routes, ...filters, ...uplinks, ...linkFiles];
