import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { joinLineOf } from '../../controller/packages/join-line.ts';
import { fakes, script, sourced, work } from './bootstrap-script.ts';

const top = join(import.meta.dirname, '../..');
const joinScript = join(top, 'packaging/bootstrap/join.sh');

const keyHash = Buffer.from(Array.from({ length: 32 }, (_, i) => (i * 37) % 256));
const joinString = `towline://192.0.2.1:7442,[2001:db8::1]:7442#${keyHash.toString('hex')}`;

test('the scripts please shellcheck, and dash and bash read them', () => {
  execFileSync('shellcheck', [script, joinScript, join(top, 'packaging/debian/towline-agent.sh')]);
  for (const shell of ['dash', 'bash'])
    for (const one of [script, joinScript]) execFileSync(shell, ['-n', one]);
});

test('--help says what there is; what makes no sense is refused, before root is asked for', () => {
  const run = (...args: string[]) => spawnSync('sh', [script, ...args], { encoding: 'utf8' });
  const help = run('--help');
  assert.deepEqual([help.status, help.stderr], [0, '']);
  assert.match(help.stdout, /--uninstall/);
  for (const args of [
    [],
    ['--what'],
    ['a', 'b'],
    ['--join-file'],
    ['--uninstall', joinString],
    ['--no-wait'],
  ]) {
    const { status, stderr } = run(...args);
    assert.equal(status, 2, args.join());
    assert.match(stderr, /^Usage:/);
  }
  for (const bad of [
    'towline://192.0.2.1:7442',
    'towline://192.0.2.1:7442#abc',
    `http://192.0.2.1:7442#${'a'.repeat(64)}`,
    `towline://a b:7442#${'a'.repeat(64)}`,
    `towline://$(id):7442#${'a'.repeat(64)}`,
    `towline://-o/etc/passwd\n#${'a'.repeat(64)}`,
    `${joinString}?short`,
    `${joinString} x`,
  ]) {
    const { status, stderr } = run(bad);
    assert.equal(status, 1, bad);
    assert.match(stderr, /this is no join string with a key/);
    assert.doesNotMatch(stderr, /passwd|uid=/);
  }
});

test('a script that was cut off does nothing', () => {
  const text = readFileSync(script, 'utf8');
  const { status, stdout } = spawnSync('sh', ['-s', '--', '--help'], {
    input: text.slice(0, text.lastIndexOf('main "$@"')),
    encoding: 'utf8',
  });
  assert.deepEqual([status, stdout], [0, '']);
});

test('the key of the join string is what curl is told, for each place in turn', () => {
  const { folder, calls } = fakes({ curl: 'case $* in *2001*) exit 0 ;; esac; exit 90' });
  const result = sourced(`read_join '${joinString}'; fetch SHA256SUMS`, `${folder}:${process.env.PATH}`);
  assert.equal(result.status, 0, result.stderr);
  const lines = calls().trim().split('\n');
  assert.equal(lines.length, 2);
  for (const line of lines)
    assert.ok(line.includes(` --pinnedpubkey sha256//${keyHash.toString('base64')} `), line);
  assert.match(lines[0] ?? '', / https:\/\/192\.0\.2\.1:7442\/SHA256SUMS$/);
  assert.match(lines[1] ?? '', / https:\/\/\[2001:db8::1\]:7442\/SHA256SUMS$/);
  assert.match(result.stderr, /SHA256SUMS cannot be fetched from 192\.0\.2\.1:7442/);
});

test('no place that gives a file ends it with a way out', () => {
  const { folder } = fakes({ curl: 'exit 7' });
  const { status, stderr } = sourced(`read_join '${joinString}'; fetch x`, `${folder}:${process.env.PATH}`);
  assert.equal(status, 1);
  assert.match(stderr, /no place of the join string gives x: is the controller reached/);
});

test('a package with another sum is not taken', () => {
  const sum = createHash('sha256').update('good').digest('hex');
  const fetching = (content: string) => {
    const { folder } = fakes({
      curl: `printf ${content} >"$(echo "$*" | sed 's/.*--output \\([^ ]*\\) .*/\\1/')"`,
    });
    return sourced(
      `read_join '${joinString}'; echo '${sum}  a.deb' >"$work/SHA256SUMS"; fetch_checked a.deb && echo taken`,
      `${folder}:${process.env.PATH}`,
    );
  };
  assert.equal(fetching('good').stdout, 'taken\n');
  const bad = fetching('evil');
  assert.deepEqual([bad.status, bad.stdout], [1, '']);
  assert.match(bad.stderr, /a\.deb came broken/);
});

