import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';

const rules = join(import.meta.dirname, '../../templates/monitoring/alerts.yml');

test('promtool finds the alert rules right, and each fires when it has to and clears', async () => {
  const { stdout } = await execa('promtool', ['check', 'rules', rules]);
  assert.match(stdout, /SUCCESS: 18 rules found/);
  const tested = await execa('promtool', ['test', 'rules', join(import.meta.dirname, 'alerts.yml')]);
  assert.match(tested.stdout, /SUCCESS/);
});

test('no alert is without a case in which it fires, nor without a word of what to do', () => {
  const text = readFileSync(rules, 'utf8');
  const cases = readFileSync(join(import.meta.dirname, 'alerts.yml'), 'utf8');
  const names = [...text.matchAll(/- alert: (\w+)/g)].map(([, name]) => name ?? '');
  assert.equal(names.length, 18);
  for (const name of names) assert.ok(cases.includes(`alertname="${name}"`), name);
  for (const key of ['summary:', 'action:', 'severity:']) assert.equal(text.split(key).length - 1, 18, key);
});
