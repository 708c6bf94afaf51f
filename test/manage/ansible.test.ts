import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { execa } from 'execa';
import { programOf } from '../../controller/cli/ansible-command.ts';
import { ansibleInventory, hostVariables } from '../../controller/cli/ansible-hosts.ts';
import type { Host } from '../../shared/gen/towline/v1/Host.ts';
import { fleetOfThree } from '../controller/fleet.ts';
import { sourceProgram } from '../fakes/program.ts';

const top = join(import.meta.dirname, '../..');

function host(name: string, siteName: string, more: Partial<Host> = {}): Host {
  const node = {
    name,
    siteName,
    nodeId: 1,
    enrolled: true,
    groups: ['default'],
    loopbackV4: '10.255.0.1',
    loopbackV6: 'fd00::1',
    managementAddress: 'fd00:1::1',
    peers: [],
  };
  return { node, tags: [], sshUser: 'root', sshPort: 22, varsJson: '{}', ...more };
}

describe("an inventory of Ansible's", () => {
  it('has a group for each site, group and tag, all below one of all routers', () => {
    const made = ansibleInventory([
      host('b-1', 'ber-lin', { tags: ['backup line'] }),
      host('b-2', 'ber-lin'),
      host('h-1', 'hamburg', { tags: ['backup line', 'lte'] }),
    ]);
    const { _meta, ...groups } = made;
    assert.deepEqual(groups, {
      all: { children: ['towline'] },
      towline: {
        hosts: ['b-1', 'b-2', 'h-1'],
        children: ['group_default', 'site_ber_lin', 'site_hamburg', 'tag_backup_line', 'tag_lte'],
      },
      group_default: { hosts: ['b-1', 'b-2', 'h-1'] },
      site_ber_lin: { hosts: ['b-1', 'b-2'] },
      site_hamburg: { hosts: ['h-1'] },
      tag_backup_line: { hosts: ['b-1', 'h-1'] },
      tag_lte: { hosts: ['h-1'] },
    });
    // "Developing dynamic inventory" of Ansible's developer guide: with _meta no host is asked for by itself.
    assert.deepEqual(Object.keys(_meta.hostvars), ['b-1', 'b-2', 'h-1']);
  });

  it('leads to a router by its address in the tunnel, and takes variables that are its own from vars', () => {
    const varsJson = JSON.stringify({ ansible_become: true, ansible_user: 'pi', colour: 'red', port: 1 });
    assert.deepEqual(hostVariables(host('b-1', 'berlin', { sshPort: 2222, tags: ['lte'], varsJson })), {
      ansible_host: 'fd00:1::1',
      ansible_user: 'pi',
      ansible_port: 2222,
      ansible_ssh_common_args: '-o HostKeyAlias=b-1 -o StrictHostKeyChecking=accept-new',
      ansible_become: true,
      towline: {
        node: 'b-1',
        site: 'berlin',
        id: 1,
        groups: ['default'],
        tags: ['lte'],
        loopback_v4: '10.255.0.1',
        loopback_v6: 'fd00::1',
        vars: JSON.parse(varsJson),
      },
    });
  });

  it('refuses two tags that Ansible would take for one', () => {
    assert.throws(
      () => ansibleInventory([host('a', 's', { tags: ['a b'] }), host('b', 's', { tags: ['a-b'] })]),
      /the tags "a b" and "a-b" would both be Ansible's group tag_a_b/,
    );
  });

  it('is empty, and still one, of no router at all', () => {
    const empty = { all: { children: ['towline'] }, towline: { hosts: [], children: [] } };
    assert.deepEqual(ansibleInventory([]), { ...empty, _meta: { hostvars: {} } });
  });
});

describe('what towline ansible runs', () => {
  const cases: [string[], string, string[]][] = [
    [['playbook', 'a.yml', '-v'], 'ansible-playbook', ['a.yml', '-v']],
    [['a.yaml', '--check'], 'ansible-playbook', ['a.yaml', '--check']],
    [['inventory', '--graph'], 'ansible-inventory', ['--graph']],
    [['console'], 'ansible-console', []],
    [['towline', '-m', 'ping'], 'ansible', ['towline', '-m', 'ping']],
    [['--version'], 'ansible', ['--version']],
  ];
  for (const [given, program, rest] of cases)
    it(`is ${program} for ${given.join(' ')}`, () => assert.deepEqual(programOf(given), { program, rest }));
});

