import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { admin, connectAdmin } from '../../controller/cli/client.ts';
import type { AnswerRequestInput } from '../../shared/gen/towline/v1/AnswerRequest.ts';
import type { Question } from '../../shared/gen/towline/v1/Question.ts';
import { fleetOfThree } from '../controller/fleet.ts';
import type { Router, Watch } from '../controller/router.ts';
import { until } from '../fakes/until.ts';
import { hostileQueries } from './hostile.ts';

const fleet = fleetOfThree();

type Result = Omit<AnswerRequestInput, 'questionId'>;
/** Routers that answer, until the test ends. */
const answering: { watch: Watch; done: Promise<void>; stop(): void }[] = [];
afterEach(async () => {
  for (const { watch, stop } of answering) {
    stop();
    watch.cancel();
  }
  await Promise.all(answering.splice(0).map(({ done }) => done));
});

/** Has a router answer questions; gives those that came. */
async function answer(
  router: Router,
  result: (question: Question) => Result | Promise<Result>,
): Promise<Question[]> {
  const watch = await router.watch();
  const asked: Question[] = [];
  let isOver = false;
  const done = until(
    'the test is over',
    async () => {
      for (const { question } of watch.seen.splice(0)) {
        if (!question) continue;
        asked.push(question);
        const given = await result(question);
        await router.codeOf(
          'Answer',
          { questionId: question.questionId, ...given },
          await router.signed('Answer'),
        );
      }
      return isOver;
    },
    300_000,
  ).then(() => undefined);
  answering.push({ watch, done, stop: () => (isOver = true) });
  await until('it is in contact', async () => {
    const { nodes } = (await fleet.harness.json('status')) as {
      nodes: { name: string; connected: boolean }[];
    };
    return nodes.some(({ name, connected }) => name === router.name && connected);
  });
  return asked;
}

const protocols = `Name       Proto      Table      State  Since         Info
link_b     BGP        ---        up     2026-11-30 07:00:00  Established`;
const routes = `Table master4:
10.1.0.0/16          unicast [link_b 2026-11-30 07:00:00] * (100) [AS64513i]
\tvia fe80::2 on tl-b
\tBGP.as_path: 64513`;

