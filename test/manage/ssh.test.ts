import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { execa } from 'execa';
import { fleetOfThree } from '../controller/fleet.ts';
import { sourceProgram } from '../fakes/program.ts';

const top = join(import.meta.dirname, '../..');

describe('towline ssh', () => {
  const fleet = fleetOfThree();
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'towline-test-'));
    const fake = join(folder, 'ssh');
    writeFileSync(fake, '#!/bin/sh\nprintf "%s\\n" "$@"; cat; exit 7\n');
    chmodSync(fake, 0o755);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const towline = async (...args: readonly string[]) => {
    const { exitCode, stdout, stderr } = await execa(
      process.execPath,
      [...sourceProgram(join(top, 'controller/main.ts')), 'ssh', ...args],
      {
        cwd: top,
        reject: false,
        input: 'typed',
        env: {
          TOWLINE_CONTROLLER_CONFIG: join(fleet.harness.dir, 'controller.toml'),
          PATH: `${folder}:${process.env.PATH}`,
        },
      },
    );
    return { code: exitCode, words: stdout.split('\n'), err: stderr };
  };

  const address = async (name: string) => {
    const { node } = await fleet.harness.json('node', 'show', name);
    return (node as { management_address: string }).management_address;
  };
  const standing = (name: string, at: string) => [
    ...['-o', `HostName=${at}`],
    ...['-o', `HostKeyAlias=${name}`, '-o', 'StrictHostKeyChecking=accept-new'],
  ];

  it('runs ssh to the address in the tunnel, as user and at the port of the inventory, with its streams and code', async () => {
    const { code, words, err } = await towline('berlin');
    const at = await address('berlin');
    assert.match(at, /^fd/);
    assert.deepEqual(words, [...standing('berlin', at), '-l', 'root', '-p', '22', 'berlin', 'typed']);
    assert.deepEqual([code, err], [7, '']);
    await fleet.harness.json('set', 'ssh.user', 'pi', '--site', 'berlin');
    await fleet.harness.json('set', 'ssh.port', '2222', '--node', 'berlin');
    assert.deepEqual((await towline('berlin')).words.slice(-6), [
      '-l',
      'pi',
      '-p',
      '2222',
      'berlin',
      'typed',
    ]);
  });

  it("passes on a command, which is nothing of towline's, and options of ssh before its own", async () => {
    const { words } = await towline(
      'munich',
      '--user',
      'anna',
      '-o',
      'A=b',
      '--',
      'ls',
      '-l',
      '--json',
      'a b',
    );
    assert.deepEqual(words, [
      ...['-o', 'A=b', ...standing('munich', await address('munich')), '-l', 'anna', '-p', '22'],
      ...['munich', '--', 'ls', '-l', '--json', 'a b', 'typed'],
    ]);
  });

  it('refuses a node that is none, with the nearest name, and one without a router', async () => {
    const unknown = await towline('munihc');
    assert.equal(unknown.code, 1);
    assert.match(unknown.err, /there is no node "munihc", did you mean "munich"\? see 'towline node list'/);
    await fleet.harness.json('node', 'add', 'berlin/spare');
    assert.match((await towline('spare')).err, /no router is enrolled as spare: 'towline pending'/);
    for (const name of ['-oProxyCommand=x', 'berlin;x', '../berlin', ''])
      assert.deepEqual((await towline('--', name)).words, [''], name);
  });

  it('works while the inventory is not in order', async () => {
    const at = await address('berlin');
    await fleet.harness.write('sites/berlin/site.toml', 'asn = "x"\n');
    const { code, words, err } = await towline('berlin');
    assert.equal(code, 7);
    assert.ok(words.includes(`HostName=${at}`), words.join(' '));
    assert.match(err, /^warning: the inventory is not in order/);
  });
});