describe('towline ansible', () => {
  const fleet = fleetOfThree();
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'towline-test-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the program itself; the controller is in this process, so nothing may block it. */
  const towline = (args: readonly string[], env: Record<string, string> = {}) =>
    execa(process.execPath, [...sourceProgram(join(top, 'controller/main.ts')), ...args], {
      cwd: top,
      reject: false,
      env: { TOWLINE_CONTROLLER_CONFIG: join(fleet.harness.dir, 'controller.toml'), ...env },
    });

  it('gives Ansible an inventory that it can run, its arguments, and ends with its code', async () => {
    const fake = join(folder, 'ansible-playbook');
    writeFileSync(
      fake,
      '#!/bin/sh\nshift; inventory=$1; shift; echo "$inventory"; "$inventory" --list; echo; echo "$@"; exit 4\n',
    );
    chmodSync(fake, 0o755);
    await fleet.harness.json('set', 'ssh.port', '2222', '--site', 'hamburg');
    await fleet.harness.json('node', 'add', 'berlin/spare');
    const args = ['ansible', 'upgrade.yml', '--json', '--limit', 'a b'];
    const ran = await towline(args, { PATH: `${folder}:${process.env.PATH}` });
    assert.equal(ran.stderr, '');
    assert.equal(ran.exitCode, 4);
    const [path = '', ...lines] = ran.stdout.split('\n');
    assert.equal(lines.at(-1), 'upgrade.yml --json --limit a b');
    const { site_hamburg, towline: all, _meta } = JSON.parse(lines.slice(0, -1).join('\n'));
    assert.deepEqual([site_hamburg, all.hosts], [{ hosts: ['hamburg'] }, ['berlin', 'hamburg', 'munich']]);
    assert.equal(_meta.hostvars.hamburg.ansible_port, 2222);
    assert.match(_meta.hostvars.berlin.ansible_host, /^fd/);
    assert.throws(() => readFileSync(path), 'the inventory is gone afterwards');
  });

  it('says how to get Ansible where there is none', async () => {
    const { exitCode, stderr } = await towline(['ansible', 'all', '-m', 'ping'], { PATH: folder });
    assert.equal(exitCode, 1);
    assert.match(stderr, /^towline: ansible is not installed: install it \('apt install ansible-core'/);
  });

  it('does nothing with an inventory that is not in order', async () => {
    await fleet.harness.write('sites/berlin/site.toml', 'asn = "x"\n');
    for (const args of [
      ['ansible', 'x.yml'],
      ['ansible-inventory', '--list'],
    ]) {
      const { exitCode, stdout, stderr } = await towline(args, { PATH: folder });
      assert.deepEqual([exitCode, stdout], [1, '']);
      assert.match(stderr, /^towline: sites\/berlin\/site\.toml:1: asn: /);
    }
  });

  it('shows one host, and of a name that is none the nearest', async () => {
    const one = await fleet.harness.json('ansible-inventory', '--host', 'munich');
    assert.equal(one.ansible_user, 'root');
    const { code, err } = await fleet.harness.cli('ansible-inventory', '--host', 'munih');
    assert.equal(code, 1);
    assert.match(err, /no router is enrolled as "munih", did you mean "munich"\? see/);
    for (const name of ['', 'constructor', '../x', '-x'])
      assert.equal((await fleet.harness.cli('ansible-inventory', `--host=${name}`)).code, 1, name);
    assert.equal((await fleet.harness.cli('ansible-inventory', '--host', 'a', '--list')).code, 2);
  });

  it('wants something to do', async () => {
    const { code, err } = await fleet.harness.cli('ansible');
    assert.equal(code, 2);
    assert.match(err, /say what Ansible is to do \(see 'towline help ansible'\)/);
  });
});
