import { addresses } from './addresses.ts';
import type { BrokenInventory } from './base.ts';
import { generated } from './generated.ts';
import { keys } from './keys.ts';
import { network } from './network.ts';
import { places } from './places.ts';
import { syntax } from './syntax.ts';
import { templates } from './templates.ts';
import { values } from './values.ts';

/** Inventories with one fault each, in the order in which a compilation meets them. */
export const brokenInventories: readonly BrokenInventory[] = [
  ...places,
  ...syntax,
  ...keys,
  ...values,
  ...addresses,
  ...generated,
  ...network,
  ...templates,
];
