import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseProtocols } from '../../controller/looking-glass/protocols.ts';
import { parseRoutes } from '../../controller/looking-glass/routes.ts';
import { parseHops } from '../../shared/looking-glass/trace.ts';

describe('an answer of 700 KB that a node made to be slow', () => {
  const size = 700_000;
  const of = (piece: string, end = '') => piece.repeat(size / piece.length) + end;
  const route = '10.3.0.0/24 unicast [link_b 07:00:00.000] * (100)\n';

  // Each would take minutes and more where a pattern begins anew at every character.
  for (const text of [of('('), of('{'), of('({'), of(' '), of('(x '), of(' ', 'x\r'), of('1'), of('[ ')]) {
    const shown = JSON.stringify(`${text.slice(0, 4)}…${text.slice(-2)}`);
    it(`is read in one go: ${shown}`, () => {
      for (const name of ['as_path', 'next_hop', 'community', 'large_community', 'ext_community', 'other'])
        assert.equal(parseRoutes(`${route}\tBGP.${name}: ${text}`).length, 1);
      parseRoutes(text);
      const row = 'link_b BGP --- up 07:37:25.242';
      assert.equal(parseProtocols(`${row}${text}`).length, 1);
      for (const line of [`  Description: ${text}`, `  Channel ipv4\n    Routes: ${text}`, ` ${text}`])
        assert.equal(parseProtocols(`${row}\n${line}`).length, 1);
      assert.deepEqual(parseHops(`1 *${text}`), []);
    });
  }

  it('is read in one go: as many attributes as there is room for', () => {
    const names = Array.from({ length: size / 10 }, (_, index) => `a${index}`);
    const [read] = parseRoutes(route + names.map((name) => `\t${name}: 1`).join('\n'));
    assert.equal(Object.keys(read?.attributes ?? {}).length, names.length);
  });

  it('has the groups in it that are closed', () => {
    const [read] = parseRoutes(`${route}\tBGP.as_path: 1 {2 {3 4} 5\n\tBGP.community: (1,2 (3,4) (5`);
    assert.deepEqual(read?.as_path, ['1', '2', '{3 4}', '5']);
    assert.deepEqual(read?.communities, ['(3,4)']);
  });
});
