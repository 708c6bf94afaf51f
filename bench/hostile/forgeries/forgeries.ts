import { isDeepStrictEqual } from 'node:util';
import { count } from '../../../test/signing/flips.ts';
import { kinds, numbers, victim } from '../../../test/signing/forgeries.ts';
import { nodeThatIs, stateOf } from '../../../test/signing/node-that-is.ts';
import type { Campaign, Outcome } from '../../faults/campaign.ts';
import { Grounds } from '../grounds.ts';
import { Station } from '../station.ts';
import { countsOf } from '../verdict.ts';
import { flippableParts, flippables } from './flips.ts';

/** Offers of all kinds together. */
const offers = 1_000;

/** Bundles and answers of which a byte was changed, and bundles that are good, but not for this node now. */
export const forgeries: Campaign = {
  name: 'forgeries',
  // A node that lacks the one rule which a forgery breaks, or that is sent what is whole.
  plants: ['gullible'],
  labs: 1,
  cases: () => [
    ...flippableParts.map((part) => `every byte of the ${part}`),
    ...Object.keys(kinds).map((kind) => `offered: ${kind}`),
  ],
  figures: countsOf,
  async open({ plant }) {
    const grounds = await Grounds.make();
    try {
      const station = await Station.open(grounds);
      await station.harness.json('commit', '-m', 'first');
      const parts = await flippables(station);
      const isGullible = plant !== undefined;
      return {
        atOnce: 1,
        async run([id = '']) {
          const part = parts[id.replace('every byte of the ', '')];
          if (part === undefined) return [await offer(id, isGullible)];
          const { tried, accepted, crashed } = await count(isGullible ? [part.whole] : part.flips());
          return [outcomeOf(id, { forgery_tries: tried, accepted_forgeries: accepted, crashes: crashed })];
        },
        close: () => grounds.remove(),
      };
    } catch (error) {
      await grounds.remove();
      throw error;
    }
  },
};

/** A share of the offers, all of one kind, to one node. */
async function offer(id: string, isGullible: boolean): Promise<Outcome> {
  const names = Object.keys(kinds);
  const kind = id.replace('offered: ', '');
  const forge = kinds[kind];
  if (forge === undefined) throw new RangeError(id);
  const next = numbers(2026 + names.indexOf(kind));
  const ends: (() => unknown)[] = [];
  const context = { after: (end?: unknown) => void ends.push(end as () => unknown) };
  const counts = { forgery_tries: 0, accepted_forgeries: 0, crashes: 0 };
  try {
    const victims = await nodeThatIs(context, victim);
    const before = await stateOf(victims);
    for (
      ;
      counts.forgery_tries < Math.ceil(offers / names.length) && !(isGullible && counts.forgery_tries > 0);
      counts.forgery_tries++
    ) {
      const { bundle, why, taker, right = bundle } = forge(next);
      const node = isGullible ? await nodeThatIs(context, taker) : victims;
      if ((await node.offer(isGullible ? right : bundle)) !== 'refused') counts.accepted_forgeries++;
      else if (!why.test(node.parts.journal.current().lastApply?.reason ?? '')) counts.crashes++;
    }
    // What was refused has left nothing.
    if (!isDeepStrictEqual(await stateOf(victims), before)) counts.accepted_forgeries++;
    return outcomeOf(id, counts);
  } finally {
    for (const end of ends) await end();
  }
}

type Counts = Readonly<Record<'accepted_forgeries' | 'crashes' | 'forgery_tries', number>>;

function outcomeOf(id: string, counts: Counts): Outcome {
  const { accepted_forgeries, crashes } = counts;
  const verdict =
    accepted_forgeries > 0 ? 'accepted' : crashes > 0 ? 'refused for something else' : 'refused';
  return { case: id, verdict, isGood: verdict === 'refused', counts };
}
