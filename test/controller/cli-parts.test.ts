import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, it } from 'node:test';
import { type Choice, type Choosables, chooseNodes } from '../../controller/admin/choose-nodes.ts';
import { impactLines } from '../../controller/cli/impacts.ts';
import { mayColour, plain } from '../../controller/cli/io.ts';
import { createProgressLine } from '../../controller/cli/progress.ts';
import { receive, type StreamEvent } from '../../controller/cli/receive.ts';
import { createSpool } from '../../controller/cli/spool.ts';
import { commandOf, forOthers } from '../../controller/cli/words.ts';
import type { Impact } from '../../shared/gen/towline/v1/Impact.ts';
import type { ImpactKind } from '../../shared/gen/towline/v1/ImpactKind.ts';

const colourless = { out: () => undefined, err: () => undefined, env: {}, colour: false };

describe('colours', () => {
  const cases: [Record<string, string>, boolean, boolean][] = [
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
    [{ TERM: 'dumb' }, true, false],
  ];
  for (const [env, isTerminal, expected] of cases) {
    it(`are ${expected ? 'on' : 'off'} with ${JSON.stringify(env)} and ${isTerminal ? 'a' : 'no'} terminal`, () =>
      assert.equal(mayColour(env, isTerminal), expected));
  }

  it('never come from the text of others', () => {
    assert.equal(plain('a\tb\nc'), 'a\tb\nc');
    assert.equal(plain('\x1b[31m\r\x07\x9b\u202eé日本'), '\\u{1b}[31m\\u{d}\\u{7}\\u{9b}\\u{202e}é日本');
  });
});

describe('the impact of a change', () => {
  const impact = (kind: string, subject: string): Impact => ({
    kind: `IMPACT_KIND_${kind}` as ImpactKind,
    subject,
    text: `${kind.toLowerCase()} ${subject}`,
  });

  it('begins with what interrupts and ends with what is only added, each painted so', () => {
    const given = [
      impact('LINK_ADDED', 'a'),
      impact('SETTINGS_CHANGED', 'agent'),
      impact('PREFIX_WITHDRAWN', '10.1.0.0/24'),
      impact('LINK_REMOVED', 'b'),
      impact('OF_TOMORROW', 'x'),
    ];
    assert.deepEqual(impactLines(colourless, given), [
      '! prefix_withdrawn 10.1.0.0/24',
      '! link_removed b',
      '* settings_changed agent',
      '* of_tomorrow x',
      '+ link_added a',
    ]);
    const painted = impactLines({ ...colourless, colour: true }, given);
    assert.deepEqual(
      painted.map((line) => line.slice(2, 4)),
      ['31', '31', '33', '33', '32'],
    );
  });

  it('tells of many of a kind the first, and names some of the others', () => {
    const many = Array.from({ length: 30 }, (_, i) => impact('LINK_ADDED', `n${i}`));
    const lines = impactLines(colourless, [...many, impact('SESSION_ADDED', 's')]);
    assert.equal(lines.length, 8);
    assert.equal(lines[6], '+ and 24 more like it: n6 n7 n8 n9 n10 n11 n12 n13 n14 n15 n16 n17 …');
    assert.equal(lines[7], '+ session_added s');
    assert.equal(impactLines(colourless, many.slice(0, 7)).length, 7);
  });
});

describe('output that is held back', () => {
  it('comes out in order and whole, whatever part of it went to a file, which is gone at once', () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('towline-')).length;
    const spool = createSpool(10);
    const pieces = Array.from({ length: 500 }, (_, i) => `${i} äöü 日本語 \u{1f600}\n`);
    for (const piece of pieces) spool.write(piece);
    const after = readdirSync(tmpdir()).filter((name) => name.startsWith('towline-')).length;
    assert.ok(after <= before, 'no file has a name');
    let out = '';
    spool.flush((text) => {
      out += text;
    });
    assert.equal(out, pieces.join(''));
  });

  it('does not break a character between two pieces of a file', () => {
    const spool = createSpool(0);
    const text = `x${'é'.repeat(1_500_000)}`;
    spool.write(text);
    let out = '';
    spool.flush((piece) => {
      out += piece;
    });
    assert.ok(out === text);
  });

  it('is not printed once it is dropped', () => {
    const spool = createSpool(1);
    spool.write('half of it');
    spool.drop();
    spool.flush(() => assert.fail('printed'));
  });
});

