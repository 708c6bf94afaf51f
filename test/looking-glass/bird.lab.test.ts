import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { after, describe, it, test } from 'node:test';
import { type BirdReply, ReplyReader } from '../../agent/bird/reply.ts';
import { birdViewer } from '../../agent/bird/socket.ts';
import { birdLookingGlass } from '../../agent/looking-glass/looking-glass.ts';
import { createProxy } from '../../agent/looking-glass/proxy.ts';
import { parseProtocols } from '../../controller/looking-glass/protocols.ts';
import { parseRoutes } from '../../controller/looking-glass/routes.ts';
import { closeHttp } from '../../shared/net/http-server.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { run } from '../../shared/os/run.ts';
import { mostAnswerBytes } from '../../shared/rpc/answer-size.ts';
import { isIsolated, isolated, privateRun } from '../fakes/namespaces.ts';
import { until } from '../fakes/until.ts';
import { birdFiles, parts, startBirds } from '../impact/bird.ts';
import { goodQueries, hostileQueries } from './hostile.ts';

const path = '/run/a.ctl';
const { signal } = new AbortController();
const glass = birdLookingGlass(run, path);
const show = async (command: string) => (await glass.bird({ command }, signal)).text ?? '';

const routes = Array.from(
  { length: 20_000 },
  (_, index) => `route 11.${index >> 8}.${index & 255}.0/24 blackhole;`,
);
const more = {
  filters: (parts.filters ?? '').replace(
    'if own() then reject; accept;',
    'if own() then reject; bgp_community.add((64512,7)); bgp_large_community.add((64512,0,1)); accept;',
  ),
  s4: 'protocol static s4 { ipv4; route 10.78.0.0/24 unreachable; route 10.79.0.0/24 prohibit; }\n',
  s6: `protocol static s6 { ipv6; route fd00:77::/64 unreachable;
  route fd00:78::/64 via fe80::2%'tl-b' weight 2 via fe80::3%'tl-b' weight 1; }\n`,
  big: `ipv4 table big4;\nprotocol static big { ipv4 { table big4; }; ${routes.join('\n')} }\n`,
};

/** What nothing may have changed, times of now left out. */
async function stateOfBird(): Promise<string> {
  const status = await run('birdc', ['-s', path, 'show status']);
  const protocols = await run('birdc', ['-s', path, 'show protocols all']);
  return `${status}${protocols}`
    .split('\n')
    .filter((line) => !/^Current server time|^ +(?:Hold|Keepalive) timer|^ +(?:Import|Export) /.test(line))
    .join('\n');
}

/** Says commands on one connection; resolves to the answers. */
function say(commands: readonly string[]): Promise<BirdReply[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(path).setEncoding('utf8').once('error', reject);
    const reader = new ReplyReader();
    const replies: BirdReply[] = [];
    socket.on('data', (text: string) => {
      replies.push(...reader.push(text));
      const next = commands[replies.length - 1];
      if (next !== undefined) socket.write(`${next}\n`);
      else {
        socket.destroy();
        resolve(replies.slice(1));
      }
    });
  });
}

