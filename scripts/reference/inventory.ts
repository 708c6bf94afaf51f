import { z } from 'zod';
import { defaults } from '../../controller/inventory/defaults.ts';
import { keyList } from '../../controller/inventory/key-list.ts';
import { keyTexts } from '../../controller/inventory/key-texts.ts';
import { type Level, levelSchemas } from '../../controller/inventory/schema.ts';
import { code, keysOf, type Schema, table, valueText } from './schema.ts';

const named = { group: '<name>', link: '<node>' };

/** Every key of the inventory. Pure. Throws for a key that nobody described. */
export function inventoryPage(): string {
  const schemas = new Map(
    Object.values(levelSchemas).flatMap((level) =>
      keysOf(z.toJSONSchema(level, { unrepresentable: 'any', io: 'input' }) as Schema, named).map(
        ({ key, schema }) => [key, schema] as const,
      ),
    ),
  );
  const rows = (of: (levels: readonly Level[]) => boolean) =>
    keyList()
      .filter(({ levels }) => of(levels))
      .map(({ key }) => {
        const text = keyTexts[key];
        if (text === undefined)
          throw new Error(`${key} has no text: add it to controller/inventory/key-texts.ts`);
        return [`\`${key}\``, valueText(schemas.get(key) ?? {}), defaultText(key), text];
      });
  const head = ['key', 'value', 'default', 'meaning'];
  return `# Keys of the inventory

\`network.toml\` holds for the whole network, \`sites/<site>/site.toml\` for a site, \`sites/<site>/<node>/node.toml\` for a
node; the nearest level wins. Tables merge key by key, lists and single values replace. \`towline get --effective NODE\` shows
what holds for a node, and the file and line that it comes from; \`towline set\` writes a key and keeps comments.

## At every level

${table(
  head,
  rows((levels) => levels.length === 3),
)}

## In network.toml only

${table(
  head,
  rows((levels) => levels.length === 1 && levels[0] === 'network'),
)}

## In site.toml only

${table(
  head,
  rows((levels) => levels.length === 1 && levels[0] === 'site'),
)}
`;
}

function defaultText(key: string): string {
  let value: unknown = defaults;
  for (const word of key.split('.')) value = (value as Readonly<Record<string, unknown>> | undefined)?.[word];
  return value === undefined ? '' : code(value);
}
