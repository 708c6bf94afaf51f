import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { saveEnrollment } from '../../agent/enroll/store.ts';
import type { Trial, UpgradeJournal } from '../../agent/upgrade/journal.ts';
import { buildAgent } from '../../scripts/build-agent.ts';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { signAgentConfirmation } from '../../shared/upgrade/order.ts';
import { until } from '../fakes/until.ts';

/** Agents that are launched in place of the packaged one, as small as a test needs them. */
const agents = {
  crash: 'throw new Error("no such luck");',
  later:
    'setTimeout(() => { throw new Error("no luck later"); }, 50); await new Promise(() => setInterval(() => {}, 1000));',
  spin: 'for (;;);',
  three: 'process.exit(3);',
  end: '',
  well: 'console.log("runs"); process.exit(0);',
  waits:
    'const by = globalThis[Symbol.for("towline.launched")]; by.say("nobody answers"); console.log(JSON.stringify(by)); setInterval(() => {}, 1000); await new Promise(() => {});',
};

describe('the launcher of the packaged agent', () => {
  const folder = mkdtempSync(join(tmpdir(), 'towline-launch-'));
  const program = join(folder, 'towline-agent.mjs');
  const state = join(folder, 'state');
  const config = join(folder, 'agent.toml');
  const signing = generateSigningKeyPair();
  let packaged = '';
  const running = new Set<ChildProcess>();

  before(async () => {
    await buildAgent(program);
    packaged = createHash('sha256').update(readFileSync(program)).digest('hex');
    writeFileSync(config, `state_dir = "${state}"\nruntime_dir = "${join(folder, 'run')}"\n`);
  });
  after(() => {
    for (const child of running) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    rmSync(state, { recursive: true, force: true });
    mkdirSync(join(state, 'agents'), { recursive: true, mode: 0o700 });
  });

  const journalFile = join(state, 'agents/journal.json');
  const journal = () => JSON.parse(readFileSync(journalFile, 'utf8')) as UpgradeJournal;
  /** Puts an agent there; resolves to its digest. */
  const stage = (text: string): string => {
    const digest = createHash('sha256').update(text).digest('hex');
    mkdirSync(join(state, 'agents', digest), { mode: 0o700 });
    writeFileSync(join(state, 'agents', digest, 'towline-agent.mjs'), text, { mode: 0o600 });
    return digest;
  };
  const write = (content: object) => writeFileSync(journalFile, JSON.stringify({ version: 1, ...content }));
  const tryOut = (text: string, change: Partial<Trial> = {}) => {
    const digest = stage(text);
    const order = { digest, version: '9.0.0', epoch: 1, number: 4 };
    write({ trial: { ...order, packaged, windowS: 60, attempts: 0, ...change } });
    return digest;
  };
  const start = (command = 'run') => {
    const child = spawn(process.execPath, [program, '--config', config, command], { stdio: 'pipe' });
    running.add(child);
    const said = { text: '' };
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said.text += text;
      });
    const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, text: said.text }));
    return { child, said, ended };
  };
  const enroll = () =>
    saveEnrollment(join(state, 'enrollment.json'), {
      ...{ join: '', networkId: 'n', nodeId: 7, nodeName: 'berlin', siteName: 'berlin', epoch: 1 },
      ...{ managementAddress: 'fd12::7', managementPrefix: 'fd12::/64', controllerAddress: 'fd12::1' },
      ...{ controllerPort: 7443, controllerEndpoints: ['192.0.2.1:51820'] },
      controllerWireguardPublicKey: Buffer.alloc(32, 1).toString('base64'),
      signingPublicKey: signing.publicKey.toString('base64'),
    });

  it('runs the packaged agent where there is no other, for other commands, and after a journal that is damaged', async () => {
    assert.match((await start().ended).text, /is not enrolled/);
    tryOut(agents.well);
    assert.match((await start('self-check').ended).text, /is not enrolled/);
    assert.equal(journal().trial?.attempts, 0);
    writeFileSync(journalFile, '{"version": 1, "trial": ');
    assert.match((await start().ended).text, /set aside.*is not enrolled/s);
    assert.ok(existsSync(`${journalFile}.damaged`));
  });

  it('runs the packaged agent where the disk does not give the journal, or does not let it be set aside', async () => {
    mkdirSync(journalFile);
    assert.match((await start().ended).text, /EISDIR.*the packaged agent runs.*is not enrolled/s);
    rmSync(journalFile, { recursive: true });
    mkdirSync(`${journalFile}.damaged`);
    writeFileSync(journalFile, '{');
    assert.match((await start().ended).text, /the packaged agent runs.*is not enrolled/s);
    assert.equal(readFileSync(journalFile, 'utf8'), '{');
  });

  for (const [name, text, words] of [
    ['crashes', agents.crash, 'no such luck'],
    ['crashes later', agents.later, 'no luck later'],
    ['comes to its end', agents.end, 'it came to its end'],
    ['says that it is not enrolled', agents.three, 'exit code 3'],
  ] as const)
    it(`tries an agent that ${name} three times, then runs the packaged one and keeps why`, async () => {
      tryOut(text);
      for (let attempt = 1; attempt <= 3; attempt++) {
        const { code } = await start().ended;
        // Service managers do not start again what ends with 3.
        assert.ok(code !== 0 && code !== 3, `${code}`);
        assert.equal(journal().trial?.attempts, attempt);
      }
      assert.match((await start().ended).text, /is not enrolled/);
      const { trial, current, last } = journal();
      assert.deepEqual(
        [trial, current, last?.outcome, last?.number],
        [undefined, undefined, 'rolledBack', 4],
      );
      assert.equal(last?.reason, `it ended 3 times before it was proved: ${words}`);
    });

  it('ends an agent that hangs and one that nobody confirms when their time is over, at once and for good', async () => {
    for (const [text, reason] of [
      [agents.spin, /^not proved within 6 s: it hangs: its event loop stands still for \d+ s$/],
      [agents.waits, /^not proved within 6 s: nobody answers$/],
    ] as const) {
      rmSync(join(state, 'agents'), { recursive: true });
      mkdirSync(join(state, 'agents'), { mode: 0o700 });
      tryOut(text, { windowS: 6 });
      assert.equal((await start().ended).signal, 'SIGKILL');
      assert.match(journal().last?.reason ?? '', reason);
      assert.equal(journal().trial, undefined);
      assert.match((await start().ended).text, /is not enrolled/);
    }
  });

  it("takes the controller's signed word about this very trial for a proof, and nothing else", async () => {
    await enroll();
    for (const isRight of [false, true]) {
      rmSync(join(state, 'agents'), { recursive: true });
      mkdirSync(join(state, 'agents'), { mode: 0o700 });
      const digest = tryOut(agents.waits, isRight ? {} : { windowS: 6 });
      const { child, said, ended } = start();
      const launched = await until('it runs', () => (said.text.endsWith('}\n') ? said.text : undefined));
      const { trial } = JSON.parse(launched) as { trial: { nonce: string; answerFile: string } };
      const answer = signAgentConfirmation(signing.privateKey, {
        ...{ networkId: 'n', nodeId: 7, number: 4, version: '9.0.0', sha256: Buffer.from(digest, 'hex') },
        nonce: isRight ? Buffer.from(trial.nonce, 'base64') : Buffer.alloc(32),
      });
      const document = {
        confirmation: answer.confirmation.toString('base64'),
        signature: answer.signature.toString('base64'),
      };
      writeFileSync(trial.answerFile, JSON.stringify(document));
      if (isRight) {
        await until('it is proved', () => journal().trial === undefined);
        assert.deepEqual([journal().current?.digest, journal().last?.outcome], [digest, 'confirmed']);
        child.kill('SIGTERM');
        await ended;
      } else {
        assert.equal((await ended).signal, 'SIGKILL');
        assert.match(
          journal().last?.reason ?? '',
          /: the confirmation of the agent answers another question$/,
        );
      }
    }
  });

  it('runs a proved agent from then on, unless it is damaged', async () => {
    const digest = stage(agents.well);
    const current = { digest, version: '9.0.0', epoch: 1, number: 4, packaged, starts: 2 };
    write({ current });
    const ran = await start().ended;
    assert.deepEqual([ran.code, ran.text], [0, 'runs\n']);
    assert.equal(journal().current?.starts, 0);
    writeFileSync(join(state, 'agents', digest, 'towline-agent.mjs'), `${agents.well}//`, { mode: 0o600 });
    assert.match((await start().ended).text, /is not enrolled/);
    assert.match(journal().last?.reason ?? '', /towline-agent\.mjs is damaged$/);
  });

  it('ends a proved agent that hangs, and puts it back when that was once too often', async () => {
    const current = {
      digest: stage(agents.spin),
      version: '9.0.0',
      epoch: 1,
      number: 4,
      packaged,
      starts: 4,
    };
    write({ current });
    assert.equal((await start().ended).signal, 'SIGKILL');
    assert.equal(journal().current?.starts, 5);
    assert.match((await start().ended).text, /is not enrolled/);
    assert.equal(journal().current, undefined);
    assert.match(journal().last?.reason ?? '', /^it ended 5 times in a row .*: it hangs: .* \d+ s$/);
  });

  it('runs nothing that others can write, and root nothing that is not its own', async () => {
    const digest = tryOut(agents.well);
    const file = join(state, 'agents', digest, 'towline-agent.mjs');
    chmodSync(file, 0o622);
    assert.match((await start().ended).text, /is not enrolled/);
    assert.match(journal().last?.reason ?? '', /can be written by others/);
    if (process.geteuid?.() !== 0) return;
    for (const [what, path] of [
      ['the file', (other: string) => join(state, 'agents', other, 'towline-agent.mjs')],
      ['its folder', (other: string) => join(state, 'agents', other)],
      ['all of it', () => join(state, 'agents')],
    ] as const) {
      rmSync(join(state, 'agents'), { recursive: true });
      mkdirSync(join(state, 'agents'), { mode: 0o700 });
      const other = tryOut(agents.well);
      chownSync(path(other), 65534, 65534);
      const { text } = await start().ended;
      assert.match(text, /is not enrolled|user with number 65534/, what);
      assert.doesNotMatch(text, /^runs$/m, what);
    }
  });
});
