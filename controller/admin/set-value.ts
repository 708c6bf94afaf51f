import { TowlineError } from '../../shared/errors.ts';
import type { SetValueRequest } from '../../shared/gen/towline/v1/SetValueRequest.ts';
import type { SetValueResponse } from '../../shared/gen/towline/v1/SetValueResponse.ts';
import { setValue as setInText } from '../inventory/edit.ts';
import { InventoryError } from '../inventory/problems.ts';
import { parseToml } from '../inventory/toml.ts';
import { scopeFiles } from '../inventory/values.ts';
import type { AdminContext } from './context.ts';
import { editInventory } from './edit.ts';

/** Writes a key in one file of the work tree, or removes it. Throws `invalid`, `notFound`, InventoryError. */
export async function setValue(
  context: AdminContext,
  { key, json, scope }: SetValueRequest,
): Promise<SetValueResponse> {
  const value = json === '' ? undefined : parseValue(key, json);
  let file = '';
  const { written } = await context.queue(() =>
    editInventory(context, (tree) => {
      file = scopeFiles(tree, scope).at(-1) ?? '';
      const text = tree.get(file) ?? '';
      const parsed = parseToml(file, text);
      if ('problem' in parsed) throw new InventoryError([parsed.problem]);
      return new Map([[file, setInText(text, key, value)]]);
    }),
  );
  return { file, changed: written.length > 0 };
}

function parseValue(key: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new TowlineError('invalid', `the value of ${key} is no JSON: ${json.slice(0, 100)}`, { cause });
  }
}
