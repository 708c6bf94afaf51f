import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parseConfig } from '../../agent/config/load.ts';
import { agentDeb } from '../../scripts/package/agent.ts';

const top = join(import.meta.dirname, '../..');
const packaging = join(top, 'packaging');
const units = readdirSync(join(packaging, 'systemd')).sort();
const root = mkdtempSync(join(tmpdir(), 'towline-units-'));
after(() => rmSync(root, { recursive: true, force: true }));

const unit = (name: string) => readFileSync(join(packaging, 'systemd', name), 'utf8');
/** All values of a setting of a unit, in their order. */
const values = (name: string, setting: string) =>
  [...unit(name).matchAll(new RegExp(`^${setting}=(.*)$`, 'gm'))].map(([, value = '']) => value);

test('systemd has nothing to say against the units', () => {
  const folder = join(root, 'usr/lib/systemd/system');
  mkdirSync(folder, { recursive: true });
  for (const name of ['bin', 'sbin']) mkdirSync(join(root, 'usr', name));
  for (const name of ['lib', 'bin', 'sbin']) symlinkSync(`usr/${name}`, join(root, name));
  // What units of every machine depend on.
  const own = '/usr/lib/systemd/system';
  for (const name of readdirSync(own).filter((name) => /\.target$|^(-|system)\.slice$/.test(name)))
    cpSync(join(own, name), join(folder, name));
  for (const name of units) cpSync(join(packaging, 'systemd', name), join(folder, name));
  mkdirSync(join(root, 'usr/lib/towline'));
  for (const name of [
    'bin/towline',
    'bin/towline-agent',
    'bin/wireguard-go',
    'bin/setpriv',
    'sbin/bird',
    'lib/towline/join',
  ]) {
    writeFileSync(join(root, 'usr', name), '#!/bin/sh\n');
    chmodSync(join(root, 'usr', name), 0o755);
  }
  const names = units.map((name) => name.replace('@.', '@tl-berlin.'));
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', `--root=${root}`, ...names], {
    encoding: 'utf8',
  });
  assert.deepEqual([status, stdout, stderr], [0, '', '']);
});

for (const name of [
  'towline-agent.service',
  'towline.service',
  'towline-bird.service',
  'towline-wireguard@.service',
])
  test(`${name} is exposed less than 3.0 of 10`, () => {
    const { stdout } = spawnSync(
      'systemd-analyze',
      ['--offline=true', 'security', '--no-pager', join(packaging, 'systemd', name)],
      { encoding: 'utf8' },
    );
    const exposure = Number(/Overall exposure level for .*: (\d+\.\d+)/.exec(stdout)?.[1]);
    assert.ok(exposure < 3, `${exposure}`);
  });

test('the programs have the rights that docs/privileges.md gives them, and no more', () => {
  for (const [name, user, ambient, bounding] of [
    ['towline-agent.service', 'towline-agent', 'CAP_NET_ADMIN', 'CAP_NET_ADMIN CAP_NET_RAW'],
    ['towline-wireguard@.service', 'towline-agent', 'CAP_NET_ADMIN', 'CAP_NET_ADMIN'],
    ['towline.service', 'towline', 'CAP_NET_ADMIN', 'CAP_NET_ADMIN'],
  ] as const) {
    assert.deepEqual(values(name, 'User'), [user], name);
    assert.deepEqual(values(name, 'AmbientCapabilities'), [ambient], name);
    assert.deepEqual(values(name, 'CapabilityBoundingSet'), [bounding], name);
    assert.deepEqual(values(name, 'NoNewPrivileges'), ['yes'], name);
  }
});

test('what carries packets is in no unit of the agent, and no unit takes it along', () => {
  for (const name of units)
    for (const setting of ['Requires', 'BindsTo', 'PartOf', 'Requisite'])
      assert.deepEqual(values(name, setting), [], name);
  const config = parseConfig(readFileSync(join(packaging, 'agent.toml'), 'utf8'), '/etc/towline/agent.toml');
  assert.deepEqual(config.bird.start, ['systemctl', 'start', 'towline-bird.service']);
  assert.deepEqual(config.wireguard_go_start, [
    'systemctl',
    'start',
    'towline-wireguard@{interface}.service',
  ]);
  for (const name of ['towline-agent.service', 'towline-prepare.service', 'towline-root-helper.service'])
    assert.doesNotMatch(unit(name), /network-online|^(After|Wants|Requires)=.*\bnetwork\.target/m);
  const openrc = parseConfig(
    readFileSync(join(packaging, 'openrc/agent.toml'), 'utf8'),
    '/etc/towline/agent.toml',
  );
  assert.deepEqual(openrc.bird.start, ['rc-service', 'towline-bird', 'start']);
});

test('all units of the agent are in its package, the maintainer scripts name them', () => {
  const packed = agentDeb(top, { program: 'x', licences: 'y', shell: [] })
    .files.map(({ to }) => to)
    .filter((to) => to.includes('/systemd/'));
  assert.deepEqual(
    packed.map((to) => to.split('/').at(-1)).sort(),
    units.filter((name) => name !== 'towline.service'),
  );
  const enabled = units.filter((name) => unit(name).includes('[Install]') && name !== 'towline.service');
  for (const script of ['postinst', 'postrm']) {
    const text = readFileSync(join(packaging, `debian/towline-agent.${script}`), 'utf8');
    for (const name of enabled) assert.ok(text.includes(name), `${script}: ${name}`);
    assert.doesNotMatch(text, /\brestart [^\n]*(bird|wireguard)/);
  }
});

test('scripts are ones that every POSIX shell reads', () => {
  const scripts = ['debian', 'openrc', 'alpine']
    .flatMap((folder) => readdirSync(join(packaging, folder)).map((name) => join(packaging, folder, name)))
    .filter((path) => !/\.toml$|logrotate$|\.conf$|control$/.test(path));
  assert.ok(scripts.length >= 14);
  for (const path of scripts) assert.equal(spawnSync('sh', ['-n', path]).status, 0, path);
  // Variables of a service or recipe are what its framework reads.
  const check = spawnSync('shellcheck', ['--shell=sh', '--exclude=SC2034', ...scripts], { encoding: 'utf8' });
  assert.deepEqual([check.status, check.stdout], [0, '']);
});

test('programs under OpenRC have the rights of those under systemd', () => {
  for (const [name, bounding] of [
    ['towline-agent', '-all,+net_admin,+net_raw'],
    ['towline', '-all,+net_admin'],
  ] as const) {
    const text = readFileSync(join(packaging, 'openrc', name), 'utf8');
    assert.ok(text.includes(`--reuid=${name} --regid=${name} --init-groups`), name);
    assert.ok(
      text.includes(`--inh-caps=-all,+net_admin --ambient-caps=-all,+net_admin --bounding-set=${bounding}\n`),
      name,
    );
    assert.ok(text.includes('--no-new-privs'), name);
  }
});
