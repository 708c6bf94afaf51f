import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createCompiler } from '../../controller/compile.ts';
import { confinement } from '../../controller/render/confine.ts';
import { createRenderPool } from '../../controller/render/pool.ts';
import { spawnConfined } from '../../controller/render/process.ts';
import type { RenderJob } from '../../controller/render/renderer.ts';
import { fixedKeys, inventory, nodeNames } from '../compile/fixture.ts';
import { compile } from '../fakes/compile.ts';
import { silentLog } from '../fakes/log.ts';

const path = 'templates/bird/custom.conf.njk';
const name = 'bird/custom.conf.njk';

function job(node: string, context: object = {}): RenderJob {
  return { node, templates: [[name, path]], context: { links: [], ...context } };
}

describe('the processes that render', () => {
  const pool = createRenderPool({ log: silentLog, timeoutMs: 4_000 });
  const render = async (template: string, jobs: readonly RenderJob[] = [job('bonn')]) =>
    collect(pool.render(new Map([[path, template]]), jobs));
  const first = async (template: string, context: object = {}) => {
    const [rendered] = await render(template, [job('bonn', context)]);
    return rendered?.files[0]?.content ?? rendered?.problems[0]?.text ?? '';
  };
  after(() => pool.close());

  it('give the same files as rendering in this process, in the order of the nodes', async () => {
    const names = Array.from({ length: 90 }, (_, index) => `node${String(index).padStart(2, '0')}`);
    const groups = (index: number) => `groups = ["g${Math.floor(index / 4)}", "h${index % 9}"]\n`;
    const tree = inventory(
      Object.fromEntries(names.map((node, index) => [`sites/${node}/${node}/node.toml`, groups(index)])),
    );
    const input = { tree, keys: fixedKeys(nodeNames(tree)), pskVersion: () => 1 };
    const compilation = createCompiler().compile(input);
    const rendered = await collect(
      pool.render(compilation.templates, compilation.nodes.map(compilation.job)),
    );
    assert.deepEqual(
      rendered.map(({ node, files }) => [node, files]),
      compile(input).nodes.map((node) => [node.name, node.files]),
    );
    assert.equal(rendered.length, 90);
  });

  it('tell which templates cannot be parsed, all at once', async () => {
    const problems = await pool.check(
      new Map([
        ['templates/bird/a.conf.njk', '{% if x %}'],
        ['templates/bird/b.conf.njk', 'fine'],
        ['templates/bird/c.conf.njk', '\n{{ x'],
      ]),
    );
    assert.deepEqual(
      problems.map(({ file, line }) => `${file}:${line}`),
      ['templates/bird/a.conf.njk:1', 'templates/bird/c.conf.njk:2'],
    );
  });

  it('end a template that never ends, name the nodes, and go on with the next', async () => {
    const slow = createRenderPool({ log: silentLog, timeoutMs: 700 });
    try {
      const loop = '{% for a in range(100000) %}';
      const endless = new Map([[path, `${loop.repeat(4)}${'{% endfor %}'.repeat(4)}`]]);
      await assert.rejects(
        collect(slow.render(endless, [job('bonn'), job('kiel')])),
        /took longer than 0.7 s.*endless loop.*bonn to kiel/,
      );
      const [rendered] = await collect(slow.render(new Map([[path, 'fine']]), [job('bonn')]));
      assert.equal(rendered?.files[0]?.content, 'fine');
    } finally {
      await slow.close();
    }
  });

  it('end where a template wants all memory, and the next request gets a new process', async () => {
    const greedy = '{% set x = "0123456789" %}{% for i in range(40) %}{% set x = x + x %}{% endfor %}{{ x }}';
    await assert.rejects(
      render(`${greedy}{% for i in range(1000000) %}{{ x }}{% endfor %}`).then((rendered) => {
        // V8 may refuse the string before the memory is used up.
        throw new Error(rendered[0]?.problems[0]?.text ?? 'it was rendered');
      }),
      /memory|Invalid string length|took longer/,
    );
    assert.equal(await first('fine'), 'fine');
  });

  describe('have nothing worth having', () => {
    const dir = mkdtempSync(join(tmpdir(), 'towline-confined-'));
    const secret = join(dir, 'master.key');
    const server = createServer((socket) => socket.end('hello'));
    before(async () => {
      writeFileSync(secret, 'the secret\n');
      // Even a file that everybody may read.
      chmodSync(dir, 0o755);
      chmodSync(secret, 0o644);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    });
    after(() => {
      server.close();
      rmSync(dir, { recursive: true, force: true });
    });

    it('by the name constructor: an error instead of the function that makes functions', async () => {
      for (const expression of [
        'node.constructor',
        '"".constructor',
        '[].constructor',
        'range.constructor',
        'cycler.constructor',
        'node["con" + "structor"]',
        '"".at.constructor',
        '(1).constructor',
      ]) {
        const text = await first(`{{ ${expression}("return process.version")() }}`, { node: {} });
        assert.match(text, /has no value/, expression);
      }
      assert.match(await first('{{ node["__proto__"]["constructor"] }}', { node: {} }), /has no value/);
    });

    it('should code of its own run all the same: no file, program, thread, network, variable or user', async () => {
      const { port } = server.address() as { port: number };
      const tried = await runHostile(secret, port, process.pid);
      const { environment, user, groups, interfaces, ...refused } = tried;
      for (const [what, result] of Object.entries(refused)) assert.match(result, /^refused/, what);
      assert.deepEqual(Object.keys(refused).sort(), hostileAttempts);
      assert.deepEqual(environment, '{}');
      assert.equal(interfaces, '{}');
      if (process.getuid?.() === 0) assert.deepEqual([user, groups], ['65534', '65534']);
    });
  });

  it('say that this machine can confine them', () => {
    assert.equal(confinement().lacks, undefined);
  });
});

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const hostileAttempts = [
  'connect',
  'inspector',
  'killParent',
  'listFolder',
  'nativeCode',
  'program',
  'readSecret',
  'spawnBinding',
  'thread',
  'writeFile',
];

