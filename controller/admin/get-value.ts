import { TowlineError } from '../../shared/errors.ts';
import type { GetValueRequest } from '../../shared/gen/towline/v1/GetValueRequest.ts';
import type { GetValueResponse } from '../../shared/gen/towline/v1/GetValueResponse.ts';
import type { Value } from '../../shared/gen/towline/v1/Value.ts';
import { didYouMean } from '../inventory/suggest.ts';
import { effectiveValues, ownValues, type ValueOrigin, valuesAt } from '../inventory/values.ts';
import type { AdminContext } from './context.ts';

/** Reads a key, a table, or with no key everything. Throws `notFound`, InventoryError. */
export async function getValue(
  { inventory, queue }: AdminContext,
  { key, scope, effective }: GetValueRequest,
): Promise<GetValueResponse> {
  const tree = await queue(() => inventory.read());
  const all = effective ? effectiveValues(tree, scope) : ownValues(tree, scope);
  const found = valuesAt(all, key);
  if (found.length === 0 && key !== '') {
    const where = effective
      ? 'the values that hold there'
      : 'the values of that file; --effective shows inherited ones';
    const known = didYouMean(
      key,
      all.map((value) => value.key),
    );
    throw new TowlineError('notFound', `${key} is not among ${where}${known}`);
  }
  return { values: found.map(toValue) };
}

export function toValue({ key, value, origin }: ValueOrigin): Value {
  return { key, json: JSON.stringify(value), origin };
}