test('a Node is new enough from 20.19 on', () => {
  for (const [version, isEnough] of [
    ['20.19.0', true],
    ['v20.19.2', true],
    ['20.19.2+dfsg-1', true],
    ['1:22.1.0~dfsg-1', true],
    ['24.0.0', true],
    ['100.1', true],
    ['20.18.4', false],
    ['20.9', false],
    ['18.20.4+dfsg-1~deb12u1', false],
    ['(none)', false],
    ['', false],
  ] as const)
    assert.equal(sourced(`new_enough '${version}'`).status === 0, isEnough, version);
});

test('Debian 12 gets towline-node, and 32-bit ARM is told what there is', () => {
  const sums = `${'0'.repeat(64)}  towline-node_24.1_amd64.deb\n`;
  const on = (architecture: string) => {
    const { folder } = fakes({ dpkg: `echo ${architecture}` });
    return sourced(
      `fetch_checked() { :; }; printf '${sums}' >"$work/SHA256SUMS"; add_node && echo "$node"`,
      `${folder}:${process.env.PATH}`,
    );
  };
  assert.equal(on('amd64').stdout, 'towline-node_24.1_amd64.deb\n');
  assert.match(on('arm64').stderr, /make towline-node with 'npm run package -- --node'/);
  assert.match(
    on('armhf').stderr,
    /on 32-bit ARM the agent runs on Debian 13, Raspberry Pi OS 13, Alpine 3\.21/,
  );
});

/** Programs that join.sh calls; enroll ends with a code. */
const joinFakes = (code: number) =>
  fakes({
    setpriv: 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"',
    'towline-agent': `[ "$1" != enroll ] || exit ${code}`,
    systemctl: '',
    'rc-service': '',
  });

/** Runs join.sh with a state folder and a card of its own. */
function joining(content: string | undefined, code = 0) {
  const place = mkdtempSync(join(work, 'join-'));
  const [state, card] = [join(place, 'state'), join(place, 'towline-join')];
  mkdirSync(state);
  if (content !== undefined) writeFileSync(card, content);
  const { folder, calls } = joinFakes(code);
  const text = readFileSync(joinScript, 'utf8')
    .replace('state=/var/lib/towline', `state=${state}`)
    .replaceAll('/usr/bin/towline-agent', join(folder, 'towline-agent'));
  const copy = join(place, 'join.sh');
  writeFileSync(copy, text);
  const run = (...args: string[]) =>
    spawnSync('sh', [copy, ...args], {
      input: 'from standard input\r\n',
      encoding: 'utf8',
      env: { ...process.env, TOWLINE_JOIN_FILES: card, PATH: `${folder}:${process.env.PATH}` },
    });
  return { kept: join(state, 'join'), card, calls, run };
}

test('a file on the card is used once: gone from the card before anybody asks, and gone for good as a node', () => {
  const { kept, card, calls, run } = joining(`${joinString}\r\n`, 5);
  assert.equal(run().status, 5);
  assert.equal(existsSync(card), false);
  assert.equal(readFileSync(kept, 'utf8'), `${joinString}\n`, 'what an editor of Windows added is gone');
  assert.doesNotMatch(calls(), /start/);
  assert.match(
    calls(),
    new RegExp(`towline-agent machine\n.*\n?towline-agent enroll --join-file ${kept}`, 's'),
  );

  const good = joining(joinString);
  assert.equal(good.run().status, 0);
  assert.ok(!existsSync(good.card) && !existsSync(good.kept));
  assert.match(
    good.calls(),
    /(systemctl start --no-block towline-agent\.service|rc-service towline-agent start)\n$/,
  );
  const said = good.calls();
  assert.equal(good.run().status, 0);
  assert.equal(good.calls(), said, 'and nothing is done again');
});

test('what standard input gives is kept for the service', () => {
  const { kept, calls, run } = joining(undefined);
  assert.equal(run('--keep').status, 0);
  assert.equal(readFileSync(kept, 'utf8'), 'from standard input\n');
  assert.doesNotMatch(calls(), /enroll/);
});

test('a card that says nothing starts nothing', () => {
  const { calls, run } = joining(undefined);
  assert.equal(run().status, 0);
  assert.equal(calls(), '');
});

test('the line for a new router has the key for curl, and the script for wget', () => {
  const { curl, wget } = joinLineOf(joinString, Buffer.from('#!/bin/sh\n'));
  const pin = keyHash.toString('base64');
  assert.equal(
    curl,
    `curl -fsSk --pinnedpubkey 'sha256//${pin}' https://192.0.2.1:7442/bootstrap.sh | sh -s -- '${joinString}'`,
  );
  const sum = createHash('sha256').update('#!/bin/sh\n').digest('hex');
  assert.ok(
    wget.includes(`echo '${sum}  bootstrap.sh' | sha256sum -c && sh bootstrap.sh '${joinString}'`),
    wget,
  );
  assert.throws(() => joinLineOf('towline://192.0.2.1:7442', Buffer.from('')), /pins no key/);
});
