import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatLine, logFormat, logWith } from '../../shared/os/log.ts';
import { createLogLevel, type LogLevelName, parseLevelTime } from '../../shared/os/log-level.ts';
import { startController } from '../controller/harness.ts';

/** A level whose time passes when it is told to. */
function levelFrom(initial: LogLevelName) {
  let nowMs = 0;
  const due = new Set<{ atMs: number; task: () => void }>();
  const level = createLogLevel(
    initial,
    () => nowMs,
    (ms, task) => {
      const one = { atMs: nowMs + ms, task };
      due.add(one);
      return () => void due.delete(one);
    },
  );
  const pass = (ms: number) => {
    nowMs += ms;
    for (const one of [...due]) if (one.atMs <= nowMs && due.delete(one)) one.task();
  };
  return { level, pass, waiting: due };
}

describe('the level of a log', () => {
  it('holds back what is less', () => {
    const lines: string[] = [];
    const log = logWith('x', 'json', 'warn', (text) => lines.push(text));
    log.info('unsaid');
    log.warn('said');
    log.level.set('silent');
    log.error('unsaid');
    log.level.set('debug');
    log.debug({ a: 1, none: undefined, error: new Error('why') }, 'said too');
    const said = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(
      said.map(({ time: _time, ...rest }) => rest),
      [
        { level: 40, name: 'x', msg: 'said' },
        { level: 20, name: 'x', a: 1, error: 'why', msg: 'said too' },
      ],
    );
  });

  it('goes back by itself to what it was before, also after it was changed meanwhile', () => {
    const { level, pass, waiting } = levelFrom('warn');
    assert.deepEqual(level.set('debug', 60_000), { level: 'debug', forMs: 60_000, afterwards: 'warn' });
    pass(20_000);
    assert.deepEqual(level.state(), { level: 'debug', forMs: 40_000, afterwards: 'warn' });
    assert.equal(level.set('info', 30_000).afterwards, 'warn', 'not to debug');
    pass(30_000);
    assert.deepEqual(level.state(), { level: 'warn' });
    level.set('debug', 10_000);
    level.set('error');
    pass(60_000);
    assert.deepEqual([level.state(), waiting.size], [{ level: 'error' }, 0], 'for good');
  });

  it('is turned to debug and back', () => {
    const { level, pass } = levelFrom('warn');
    assert.equal(level.toggleDebug().level, 'debug');
    assert.equal(level.toggleDebug().level, 'warn');
    level.set('debug', 1000);
    assert.deepEqual(level.toggleDebug(), { level: 'warn' });
    pass(2000);
    assert.deepEqual(level.state(), { level: 'warn' });
    const debugging = levelFrom('debug').level;
    assert.equal(debugging.toggleDebug().level, 'info', 'from where it began there is a way too');
  });

  for (const [text, ms] of [
    ['30s', 30_000],
    ['10m', 600_000],
    ['7d', 604_800_000],
  ] as const)
    it(`holds for ${text}`, () => assert.equal(parseLevelTime(text), ms));
  for (const text of ['', '10', '-1m', '0s', '8d', '1e3s', '10 m', '9999999999999s'])
    it(`does not hold for ${JSON.stringify(text)}`, () =>
      assert.throws(() => parseLevelTime(text), /no time up to 7d/));
});

describe('the format of a log', () => {
  for (const [env, isTerminal, expected] of [
    [{}, false, 'json'],
    [{}, true, 'text'],
    [{ TOWLINE_LOG_FORMAT: 'text' }, false, 'text'],
    [{ TOWLINE_LOG_FORMAT: 'json' }, true, 'json'],
    [{ TOWLINE_LOG_FORMAT: 'other' }, false, 'json'],
    [{ JOURNAL_STREAM: '8:15' }, false, 'journal'],
    [{ JOURNAL_STREAM: '8:16' }, false, 'json'],
    [{ JOURNAL_STREAM: '8:15', TOWLINE_LOG_FORMAT: 'text' }, false, 'journal'],
    [{ JOURNAL_STREAM: '8:15', TOWLINE_LOG_FORMAT: 'json' }, false, 'json'],
  ] as const)
    it(`is ${expected} with ${JSON.stringify(env)}${isTerminal ? ' on a terminal' : ''}`, () =>
      assert.equal(logFormat(env, isTerminal, '8:15'), expected));

  it('has the level of syslog before each line for the journal', () => {
    const fields = { error: 'one\n<0>two', endless: undefined as unknown };
    const line = formatLine('journal', {
      ...{ level: 'warn', name: 'x', timeMs: 0, message: 'it failed' },
      fields,
    });
    assert.equal(line, '<4>it failed error=one\n<4>    <0>two\n');
  });

  it('writes what cannot be written as a word', () => {
    const endless: { self?: object } = {};
    endless.self = endless;
    const fields = { endless, many: 12n };
    const line = formatLine('json', { level: 'error', name: 'x', timeMs: 0, message: 'm', fields });
    assert.deepEqual(JSON.parse(line), {
      ...{ level: 50, time: '1970-01-01T00:00:00.000Z', name: 'x' },
      ...{ endless: '[object Object]', many: '12', msg: 'm' },
    });
  });
});

it('the controller shows its level, changes it, and notes who did', async (context) => {
  const harness = await startController();
  context.after(() => harness.close());
  assert.deepEqual(await harness.json('log-level'), { level: 'info' });
  const changed = (await harness.json('log-level', 'debug', '--for', '10m')) as Record<string, unknown>;
  assert.deepEqual([changed.level, changed.afterwards], ['debug', 'info']);
  assert.match((await harness.cli('log-level')).out, /^debug for \d+ s more, then info\n$/);
  for (const args of [['loud'], ['debug', '--for', '8d'], ['--for', '1m']])
    assert.notEqual((await harness.cli('log-level', ...args)).code, 0, args.join(' '));
  assert.deepEqual(await harness.json('log-level', 'warn'), { level: 'warn' });
  const events = harness.controller.store.events.after(0, 1000).map((event) => JSON.stringify(event));
  const noted = events.filter((event) => event.includes('set-log-level'));
  assert.ok(noted.length >= 2 && noted.some((event) => event.includes('debug')), noted.join('\n'));
});