/** What code in such a process gets: for each attempt `refused: …` or `got: …`. */
async function runHostile(secret: string, port: number, parent: number): Promise<Record<string, string>> {
  const code = `
    const out = {};
    const attempt = (name, work) => {
      try { out[name] = 'got: ' + String(work()); } catch (error) { out[name] = 'refused: ' + (error.code ?? error.message); }
    };
    attempt('readSecret', () => require('node:fs').readFileSync(${JSON.stringify(secret)}, 'utf8'));
    attempt('listFolder', () => require('node:fs').readdirSync('/etc'));
    attempt('writeFile', () => require('node:fs').writeFileSync('/tmp/towline-hostile', 'x'));
    attempt('program', () => require('node:child_process').execFileSync('id'));
    attempt('spawnBinding', () => process.binding('spawn_sync').spawn({ file: 'id', args: ['id'] }));
    attempt('thread', () => new (require('node:worker_threads').Worker)('1', { eval: true }));
    attempt('nativeCode', () => process.dlopen({ exports: {} }, '/lib/x.node'));
    attempt('inspector', () => require('node:inspector').open(0));
    attempt('killParent', () => process.kill(${parent}, 0));
    out.environment = JSON.stringify(process.env);
    out.user = String(process.getuid());
    out.groups = String(process.getgroups());
    out.interfaces = JSON.stringify(require('node:os').networkInterfaces());
    const socket = require('node:net').connect(${port}, '127.0.0.1');
    const done = (text) => { out.connect = text; process.send(out); };
    socket.once('connect', () => done('got: a connection'));
    socket.once('error', (error) => done('refused: ' + error.code));
  `;
  const child = spawnConfined(code);
  try {
    return await new Promise((resolve, reject) => {
      child.once('message', (message) => resolve(message as Record<string, string>));
      child.once('exit', () => reject(new Error('the process ended')));
    });
  } finally {
    child.kill('SIGKILL');
  }
}
