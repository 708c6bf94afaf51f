import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fleetOfThree } from '../controller/fleet.ts';

describe('towline why', () => {
  const fleet = fleetOfThree();
  const causes = async (...args: string[]) => {
    const { code, out, err } = await fleet.harness.cli('why', ...args, '--json');
    assert.equal(err, '');
    const { findings } = JSON.parse(out) as { findings: { cause: string; about: string }[] };
    assert.equal(code, findings.length === 0 ? 0 : 3);
    return findings.map(({ cause, about }) => `${cause} ${about}`);
  };

  it('says clearly who is no node, is none any more, or has no router yet', async () => {
    const { harness } = fleet;
    const typo = await harness.cli('why', 'berlni');
    assert.equal(typo.code, 1);
    assert.match(typo.err, /there is no node "berlni", did you mean "berlin"\?: see 'towline status'/);
    const same = await harness.cli('why', 'berlin', 'berlin');
    assert.equal(same.code, 2);
    assert.match(same.err, /name two nodes, or one for itself/);
    assert.equal((await harness.cli('why')).code, 2);
    await harness.json('node', 'add', 'bremen', '--site', 'berlin');
    assert.deepEqual(await causes('bremen'), ['not-enrolled bremen']);
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    await harness.json('node', 'revoke', 'munich');
    assert.deepEqual(await causes('munich'), ['revoked munich']);
    await harness.json('node', 'remove', 'hamburg');
    await harness.json('commit', '-m', 'without hamburg');
    await harness.json('activate', '--all');
    assert.deepEqual(await causes('hamburg'), ['removed hamburg']);
  });

  it('shows what was seen, and ends with the cause and what to do about it', async () => {
    const { harness, routers } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    for (const router of Object.values(routers)) await router.reportRunning(1);
    const { code, out } = await harness.cli('why', 'berlin', 'hamburg');
    assert.equal(code, 3);
    assert.match(out, /^ +berlin +hamburg$/m);
    assert.match(out, /^agent +not in contact, last report \d+ s ago/m);
    assert.match(out, /^way now: +none\nfewest links: berlin > hamburg$/m);
    assert.match(out, /^likely cause: .*berlin.* \((certain|likely|possible); [a-z-]+\)$/m);
    assert.match(out, /^what to do: /m);
    assert.ok(out.indexOf('likely cause:') > out.indexOf('way now:'));
  });

  it('changes nothing: no proof of who calls is asked for, and no event is noted', async () => {
    const { harness } = fleet;
    const count = () => harness.controller.store.events.head();
    const before = count();
    await causes('berlin');
    assert.deepEqual(count(), before);
  });
});
