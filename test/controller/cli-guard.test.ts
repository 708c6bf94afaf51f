import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clearLine, clearScreen, guarded, type Io, paint } from '../../controller/cli/io.ts';
import { fleetOfThree } from './fleet.ts';

function streams(colour: boolean) {
  const said: string[] = [];
  const take = (text: string) => void said.push(text);
  const io: Io = { out: take, err: take, env: {}, colour };
  return { io, said };
}

const hostile = 'a\u001b[2J\u001b[8mb\r\u202e';
const harmless = 'a\\u{1b}[2J\\u{1b}[8mb\\u{d}\\u{202e}';

test('what a command prints has its own colours and lines, and nothing that others put into it', () => {
  for (const colour of [true, false]) {
    const { io, said } = streams(colour);
    const safe = guarded(io, false);
    safe.out(`${paint(io, 'red', 'fra1:')} ${hostile}\n`);
    safe.out(clearScreen);
    safe.err(`${clearLine}${hostile}`);
    safe.err(`${hostile}${clearLine}`);
    const head = colour ? '\u001b[31mfra1:\u001b[39m' : 'fra1:';
    const [line, clear, again, hidden] = said;
    assert.equal(line, `${head} ${harmless}\n`);
    assert.equal(clear, clearScreen);
    assert.equal(again, `${clearLine}${harmless}`);
    assert.equal(hidden, `${harmless}\\u{d}\\u{1b}[K`);
  }
});

test('a document stays one that says the same', () => {
  const { io, said } = streams(false);
  const document = { a: hostile, b: ['\u009b', '\u{e0041}', '\u007f'] };
  guarded(io, true).out(`${JSON.stringify(document)}\n`);
  assert.doesNotMatch(said.join(''), /[^\n -~]/);
  assert.deepEqual(JSON.parse(said.join('')), document);
});

const fleet = fleetOfThree();

test('what a router reports steers no terminal, and looks like no other line of the status', async () => {
  const { harness, routers } = fleet;
  await harness.json('commit', '-m', 'first');
  await harness.json('activate');
  const reason = `x\nfra1  fra  ok\u001b[2J`;
  await routers.berlin.report({
    lastApply: { release: 1, outcome: 'APPLY_OUTCOME_ROLLED_BACK', reason },
    drift: [`y\u202e\nNODE  SITE`],
    links: [{ peer: '\u001b]52;c;eA==\u0007', interface: 'tl-x', bgpState: 'Idle', prefixLimitHit: true }],
  });
  const { out } = await harness.cliIn({ colour: true }, 'status');
  const esc = String.fromCharCode(27);
  assert.doesNotMatch(out.replaceAll(new RegExp(`${esc}\\[\\d+m`, 'g'), ''), /[^\n -~]/);
  assert.match(out, /x\n {4}fra1 {2}fra {2}ok\\u\{1b\}\[2J\n/);
  assert.match(out, /y\\u\{202e\}\n {4}NODE {2}SITE\n/);
  const json = await harness.cli('status', '--json');
  assert.doesNotMatch(json.out, /[^\n -~]/);
  assert.ok(json.out.includes('fra1  fra  ok\\u001b[2J'));
});

test('a name of a megabyte is answered at once', async () => {
  const began = performance.now();
  const { code, err } = await fleet.harness.cli('site', 'add', '--', 'z'.repeat(1_000_000));
  assert.equal(code, 1);
  assert.match(err, /^towline: /);
  assert.ok(err.length < 20_000);
  // It took 40 s while the error did not fit into the trailers of the call.
  assert.ok(performance.now() - began < 20_000);
});
