import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { yamlIo } from '../../controller/cli/yaml-io.ts';
import { type Harness, startController } from './harness.ts';
import { Router } from './router.ts';

describe('--yaml', () => {
  let harness: Harness;
  before(async () => {
    harness = await startController();
    for (const name of ['n1', 'no'])
      await Router.join(harness, name, '--site', 's1').then((router) => router.close());
    assert.equal((await harness.cli('commit', '-m', 'yes')).code, 0);
  });
  after(() => harness.close());

  for (const words of [
    ['site', 'list'],
    ['node', 'show', 'no'],
    ['get'],
    ['release', 'show', '1'],
    ['release', 'diff', '0', '1'],
    ['log'],
    ['plan'],
    ['check'],
    ['events'],
    ['keys', 'list'],
    ['completion', 'bash'],
  ])
    it(`says what --json says: ${words.join(' ')}`, async () => {
      const [json, yaml] = [await harness.cli(...words, '--json'), await harness.cli(...words, '--yaml')];
      assert.equal(yaml.code, json.code, yaml.err);
      assert.equal(yaml.err, json.err);
      if (json.code === 2) return;
      assert.match(yaml.out, /^---\n/);
      for (const version of ['1.1', '1.2'] as const)
        assert.deepEqual(parse(yaml.out, { version }), JSON.parse(json.out));
    });

  it('excludes --json', async () => {
    const { code, err, out } = await harness.cli('site', 'list', '--json', '--yaml');
    assert.equal(code, 2);
    assert.match(err, /--yaml/);
    assert.equal(out, '');
  });

  it('makes one document of each that comes, also in pieces, and quotes what would be read as something else', async () => {
    let shown = '';
    const io = await yamlIo({ out: (text) => (shown += text), err: () => undefined, env: {}, colour: false });
    const words = [
      'no',
      'on',
      '12:30:00',
      '2026-11-30',
      '0x1f',
      '1_000',
      '~',
      '',
      '# x',
      'a: b',
      '\u001b[2J',
      '\u{1f468}\u200d\u{1f4bb}',
      '\u009bx',
      '\u2028',
      '\u202ex',
      '-',
    ];
    io.out('{"words":[');
    io.out(`${words.map((word) => JSON.stringify(word)).join(',\n')}\n`);
    io.out(']}\n');
    io.out('{"second":true}\n');
    assert.deepEqual(
      parseAllDocuments(shown).map((document) => document.toJS()),
      [{ words }, { second: true }],
    );
    assert.deepEqual(parse(shown.split('---\n')[1] ?? '', { version: '1.1' }), { words });
    for (const hidden of ['\u001b', '\u009b', '\u200d', '\u2028', '\u202e'])
      assert.ok(!shown.includes(hidden));
  });
});
