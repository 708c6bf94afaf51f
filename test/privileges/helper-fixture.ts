import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { loadConfig } from '../../agent/config/load.ts';
import { helperSocket } from '../../agent/config/paths.ts';
import { customServices } from '../../agent/config/schema.ts';
import { type AskHelper, handsWithHelper, helperAt } from '../../agent/root-helper/hands.ts';
import { serveHelper } from '../../agent/root-helper/serve.ts';
import { ask } from '../../agent/socket/ask.ts';
import { sha256 } from '../../shared/crypto/sha256.ts';
import { run } from '../../shared/os/run.ts';
import { silentLog } from '../fakes/log.ts';
import { sourceProgram } from '../fakes/program.ts';
import { until } from '../fakes/until.ts';

/** Why such tests cannot run here; false where they can. */
export const skip = process.getuid?.() === 0 ? false : 'needs root, to be several users';
export const [agentUid, strangerUid] = [64_991, 64_992];
export const contentOf = (text: string) => ({ content: Buffer.from(text).toString('base64'), mode: 0o644 });

/**
 * A root helper for a user of its own, with a service `site` of root's and `own` of the agent's.
 *
 * @param more text at the end of agent.toml, @param first text at its begin
 * @param isApart whether it is a process of its own
 */
export async function setUp(context: TestContext, more = '', isApart = false, first = '') {
  const folder = await mkdtemp(join(tmpdir(), 'towline-root-helper-'));
  context.after(() => rm(folder, { recursive: true }));
  await chmod(folder, 0o755);
  const [state, etc] = [join(folder, 'state'), join(folder, 'etc')];
  for (const path of [state, etc]) await mkdir(path, { mode: 0o755 });
  await chown(state, agentUid, agentUid);
  const file = join(folder, 'agent.toml');
  const toml = `${first}state_dir = "${state}"
runtime_dir = "${folder}/run"
helper_dir = "${folder}/helper"
[service.site]
destination = "${etc}/site.d"
owner = "root"
mode = "0640"
reload = ["sh", "-c", "id -u >$0/reloaded", "${folder}"]
[service.slow]
destination = "${etc}/slow.d"
owner = "root"
reload = ["sleep", "61"]
timeout_s = 60
[service.own]
destination = "${etc}/own.d"
${more}`;
  await writeFile(file, toml, { mode: 0o644 });
  const config = () => loadConfig(file);
  if (isApart) {
    const program = join(import.meta.dirname, '../../agent/main.ts');
    const args = [...sourceProgram(program), '--config', file, 'root-helper'];
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    context.after(async () => {
      const exit = once(child, 'exit');
      child.kill();
      assert.deepEqual(await exit, [0, null]);
    });
  } else {
    const stop = new AbortController();
    const serving = serveHelper({ run, log: silentLog, config, configFile: file }, stop.signal);
    context.after(async () => {
      stop.abort();
      await serving;
    });
  }
  const socket = helperSocket(await config());
  await until('the root helper answers', () =>
    ask(socket, { do: 'pid' }, quick).then(
      () => true,
      () => false,
    ),
  );
  const helper: AskHelper = helperAt(socket);
  const request = (what: object) => ask(socket, what, quick);
  const hands = handsWithHelper(run, helper);
  const [own, site, slow] = customServices(await config());
  assert.ok(own && site && slow);
  return { folder, state, etc, file, toml, socket, helper, request, hands, own, site, slow, config };
}

export const quick = { who: 'root helper', timeoutMs: 10_000, signal: new AbortController().signal };

/** A file of a service, as a bundle has it. */
export const file = (name: string, text: string, mode = 0o644) => ({
  name,
  mode,
  sha256: sha256(Buffer.from(text)),
  read: async () => Buffer.from(text),
});

/** Does something as another user; the whole process is that user meanwhile. */
export async function asUid<T>(uid: number, task: () => Promise<T>): Promise<T> {
  process.seteuid?.(uid);
  try {
    return await task();
  } finally {
    process.seteuid?.(0);
  }
}
