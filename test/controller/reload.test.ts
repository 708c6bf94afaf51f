import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loadConfig, parseConfig } from '../../controller/config/load.ts';
import { compareConfigs } from '../../controller/config/reload.ts';
import { serve } from '../../controller/serve/serve.ts';
import type { Log } from '../../shared/os/log.ts';
import { silentLog } from '../fakes/log.ts';
import { until } from '../fakes/until.ts';
import { type Harness, startController } from './harness.ts';

const parse = (text: string) => parseConfig('controller.toml', `endpoints = ["a.example.net"]\n${text}`);

for (const [changed, text, expected] of [
  ['nothing', '', []],
  ['state_dir', 'state_dir = "/srv/towline"', [/^state_dir: restart 'towline serve'$/]],
  [
    'the port of the tunnel',
    '[listen]\nwireguard_port = 51900',
    [/^listen.wireguard_port: 'towline tunnel move --port 51900'/],
  ],
  ['the port of the agents', '[listen]\nagents_port = 7500', [/^listen.agents_port: .* put it back$/]],
  [
    'listeners and the mode',
    '[listen]\nhttp = "127.0.0.1:9901"\nenrollment = "[::]:7450"\n[wireguard]\nmode = "kernel"',
    [/^listen.enrollment: restart/, /^listen.http: restart/, /^wireguard.mode: restart/],
  ],
] as const) {
  it(`a running controller says what to do about a change of ${changed}`, () => {
    const { taken, left } = compareConfigs(parse(''), parse(text));
    assert.deepEqual(taken, []);
    assert.equal(left.length, expected.length, left.join('\n'));
    for (const [index, line] of left.entries()) assert.match(line, expected[index] ?? /never/);
  });
}

describe('SIGHUP', () => {
  let harness: Harness;
  before(async () => {
    harness = await startController();
  });
  after(() => harness.close());

  it('has controller.toml read again; a broken one changes nothing, and what needs a restart is named', async () => {
    const path = join(harness.dir, 'controller.toml');
    const text = readFileSync(path, 'utf8');
    const said: string[] = [];
    const note = (first: unknown, second?: unknown) =>
      void said.push(`${JSON.stringify(first)} ${second ?? ''}`);
    const log = { ...silentLog, info: note, warn: note, error: note } as Log;
    let reloads = 0;
    const { controller } = harness;
    const daemon = {
      start: async () => undefined,
      stop: async () => undefined,
      stuck: () => [],
      reload: (config: ReturnType<typeof loadConfig>) => {
        controller.reload(config);
        reloads++;
      },
    };
    const serving = serve(
      daemon,
      async () => '',
      log,
      () => loadConfig(path),
    );
    const endpoints = async () => String((await harness.json('token', 'create', '--site', 's1')).join_string);
    assert.match(await endpoints(), /^towline:\/\/127\.0\.0\.1:/);

    writeFileSync(path, text.replace('127.0.0.1"', '192.0.2.77"'));
    process.kill(process.pid, 'SIGHUP');
    await until('the first reload', () => reloads === 1);
    assert.match(await endpoints(), /^towline:\/\/192\.0\.2\.77:/);

    writeFileSync(path, `${text}\nbroken`);
    process.kill(process.pid, 'SIGHUP');
    await until('the error', () => said.some((line) => /cannot be read again.*/.test(line)));
    assert.equal(reloads, 1);
    // The command line reads it too.
    writeFileSync(path, text);
    assert.match(await endpoints(), /^towline:\/\/192\.0\.2\.77:/);

    const listeners = process.listenerCount('SIGHUP');
    process.kill(process.pid, 'SIGTERM');
    await serving;
    assert.equal(process.listenerCount('SIGHUP'), listeners - 1);
  });
});
