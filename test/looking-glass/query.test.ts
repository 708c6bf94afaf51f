import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createLookingGlass } from '../../agent/looking-glass/looking-glass.ts';
import { commandAsked } from '../../agent/looking-glass/proxy-query.ts';
import { TowlineError } from '../../shared/errors.ts';
import { commandOf, parseQuery } from '../../shared/looking-glass/query.ts';
import { goodQueries, hostileQueries } from './hostile.ts';

const { signal } = new AbortController();
/** Every command that the grammar prints: the words of it, each in one form. */
const name = "'[A-Za-z0-9_.:-]+'";
const address = '[0-9a-f.:]+';
const grammar = new RegExp(
  `^show (?:status|memory|interfaces(?: summary)?|bfd sessions(?: ${name})?|protocols(?: all)?(?: ${name}| "[A-Za-z0-9_.:*?-]+")?|route(?: for ${address}(?:/\\d+)?| in ${address}/\\d+| ${address}/\\d+)?(?: table (?:all|${name}))?(?: (?:export|preexport|noexport) ${name})?(?: protocol ${name})?(?: filtered)?(?: primary)?(?: all)?(?: count)?)$`,
);

function refusalOf(query: string): string | undefined {
  try {
    parseQuery(query);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof TowlineError && error.code === 'invalid', String(error));
    return error.message;
  }
}

describe('a query for the looking glass', () => {
  it('is printed anew for BIRD, and takes itself', () => {
    for (const [query, command] of goodQueries) {
      assert.equal(commandOf(parseQuery(query)), command);
      assert.equal(commandOf(parseQuery(command)), command);
      assert.match(command, grammar);
    }
  });

  it(`is refused unless it only shows: ${hostileQueries.length} that are hostile, broken or huge`, () => {
    assert.ok(hostileQueries.length >= 200);
    for (const query of hostileQueries) {
      const refusal = refusalOf(query);
      assert.ok(refusal !== undefined, `taken: ${JSON.stringify(query.slice(0, 80))}`);
      // It is shown on terminals and in logs.
      assert.match(refusal, /^[\x20-\x7e…]{1,600}$/u);
    }
    assert.match(refusalOf('show') ?? '', /^the query ends too early: a looking glass shows 'show status'/);
    assert.match(refusalOf('configure') ?? '', /^"configure" is not taken here/);
  });

  it('asks nothing of BIRD if it is refused, neither from the controller nor from a front end', async () => {
    const asked: string[] = [];
    const { bird } = createLookingGlass({
      run: () => assert.fail('no program is run'),
      view: async (command) => {
        asked.push(command);
        return { lines: [], isCut: false };
      },
    });
    for (const query of hostileQueries) {
      await assert.rejects(bird({ command: query }, signal), { code: 'invalid' });
      // A front end's own shape of a filter is no filter.
      if (
        !/^show route where net ~ \[ 10\.0\.0\.0\/8\+ \]( all)?$/.test(query.trim()) &&
        query.trim() === query
      )
        assert.throws(() => commandAsked(query), { code: 'invalid' }, query.slice(0, 80));
    }
    assert.deepEqual(asked, []);
  });

  it('is refused or of the grammar, whatever text it is', () => {
    const words = fc.constantFrom(
      ...goodQueries.flatMap(([query]) => query.split(' ')),
      ...['where', 'filter', 'configure', ';', '\n', "'", '"', 'all', '~', '[', ']', '{', '\0', ' '],
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary-ascii', maxLength: 300 }),
      fc
        .array(fc.nat(0x10ffff), { maxLength: 20 })
        .map((points) => `show status${String.fromCodePoint(...points)}`),
      fc.array(words, { maxLength: 12 }).map((list) => `show ${list.join(' ')}`),
      fc.array(words, { maxLength: 12 }).map((list) => list.join('')),
      fc.array(words, { maxLength: 40 }).map((list) => `show route ${list.join(' ')}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        if (refusalOf(text) !== undefined) return;
        const command = commandOf(parseQuery(text));
        assert.match(command, grammar);
        assert.equal(commandOf(parseQuery(command)), command);
        assert.deepEqual(parseQuery(command), parseQuery(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('of a front end is what bird-lg-go writes; its filter for a prefix is no more than networks', () => {
    for (const [query, command] of [
      ['show protocols', 'show protocols'],
      ["show protocols all 'link_b'", "show protocols all 'link_b'"],
      ["show route protocol 'link_b' all primary", "show route protocol 'link_b' primary all"],
      ["show route filtered protocol 'link_b' all", "show route protocol 'link_b' filtered all"],
      ['show route for 10.1.0.1 all', 'show route for 10.1.0.1 all'],
      ['show route where net ~ [ 10.0.0.0/8 ]', 'show route 10.0.0.0/8'],
      ['show route where net ~ [ 10.0.0.0/8+ ] all', 'show route in 10.0.0.0/8 all'],
      ['show route where net ~ [ FD00::/8+ ]', 'show route in fd00::/8'],
      ['show route where net ~ [10.0.0.0/8]', 'show route 10.0.0.0/8'],
    ] as const)
      assert.equal(commandAsked(query), command);
    for (const query of [
      'show route where net ~ [ 10.0.0.0/8 ] || true',
      'show route where net ~ [ 10.0.0.0/8{8,24} ]',
      'show route where net ~ [ 10.0.0.0/8, 10.0.0.0/9 ]',
      'show route where net ~ [ 10.0.0.1 ]',
      'show route where net ~ [ ]',
      'show route where net ~ [ 10.0.0.0/8 ]\nall',
      'show route where net !~ [ 10.0.0.0/8 ]',
      'show route where bgp_path.last = 64512',
      'show route where bgp_path.last = 64512 all primary',
    ])
      assert.throws(() => commandAsked(query), { code: 'invalid' });
  });
});
