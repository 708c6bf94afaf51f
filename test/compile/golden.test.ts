import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { scenarioTree } from './digest.ts';
import { compileAll } from './fixture.ts';

const golden = join(import.meta.dirname, '../golden');
const scenarios = readdirSync(golden);

/** `UPDATE_GOLDEN=1` writes what the compiler makes now instead of comparing. */
const update = process.env.UPDATE_GOLDEN === '1';

for (const scenario of scenarios) {
  test(`golden ${scenario}: the compiler writes the expected files, and BIRD accepts them`, async () => {
    const tree = await scenarioTree(join(import.meta.dirname, '../..'), scenario);
    const compilation = compileAll(tree);
    const actual = new Map(compilation.generated);
    for (const node of compilation.nodes) {
      for (const file of node.files) actual.set(`${node.name}/${file.path}`, file.content);
    }
    const expectedDir = join(golden, scenario, 'expected');
    if (update) {
      rmSync(expectedDir, { recursive: true, force: true });
      for (const [path, text] of actual) write(join(expectedDir, path), text);
    }
    assert.deepEqual(toObject(actual), toObject(readAll(expectedDir)));

    for (const node of compilation.nodes) await assertBirdAccepts(join(expectedDir, node.name, 'bird'));
  });
}

async function assertBirdAccepts(folder: string): Promise<void> {
  const copy = mkdtempSync(join(tmpdir(), 'towline-golden-'));
  try {
    cpSync(folder, copy, { recursive: true });
    const result = await execa('bird', ['-p', '-c', join(copy, 'bird.conf')], {
      reject: false,
      env: { PATH: `${process.env.PATH}:/usr/sbin` },
    });
    assert.equal(result.exitCode, 0, `bird -p refuses ${folder}: ${result.stderr}`);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function readAll(dir: string): Map<string, string> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((file) => {
      const path = join(file.parentPath, file.name);
      return [path.slice(dir.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function toObject(map: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}