if (isIsolated) {
  describe('the looking glass of a real BIRD', async () => {
    await privateRun();
    const bird = await startBirds(mkdtempSync('/run/bird-'));
    await bird.configure(birdFiles(more));
    await until('the session is established', bird.established);
    const clock = { at: 0 };
    const server = createProxy({ lookingGlass: glass, clock: { ...systemClock, monotonic: () => clock.at } });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    after(() => closeHttp(server));
    const get = async (query: string) => {
      // Time in which the next request may come.
      clock.at += 1_000;
      const response = await fetch(`http://127.0.0.1:${port}/bird?q=${encodeURIComponent(query)}`);
      return { status: response.status, text: await response.text() };
    };

    it('takes every query of its grammar: none is an error of syntax', async () => {
      for (const [query, command] of goodQueries) {
        const seen = birdViewer(path)(command, mostAnswerBytes, signal);
        const said = await seen.then(
          () => '',
          (error: Error) => error.message,
        );
        // There are no things of these names here; tables, protocols and patterns that are there are asked for as well.
        const isUnknown =
          /'(?:a\.b-c:d|configure|where|filter|tl_kernel|tl_bfd)'/.test(command) &&
          /CF_SYM|is not a|unexpected/.test(said);
        assert.ok(said === '' || isUnknown || /No valid tables/.test(said), `${query}: ${said}`);
      }
    });

    it('changes nothing, whatever it is asked, by the controller or by a front end', async () => {
      const before = await stateOfBird();
      assert.match(before, /Last reconfiguration on .*\n(?:.*\n)*Daemon is up and running/);
      for (const query of hostileQueries) {
        await assert.rejects(glass.bird({ command: query }, signal), { code: 'invalid' });
        // Longer than a URL may be, or half a character, which none can have.
        if (query.length > 2_000 || /\p{Cs}/u.test(query)) continue;
        const { status } = await get(query);
        const isTaken = /^show route where net ~ \[ 10\.0\.0\.0\/8\+ \]( all)?$/.test(query);
        const expected = isTaken ? 200 : query === '' ? 500 : 403;
        assert.equal(status, expected, JSON.stringify(query));
      }
      assert.equal(await stateOfBird(), before);
    });

    // Not all: `dump` writes into the log there, too. What is asked is therefore parsed.
    it('looks by a connection on which BIRD itself refuses what changes anything', async () => {
      const before = await stateOfBird();
      const dangerous = [
        'configure',
        'configure soft',
        'configure undo',
        'configure confirm',
        'configure check',
        'down',
        'graceful restart',
        'disable all',
        'enable all',
        'restart all',
        'reload all',
        'debug all all',
        'mrtdump all all',
      ];
      const [restricted, ...refused] = await say(['restrict', ...dangerous]);
      assert.equal(restricted?.code, 16);
      assert.deepEqual(
        refused.map(({ code }, index) => `${dangerous[index]} ${code}`),
        dangerous.map((command) => `${command} 8007`),
      );
      // The viewer itself, given a command that no query prints.
      await assert.rejects(birdViewer(path)('down', 1000, signal), { message: /Access denied/ });
      await birdViewer(path)('show status\ndown', 100_000, signal);
      assert.equal(await stateOfBird(), before);
    });

    it('reads no more of a large table than it may send', async () => {
      const { text = '', isCut } = await glass.bird({ command: 'show route table big4' }, signal);
      assert.equal(isCut, true);
      assert.ok(text.length > mostAnswerBytes / 2 && Buffer.byteLength(text) <= mostAnswerBytes + 70_000);
      assert.ok(parseRoutes(text).length > 5_000);
      assert.match(await show('show route table big4 count'), /^20000 of 20000 routes/);
      const { text: page } = await get('show route table big4');
      assert.match(page, /\n\(there is more: ask for less\)\n$/);
    });

    it('shows routes that are read as what they are', async () => {
      const bgp = parseRoutes(await show('show route protocol link_b all')).find(
        ({ prefix }) => prefix === '10.77.0.0/24',
      );
      assert.ok(bgp);
      const { since, attributes, ...rest } = bgp;
      assert.match(since, /^\d\d:\d\d:\d\d\.\d{3}$|^\d{4}-/);
      assert.equal(attributes.Type, 'BGP univ');
      assert.deepEqual(rest, {
        ...{ table: 'master4', prefix: '10.77.0.0/24', type: 'unicast', protocol: 'link_b' },
        ...{ primary: false, preference: 100, origin: 'IGP', as_path: ['64513'], local_pref: 100 },
        next_hops: [{ via: 'fe80::2', dev: 'tl-b' }],
        bgp_next_hop: ['::', 'fe80::2'],
        communities: ['(64512,7)'],
        large_communities: ['(64512, 0, 1)'],
      });
      const all = parseRoutes(await show('show route'));
      const of = (prefix: string) =>
        all
          .filter((route) => route.prefix === prefix)
          .map(({ protocol, type, primary }) => `${protocol} ${type} ${primary}`);
      assert.deepEqual(of('10.77.0.0/24'), ['tl_static blackhole true', 'link_b unicast false']);
      assert.deepEqual(of('10.78.0.0/24'), ['s4 unreachable true']);
      assert.deepEqual(of('10.79.0.0/24'), ['s4 prohibited true']);
      assert.deepEqual(of('fd00:77::/64'), ['s6 unreachable true']);
      const [ecmp] = parseRoutes(await show('show route for fd00:78::1'));
      assert.deepEqual(ecmp?.next_hops, [
        { via: 'fe80::2', dev: 'tl-b', weight: 2 },
        { via: 'fe80::3', dev: 'tl-b', weight: 1 },
      ]);
      assert.deepEqual(parseRoutes(await show('show route for 192.0.2.1')), []);
      const [own] = parseRoutes(await show('show route for 10.1.0.1'));
      assert.deepEqual(own?.next_hops, [{ dev: 'lo' }]);
    });

    it('shows protocols that are read as what they are', async () => {
      for (const command of ['show protocols', 'show protocols all']) {
        const protocols = parseProtocols(await show(command));
        const names = protocols.map(({ name }) => name).sort();
        assert.deepEqual(names, [
          'big',
          'link_b',
          's4',
          's6',
          'tl_bfd',
          'tl_device',
          'tl_direct',
          'tl_kernel',
          'tl_learn',
          'tl_pipe',
          'tl_static',
        ]);
        const link = protocols.find(({ name }) => name === 'link_b');
        assert.equal(link?.info, 'Established');
        assert.match(link?.since ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
        if (command.endsWith('all')) {
          assert.deepEqual(
            { ...link, since: '', channels: link?.channels.map(({ name, state }) => `${name} ${state}`) },
            {
              ...{
                name: 'link_b',
                type: 'BGP',
                state: 'up',
                since: '',
                info: 'Established',
                description: 'b',
              },
              ...{ bgp_state: 'Established', neighbor_address: 'fe80::2%tl-b', neighbor_as: 64513 },
              ...{ local_as: 64512, channels: ['ipv4 UP', 'ipv6 UP'] },
            },
          );
          const { routes: counts } = link?.channels[0] ?? {};
          assert.ok((counts?.imported ?? 0) >= 1 && (counts?.exported ?? 0) >= 1, JSON.stringify(counts));
          assert.equal(link?.channels[0]?.table, 'master4');
        }
      }
    });
  });
} else {
  test('the looking glass of a real BIRD (in namespaces of their own)', () => isolated(import.meta.filename));
}