describe('the progress of a long call', () => {
  function line(errIsTerminal: boolean) {
    let text = '';
    const clock = { at: 0, monotonic: () => clock.at, now: () => clock.at, sleep: async () => undefined };
    const err = (more: string) => {
      text += more;
    };
    const progress = createProgressLine({ err, errIsTerminal }, clock);
    const at = (ms: number, step: string, done: number, total: number) => {
      clock.at = ms;
      progress.update(step, done, total);
      progress.draw();
    };
    return { progress, clock, at, printed: () => text };
  }

  it('is one line on a terminal, from the second second on, and gone at the end', () => {
    const { progress, at, printed } = line(true);
    progress.begin('waiting');
    at(999, 'rendering', 1, 9);
    assert.equal(printed(), '');
    at(1_000, 'rendering', 2, 9);
    at(1_200, 'rendering', 2, 9);
    at(1_400, 'committing', 0, 0);
    progress.end();
    assert.equal(printed(), '\r\x1b[Krendering: 2 of 9\r\x1b[Kcommitting …\r\x1b[K');
  });

  it('is nothing at all of a call that is quick', () => {
    const { progress, at, printed } = line(true);
    progress.begin('waiting');
    at(900, 'rendering', 8, 9);
    progress.end();
    progress.draw();
    assert.equal(printed(), '');
  });

  it('is a line every five seconds elsewhere', () => {
    const { progress, at, printed } = line(false);
    progress.begin('waiting');
    for (let ms = 0; ms <= 14_000; ms += 100) at(ms, 'rendering', ms / 100, 0);
    progress.end();
    assert.equal(printed(), 'rendering: 50\nrendering: 100\n');
  });
});

describe('a stream from the controller', () => {
  async function* events(...list: StreamEvent<string>[]) {
    yield* list;
  }
  const { progress } = {
    progress: createProgressLine(colourless, {
      monotonic: () => 0,
      now: () => 0,
      sleep: async () => undefined,
    }),
  };

  it('is taken to its summary', async () => {
    const progressed = { progress: { step: 's', done: 1, total: 2 } };
    assert.equal(await receive(events(progressed, { summary: 'end' }), progress), 'end');
  });

  it('that ends without one is an error, not an empty answer', async () => {
    await assert.rejects(receive(events({ progress: null }), progress), /ended the answer before its end/);
  });
});

describe('the command of a command line', () => {
  const cases: [string, string | undefined, string][] = [
    ['plan --json', 'plan', 'plan --json'],
    ['--socket plan check', 'check', '--socket plan check'],
    ['--socket=x git log --help', 'git', '--socket=x git -- log --help'],
    ['--config git git -p', 'git', '--config git git -- -p'],
    ['git -- x', 'git', 'git -- -- x'],
    ['git', 'git', 'git --'],
    ['site add git --json', 'site', 'site add git --json'],
    ['--help git', 'git', '--help git --'],
    ['--json', undefined, '--json'],
  ];
  for (const [text, command, given] of cases) {
    it(`of ${text} is ${command}`, () => {
      assert.equal(commandOf(text.split(' ')), command);
      assert.equal(forOthers(text.split(' ')).join(' '), given);
    });
  }
});

describe('nodes chosen by name, site and group', () => {
  const known: Choosables = {
    nodes: [
      { name: 'b1', siteName: 'berlin', groups: ['default', 'core'] },
      { name: 'b2', siteName: 'berlin', groups: ['default'] },
      { name: 'u1', siteName: 'ulm', groups: ['edge'] },
      { name: 'new', siteName: 'ulm', groups: ['edge', 'later'] },
    ],
    sites: ['berlin', 'ulm', 'empty'],
  };
  const bundled = new Set(['b1', 'b2', 'u1', 'gone']);
  const choose = (choice: Partial<Choice>) =>
    chooseNodes(known, { nodes: [], sites: [], groups: [], ...choice }, bundled);

  const cases: [string, Partial<Choice>, string[] | RegExp][] = [
    ['a node', { nodes: ['u1'] }, ['u1']],
    ['a site', { sites: ['berlin'] }, ['b1', 'b2']],
    ['a group', { groups: ['core'] }, ['b1']],
    [
      'all three, each node once',
      { nodes: ['u1', 'b1'], sites: ['berlin'], groups: ['edge'] },
      ['b1', 'b2', 'u1'],
    ],
    ['a site of which one has no bundle', { sites: ['ulm'] }, ['u1']],
    ['a node that has no bundle, for the release to refuse', { nodes: ['new'] }, ['new']],
    ['a node that only the release has', { nodes: ['gone'] }, ['gone']],
    ['a group without a bundle', { groups: ['later'] }, /no bundle for any node of group later/],
    ['a site without a node', { sites: ['empty'] }, /no bundle for any node of site empty/],
    ['a node that is none', { nodes: ['zz'] }, /there is no node "zz": see 'towline node list'/],
    ['a site nearly right', { sites: ['berln'] }, /there is no site "berln": did you mean "berlin"\?/],
    [
      'a known site and an unknown group',
      { sites: ['ulm'], groups: ['cor'] },
      /there is no group "cor": did you mean "core"\?/,
    ],
  ];
  for (const [what, choice, expected] of cases) {
    it(`are right for ${what}`, () => {
      if (expected instanceof RegExp) assert.throws(() => choose(choice), expected);
      else assert.deepEqual(choose(choice), expected);
    });
  }
});
