import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fakes, sourced, work } from './bootstrap-script.ts';

test('what an installation that failed has brought is ours, and what comes before the next is not', () => {
  const record = join(mkdtempSync(join(work, 'record-')), 'record');
  const { folder } = fakes({
    'dpkg-query': 'cat "$(dirname "$0")/installed"',
    'apt-get': 'case $* in *install*) . "$(dirname "$0")/install" ;; esac',
    systemctl: 'exit 1',
  });
  const installed = join(folder, 'installed');
  const installing = (text: string) => {
    writeFileSync(join(folder, 'install'), text);
    return sourced(`record=${record}; trap clean_up EXIT; install_debian x`, `${folder}:${process.env.PATH}`);
  };
  writeFileSync(installed, 'ii  bash\nrc  vim\n');
  const failed = installing(`printf 'iU  nodejs\n' >>${installed}; echo 'no space'; exit 100`);
  assert.equal(failed.status, 1);
  assert.match(failed.stderr, /no space\ntowline: apt-get install failed, see above\n$/);
  assert.equal(readFileSync(join(record, 'packages'), 'utf8'), 'nodejs\n');
  appendFileSync(installed, 'ii  nginx\n');
  const good = installing(`printf 'ii  bird2\n' >>${installed}`);
  assert.equal(good.status, 0, good.stderr);
  assert.equal(readFileSync(join(record, 'packages'), 'utf8'), 'bird2\nnodejs\n');
});

const locked = `echo 'dpkg: error: dpkg frontend lock was locked by another process with pid 7' >&2; exit 2`;
const refused = (reason: string) =>
  `printf 'dpkg: error processing package bird2 (--purge):\\n ${reason}\\n' >&2; exit 1`;

/** --uninstall where the agent, Node and BIRD were installed, and dpkg does as it is told. */
function uninstalling(dpkg: string, packages = 'bird2\nnodejs\ntowline-agent\n') {
  const record = mkdtempSync(join(work, 'record-'));
  writeFileSync(join(record, 'packages'), packages);
  const { folder, calls } = fakes({
    dpkg,
    'dpkg-query': `case $* in *towline-agent) echo x ;; *) printf 'pi  bird2\\n' ;; esac`,
    'apt-get': '',
    sleep: '',
    id: 'echo 0',
  });
  const { status, stderr } = sourced(`record=${record}; main --uninstall`, `${folder}:${process.env.PATH}`);
  const sleeps = calls().match(/^sleep /gm)?.length ?? 0;
  return { status, stderr, sleeps, calls: calls(), isKept: existsSync(record) };
}

test('--uninstall purges the agent first, and then what came with it', () => {
  const { status, stderr, isKept, calls } = uninstalling('');
  assert.deepEqual([status, isKept], [0, false], stderr);
  assert.match(calls, / --purge towline-agent\n.* --purge bird2 nodejs\n/s);
  const alone = uninstalling('[ $# -gt 2 ] || exit 2', 'towline-agent\n');
  assert.deepEqual([alone.status, alone.isKept], [0, false], alone.stderr);
});

test('--uninstall waits for another dpkg, and not for ever', () => {
  const once = uninstalling(`[ -e "$(dirname "$0")/was" ] || { : >"$(dirname "$0")/was"; ${locked}; }`);
  assert.deepEqual([once.status, once.sleeps, once.isKept], [0, 1, false], once.stderr);
  assert.match(once.stderr, /waiting for another dpkg to end\n/);
  const always = uninstalling(locked);
  assert.deepEqual([always.status, always.sleeps, always.isKept], [1, 60, true]);
  assert.match(
    always.stderr,
    /locked by another process with pid 7\ntowline: dpkg --purge failed, see above/,
  );
});

test('--uninstall leaves what others need, and only that', () => {
  const ofOthers = (text: string) => uninstalling(`case $* in *bird2*) ${text} ;; esac`);
  const needed = ofOthers(refused('dependency problems - not removing'));
  assert.deepEqual([needed.status, needed.isKept], [0, false], needed.stderr);
  assert.match(needed.stderr, /these stay, since others need them now: bird2\n.*removed\n$/);
  for (const text of [
    refused('installed bird2 package pre-removal script subprocess returned error exit status 1'),
    `${refused('dependency problems - not removing').replace('exit 1', '')}${refused('broken')}`,
    'echo "dpkg: error: cannot write: No space left on device" >&2; exit 2',
    'kill -KILL $$',
  ]) {
    const { status, stderr, isKept } = ofOthers(text);
    assert.deepEqual([status, isKept], [1, true], text);
    assert.match(stderr, /dpkg --purge failed, see above: mend that, and run/);
    assert.doesNotMatch(stderr, /these stay|removed\n$/);
  }
  const { status, stderr, isKept } = uninstalling(
    `case $* in *towline-agent) ${refused('dependency problems - not removing')} ;; esac`,
  );
  assert.deepEqual([status, isKept], [1, true]);
  assert.match(stderr, /dependency problems - not removing\ntowline: dpkg --purge failed/);
});

test('on Alpine a newer file takes the place of one that is in use, which stays whole', () => {
  const [from, to] = [mkdtempSync(join(work, 'from-')), mkdtempSync(join(work, 'to-'))];
  const program = 'usr/lib/towline/towline-agent.mjs';
  for (const [folder, text] of [
    [from, 'newer'],
    [to, 'old'],
  ] as const) {
    mkdirSync(join(folder, 'usr/lib/towline'), { recursive: true });
    mkdirSync(join(folder, 'usr/bin'));
    writeFileSync(join(folder, program), text, { mode: 0o755 });
    symlinkSync('../lib/towline/towline-agent.mjs', join(folder, 'usr/bin/towline-agent'));
  }
  const besides = join(to, 'usr/lib/towline/.towline-agent.mjs.towline-new');
  writeFileSync(besides, 'half of one, from before a power cut');
  const inUse = openSync(join(to, program), 'r');
  mkdirSync(join(from, 'etc'));
  writeFileSync(join(from, 'etc/agent.toml'), '');
  const { status, stderr } = sourced(`lay_out ${from} ${to}`);
  assert.equal(status, 0, stderr);
  assert.equal(readFileSync(inUse, 'utf8'), 'old');
  assert.equal(readFileSync(join(to, program), 'utf8'), 'newer');
  assert.equal(readlinkSync(join(to, 'usr/bin/towline-agent')), '../lib/towline/towline-agent.mjs');
  const all = (folder: string) => readdirSync(folder, { recursive: true }).sort();
  assert.deepEqual(all(to), all(from));
});

test('on Alpine a newer agent is started again where one runs, after its helper', () => {
  const { folder, calls } = fakes({ 'rc-service': 'case $* in *-agent*) exit 1 ;; esac' });
  const { status, stderr } = sourced('restart_running', `${folder}:${process.env.PATH}`);
  assert.equal(status, 0);
  assert.equal(
    calls(),
    'rc-service -q -i -s towline-root-helper restart\nrc-service -q -i -s towline-agent restart\n',
  );
  assert.match(stderr, /towline-agent does not start again: see \/var\/log\/towline-agent\.log/);
});
