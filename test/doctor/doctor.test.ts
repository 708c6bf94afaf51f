import assert from 'node:assert/strict';
import { chmodSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { controllerCheck, kernelCheck } from '../../agent/doctor/router.ts';
import type { Enrollment } from '../../agent/enroll/store.ts';
import type { AgentStatus } from '../../agent/report/status.ts';
import { portsCheck } from '../../controller/doctor/ports.ts';
import { examine, type Finding, findingsText, worst } from '../../shared/doctor/finding.ts';
import { clockCheck, mountOf, parseMounts, stateCheck } from '../../shared/doctor/machine.ts';
import { nodeCheck, programCheck } from '../../shared/doctor/programs.ts';
import { CommandError, type Run } from '../../shared/os/run.ts';
import { fleetOfThree } from '../controller/fleet.ts';

const saying =
  (text: string): Run =>
  async () =>
    text;
const missing: Run = async (command) => {
  throw new CommandError('not found', command, undefined, '');
};

async function one(check: { look: () => Promise<Finding | readonly Finding[]> }): Promise<Finding> {
  const found = [await check.look()].flat();
  assert.ok(found[0]);
  return found[0];
}

describe('a program that is looked for', () => {
  const bird = { name: 'bird', args: ['--version'], packages: ['bird2', 'bird'], least: '2.0.8' } as const;
  const cases: [string, Run, Finding['grade'], RegExp][] = [
    ['new enough', saying('BIRD version 2.0.12\n'), 'good', /^2\.0\.12$/],
    ['just so', saying('BIRD version 2.0.8'), 'good', /^2\.0\.8$/],
    ['too old', saying('BIRD version 2.0.7'), 'bad', /2\.0\.7, at least 2\.0\.8 is needed/],
    ['not there', missing, 'bad', /not found/],
    ['one without a number', saying('something\nelse'), 'good', /^something$/],
    ['silent', saying(''), 'good', /^$/],
  ];
  for (const [what, run, grade, found] of cases)
    it(`is ${grade} where it is ${what}, and says how to get it where it is not`, async () => {
      const finding = await one(programCheck(run, bird));
      assert.equal(finding.grade, grade);
      assert.match(finding.found, found);
      assert.equal(
        finding.remedy?.includes('apt install bird2 (Alpine: apk add bird)'),
        grade === 'bad' ? true : undefined,
      );
    });

  it('is Node itself as well, and the kernel', async () => {
    assert.equal((await one(nodeCheck('18.20.4'))).grade, 'bad');
    assert.equal((await one(nodeCheck('22.1.0'))).grade, 'good');
    assert.equal((await one(kernelCheck('5.1.9-arm'))).grade, 'bad');
    assert.equal((await one(kernelCheck('6.1.0-18-amd64'))).grade, 'good');
  });
});

describe('findings', () => {
  const findings: Finding[] = [
    { check: 'a', grade: 'good', found: 'fine' },
    { check: 'long', grade: 'bad', found: 'broken', remedy: 'mend it' },
  ];

  it('are a line each, with what mends it below, and a sum', () => {
    assert.equal(
      findingsText(findings, (grade) => grade.padEnd(4)),
      'good  a     fine\nbad   long  broken\n            -> mend it\n\n1 good, 0 to look at, 1 bad\n',
    );
    assert.deepEqual([worst(findings), worst([]), worst(findings.slice(0, 1))], ['bad', 'good', 'good']);
  });

  it('come of a check that fails, too, and in the order of the checks', async () => {
    const found = await examine([
      { name: 'x', look: () => Promise.reject(new Error('out of order')) },
      { name: 'y', look: async () => findings },
    ]);
    assert.deepEqual(
      found.map(({ check, grade }) => `${check} ${grade}`),
      ['x bad', 'a good', 'long bad'],
    );
    assert.equal(found[0]?.found, 'out of order');
  });
});

describe('the machine', () => {
  const mounts = parseMounts(
    [
      '22 1 179:2 / / rw,noatime shared:1 - ext4 /dev/mmcblk0p2 rw',
      '30 22 0:25 / /var/lib\\040x rw - tmpfs tmpfs rw',
      '31 22 179:3 / /var/lib/towline ro,relatime - ext4 /dev/sda1 rw',
      'rubbish',
      '',
    ].join('\n'),
  );

  it('has the file system that a folder is on, by the longest path', () => {
    assert.equal(mounts.length, 3);
    assert.equal(mountOf(mounts, '/var/lib/towline/keys')?.isReadOnly, true);
    assert.equal(mountOf(mounts, '/var/lib/towline2')?.source, '/dev/mmcblk0p2');
    assert.equal(mountOf(mounts, '/var/lib x/y')?.type, 'tmpfs');
    assert.equal(mountOf([], '/'), undefined);
  });

  it('has a time of day that has not been yet, which something keeps', async () => {
    const now = Date.UTC(2027, 0, 1);
    assert.equal((await one(clockCheck(saying('yes\n'), now))).grade, 'good');
    assert.equal((await one(clockCheck(saying('no\n'), now))).grade, 'warn');
    assert.equal((await one(clockCheck(missing, now))).grade, 'warn');
    assert.equal((await one(clockCheck(saying('yes'), now, now + 1))).grade, 'bad', 'the floor of the clock');
    assert.equal((await one(clockCheck(saying('yes'), 0))).grade, 'bad');
  });

  it('has room for the state, or too little', async () => {
    const grades = await Promise.all(
      [1e9, 1e8, 1e6].map(async (bytes) => {
        const check = stateCheck(
          '/tmp',
          async () => ({ bytes, inodes: undefined, blockSize: 4096 }),
          'towline',
        );
        return [await check.look()].flat().find((finding) => finding.check === 'disk')?.grade;
      }),
    );
    assert.deepEqual(grades, ['good', 'warn', 'bad']);
    const free = async () => ({ bytes: 1e9, inodes: undefined, blockSize: 4096 });
    assert.match(
      (await one(stateCheck('/nowhere', free, 'towline-agent'))).remedy ?? '',
      /towline-agent enroll/,
    );
  });
});

describe("a router's controller", () => {
  const enrollment = {
    nodeName: 'berlin-1',
    siteName: 'berlin',
    controllerEndpoints: ['192.0.2.1:51820', '[2001:db8::1]:51821'],
  } as unknown as Enrollment;
  const status = (connected: boolean) =>
    ({ controller: { connected, endpoint: '192.0.2.1:51820' } }) as unknown as AgentStatus;
  const grades = async (known: Enrollment | undefined, seen: AgentStatus | undefined) =>
    [
      await controllerCheck(
        async () => known,
        async () => seen,
      ).look(),
    ].flat();

  it('answers, or not, or is not known', async () => {
    const [enrolled, first, second, contact] = await grades(enrollment, status(true));
    assert.match(enrolled?.found ?? '', /node berlin-1 of site berlin/);
    assert.deepEqual([first?.grade, second?.found, contact?.grade], ['good', 'an address', 'good']);
    const silent = (await grades(enrollment, status(false))).at(-1);
    assert.equal(silent?.grade, 'bad');
    assert.match(silent?.remedy ?? '', /UDP 51820, 51821 gets out/);
    assert.match((await grades(enrollment, undefined)).at(-1)?.remedy ?? '', /systemctl start towline-agent/);
    assert.match((await grades(undefined, undefined))[0]?.remedy ?? '', /towline-agent enroll/);
  });
});

describe('towline doctor', () => {
  const fleet = fleetOfThree();
  const findings = async () => {
    const { code, out, err } = await fleet.harness.cli('doctor', '--json');
    assert.equal(err, '');
    const document = JSON.parse(out) as { ok: boolean; findings: Finding[] };
    assert.equal(code, document.ok ? 0 : 3);
    return (check: string) => document.findings.find((finding) => finding.check === check);
  };

  it('finds state, keys, database and inventory of a controller that runs in order', async () => {
    const of = await findings();
    for (const check of [
      'node',
      'git',
      'state',
      'keys',
      'database',
      'inventory',
      'endpoint 127.0.0.1',
      'controller',
    ])
      assert.equal(of(check)?.grade, 'good', `${check}: ${of(check)?.found}`);
    assert.match(of('database')?.found ?? '', /^whole, version \d+$/);
  });

  it('finds a key that others can read, a damaged database, and a controller that is away', async () => {
    await fleet.harness.stop();
    const { state_dir: state } = fleet.harness.config;
    const key = join(state, 'keys/signing.key');
    const { mode } = statSync(key);
    chmodSync(key, 0o644);
    const database = join(state, 'controller.db');
    for (const suffix of ['-wal', '-shm']) rmSync(`${database}${suffix}`, { force: true });
    writeFileSync(
      database,
      'no database at all, but something that is longer than its header would be\n'.repeat(100),
    );
    const of = await findings();
    assert.equal(of('keys')?.grade, 'bad');
    assert.match(of('keys')?.found ?? '', /chmod 600/);
    assert.equal(of('database')?.grade, 'bad');
    assert.match(of('database')?.remedy ?? '', /towline restore/);
    assert.equal(of('controller')?.grade, 'warn');
    chmodSync(key, mode);
  });

  it('says which file is missing where there is no configuration', async () => {
    const { code, out } = await fleet.harness.cli('doctor', '--config', '/nowhere/controller.toml');
    assert.equal(code, 3);
    assert.match(out, /bad {3}configuration +\/nowhere\/controller\.toml is not there/);
  });

  it('tells a port that another program has from one that is free, and from its own', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const listen = {
      ...fleet.harness.config.listen,
      enrollment: { host: '127.0.0.1', port },
      wireguard_port: port,
    };
    const config = { ...fleet.harness.config, listen };
    const of = async (runs: boolean) =>
      new Map(
        [await portsCheck(config, async () => runs).look()].flat().map(({ check, grade }) => [check, grade]),
      );
    try {
      assert.equal((await of(false)).get(`TCP ${port}`), 'bad');
      assert.equal((await of(true)).get(`TCP ${port}`), 'good');
      assert.equal((await of(false)).get(`UDP ${port}`), 'good');
      assert.equal((await of(true)).get(`UDP ${port}`), 'bad');
    } finally {
      server.close();
    }
  });
});
