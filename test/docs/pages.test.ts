import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { agentConfigSchema } from '../../agent/config/schema.ts';
import { configSchema } from '../../controller/config/schema.ts';
import { keyList } from '../../controller/inventory/key-list.ts';
import { keyTexts } from '../../controller/inventory/key-texts.ts';
import { keysOf, type Schema } from '../../scripts/reference/schema.ts';
import { anchors, pages, top, withoutBlocks } from './markdown.ts';

const all = pages();

test('every link leads to a file that there is, and to a heading in it', () => {
  const faults: string[] = [];
  let count = 0;
  for (const { path, text } of all) {
    for (const [, href = ''] of withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(href)) continue;
      count++;
      const [file = '', anchor] = href.split('#');
      const target = file === '' ? join(top, path) : join(top, dirname(path), file);
      if (!existsSync(target)) faults.push(`${path}: ${href} is not there`);
      else if (anchor !== undefined && !anchors(readFileSync(target, 'utf8')).has(anchor))
        faults.push(`${path}: ${href} has no such heading`);
    }
  }
  assert.deepEqual(faults, []);
  assert.ok(count > 150, `only ${count} links`);
});

test('every page of docs/ is in the menu of the site, and every entry of it is a page', () => {
  const config = readFileSync(join(top, 'docs/.vitepress/config.ts'), 'utf8');
  const menu = [
    ...config.matchAll(/page\(\s*'[^']*',\s*'([^']*)'/g),
    ...config.matchAll(/link: '\/([a-z-]+)'/g),
  ];
  const listed = menu.map(([, path]) => `docs/${path}.md`);
  const own = all
    .map(({ path }) => path)
    .filter((path) => path.startsWith('docs/') && path !== 'docs/index.md');
  assert.deepEqual([...listed].sort(), own.sort());
});

test('every key of the inventory has a text, and no text is of a key that is gone', () => {
  assert.deepEqual(
    Object.keys(keyTexts).sort(),
    keyList()
      .map(({ key }) => key)
      .sort(),
  );
});

test('every key of controller.toml and agent.toml is in the page for operators', () => {
  const text = readFileSync(join(top, 'docs/operating.md'), 'utf8');
  const schemaOf = (schema: z.ZodType) =>
    keysOf(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }) as Schema, {});
  const isThere = (key: string) => {
    // `tracker.interval_ms`, `.fresh_ms` stand in one row.
    const last = key.split('.').at(-1) ?? '';
    return text.includes(`\`${key}\``) || (key.includes('.') && text.includes(`\`.${last}\``));
  };
  const missing = [...schemaOf(configSchema), ...schemaOf(agentConfigSchema)]
    .map(({ key }) => key)
    .filter((key) => !key.startsWith('service.') && !isThere(key));
  assert.deepEqual(missing, []);
});