describe('towline lg', () => {
  it('asks several nodes, shows each answer under its name, and loses none for one that fails', async () => {
    const { harness, routers } = fleet;
    const asked = await answer(routers.berlin, () => ({ text: protocols }));
    await answer(routers.munich, () => ({ refusal: 'BIRD does not answer\u001b[2J' }));
    const { code, out, err } = await harness.cli('lg', '--all', 'protocols');
    assert.equal(code, 1);
    assert.equal(out, `berlin\n${protocols}\n`);
    assert.equal(
      err,
      'towline: hamburg is not in contact with the controller\ntowline: munich: BIRD does not answer\\u{1b}[2J\n',
    );
    assert.deepEqual(
      asked.map(({ bird }) => bird?.command),
      ['show protocols'],
    );
    const one = await harness.cli('lg', '--site', 'berlin', 'show', 'protocols', 'all', "'link_b'");
    assert.deepEqual([one.code, one.out, one.err], [0, `${protocols}\n`, '']);
    assert.equal(asked.at(-1)?.bird?.command, "show protocols all 'link_b'");
    const none = await harness.cli('lg', '--group', 'nobody', 'bfd');
    assert.deepEqual(
      [none.code, none.err],
      [1, "towline: no router is enrolled there: see 'towline status'\n"],
    );
    const unknown = await harness.cli('lg', 'berlim', 'bfd');
    assert.match(unknown.err, /^towline: no router is enrolled as "berlim".*did you mean "berlin"/);
  });

  it('gives protocols and routes as a document, and other answers as text', async () => {
    const { harness, routers } = fleet;
    const texts: Record<string, Result> = {
      'show protocols all': { text: protocols },
      'show route for 10.1.0.1 all': { text: routes, isCut: true },
      'show status': { text: 'BIRD 2.0.12\u001b]0;x' },
    };
    await answer(routers.berlin, ({ bird }) => texts[bird?.command ?? ''] ?? { refusal: 'unknown' });
    assert.deepEqual(await harness.json('lg', 'berlin', 'protocols'), {
      query: 'show protocols all',
      nodes: [
        {
          node: 'berlin',
          is_cut: false,
          protocols: [
            {
              ...{ name: 'link_b', type: 'BGP', state: 'up', since: '2026-11-30 07:00:00' },
              ...{ info: 'Established', channels: [] },
            },
          ],
        },
      ],
    });
    const route = {
      ...{ table: 'master4', prefix: '10.1.0.0/16', type: 'unicast', protocol: 'link_b' },
      ...{ since: '2026-11-30 07:00:00', primary: true, preference: 100, as_path: ['64513'] },
      ...{ next_hops: [{ via: 'fe80::2', dev: 'tl-b' }], attributes: {} },
    };
    assert.deepEqual(await harness.json('lg', 'berlin', 'route 10.1.0.1'), {
      query: 'show route for 10.1.0.1 all',
      nodes: [{ node: 'berlin', is_cut: true, routes: [route] }],
    });
    assert.deepEqual(await harness.json('lg', 'berlin', 'show status'), {
      query: 'show status',
      nodes: [{ node: 'berlin', is_cut: false, text: 'BIRD 2.0.12\u001b]0;x' }],
    });
    const shown = await harness.cli('lg', 'berlin', 'show status');
    assert.equal(shown.out, 'BIRD 2.0.12\\u{1b}]0;x\n');
    const cut = await harness.cli('lg', 'berlin', 'route', '10.1.0.1');
    assert.equal(cut.out, `${routes}\n(there is more: ask for less)\n`);
    const failed = await harness.cli('lg', 'berlin', 'hamburg', 'bfd', '--json');
    assert.equal(failed.code, 1);
    assert.deepEqual(JSON.parse(failed.out), {
      query: 'show bfd sessions',
      nodes: [
        { node: 'berlin', error: 'berlin: unknown' },
        { node: 'hamburg', error: 'hamburg is not in contact with the controller' },
      ],
    });
  });

  it('traces to a node by its loopback, with names and the AS path', async () => {
    const { harness, routers } = fleet;
    const { nodes, sites } = {
      nodes: (await harness.json('node', 'list')).nodes as Record<string, string>[],
      sites: (await harness.json('site', 'list')).sites as { name: string; asn: number }[],
    };
    const of = (name: string) => nodes.find((node) => node.name === name) ?? {};
    const asn = (name: string) => sites.find((site) => site.name === name)?.asn;
    const [hamburg, munich] = [of('hamburg'), of('munich')];
    const asked = await answer(routers.berlin, ({ trace }) =>
      trace
        ? { text: `1 ${munich.loopback_v4}\n2 *\n3 ${trace.address} 1.5 ms` }
        : { text: routes.replace('as_path: 64513', `as_path: ${asn('munich')} ${asn('hamburg')}`) },
    );
    const { code, out } = await harness.cli('lg', 'berlin', 'trace', 'hamburg');
    assert.equal(code, 0);
    assert.equal(
      out.replace(/ +$/gm, ''),
      `to hamburg (${hamburg.loopback_v4})
AS path: ${asn('munich')} (munich) ${asn('hamburg')} (hamburg), by link_b
HOP  ADDRESS     NODE     TIME
1    ${munich.loopback_v4}  munich
2    *
3    ${hamburg.loopback_v4}  hamburg  1.5 ms
`,
    );
    assert.deepEqual(asked.map(({ bird, trace }) => bird?.command ?? trace?.address).sort(), [
      hamburg.loopback_v4,
      `show route for ${hamburg.loopback_v4} primary all`,
    ]);
    const document = await harness.json('lg', 'berlin', 'trace', 'hamburg', '--ipv6');
    const [answered] = document.nodes as Record<string, unknown>[];
    assert.deepEqual(
      [answered?.address, answered?.node_at, answered?.reached, answered?.route_protocol],
      [hamburg.loopback_v6, 'hamburg', true, 'link_b'],
    );
    const away = await harness.cli('lg', 'berlin', 'trace', '192.0.2.7');
    assert.match(away.out, /^to 192\.0\.2\.7\nAS path: .*\n/);
    const unknown = await harness.cli('lg', 'berlin', 'trace', 'nowhere');
    assert.match(unknown.err, /^towline: there is no node "nowhere"/);
    // BIRD may be what does not work, or the inventory.
    await answer(routers.munich, ({ trace }) => (trace ? { text: '1 *' } : { refusal: 'BIRD hangs' }));
    const hanging = await harness.cli('lg', 'munich', 'trace', '192.0.2.7');
    assert.match(hanging.out, /^AS path: not known: munich: BIRD hangs$/m);
    assert.match(hanging.out, /192\.0\.2\.7 does not answer\n$/);
    await harness.write('sites/berlin/berlin/node.toml', 'no toml');
    const broken = await harness.cli('lg', 'berlin', 'trace', 'hamburg');
    assert.match(broken.err, /^towline: .*inventory/s);
    assert.equal((await harness.cli('lg', 'berlin', 'trace', '192.0.2.7')).code, 0);
  });

  it('is refused before any node is asked, on the command line and at the controller', async () => {
    const { harness, routers } = fleet;
    const asked = await answer(routers.berlin, () => ({ text: 'asked' }));
    const daemon = connectAdmin(harness.config.socket);
    try {
      for (const query of hostileQueries.filter((text) => text.length < 10_000 && !/\p{Cs}|\0/u.test(text))) {
        const call = daemon.call(admin.LookingGlass, { nodeName: 'berlin', command: query, trace: null });
        await assert.rejects(call, { code: 'invalid' }, JSON.stringify(query));
      }
      const none = daemon.call(admin.LookingGlass, { nodeName: 'berlin', trace: null });
      await assert.rejects(none, { code: 'invalid' });
    } finally {
      daemon.close();
    }
    // A short form of the command line's own is among them.
    const typed = hostileQueries.filter((text, index) => index % 4 === 0 && text !== 'protocols');
    for (const query of typed) {
      const { code, out } = await harness.cli('lg', 'berlin', query);
      assert.deepEqual([code, out], [2, ''], JSON.stringify(query.slice(0, 80)));
    }
    assert.deepEqual(asked, []);
    for (const words of [
      ['lg'],
      ['lg', 'berlin'],
      ['lg', 'protocols'],
      ['lg', '--all'],
      ['lg', '--all', 'berlin', 'protocols'],
      ['lg', '--all', '--site', 'berlin', 'protocols'],
      ['lg', 'berlin', 'trace'],
      ['lg', 'berlin', 'trace', 'a', 'b'],
      ['lg', 'berlin', 'route', '10.0.0.1', '--ipv6'],
    ]) {
      const { code, out } = await harness.cli(...words);
      assert.deepEqual([code, out], [2, ''], words.join(' '));
    }
    assert.match((await harness.cli('lg', '--help')).out, /towline lg --all protocols/);
  });
});
