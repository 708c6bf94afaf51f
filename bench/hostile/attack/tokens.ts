import { setTimeout as delay } from 'node:timers/promises';
import { makeRequest, sendRequest } from '../../../agent/enroll/request.ts';
import { generateSigningKeyPair } from '../../../shared/crypto/ed25519.ts';
import { generateBoxKeyPair } from '../../../shared/crypto/x25519.ts';
import { parseJoinString } from '../../../shared/enrollment/join-string.ts';
import { TowlineError } from '../../../shared/errors.ts';
import type { EnrollResponse } from '../../../shared/gen/towline/v1/EnrollResponse.ts';
import type { Order, Tally } from './order.ts';
import { Counts } from './tally.ts';

const mostAttempts = 200;
const { signal } = new AbortController();
const facts = {
  agentVersion: '0.1.0',
  kernel: '6.1.0',
  architecture: 'arm64',
  hardware: '',
  birdVersion: '2.0.12',
};

/** Asks until there is an answer: a controller takes only so many connections of one subscriber at once. */
async function insist(ask: () => Promise<EnrollResponse>): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { accepted, pending } = await ask();
      return accepted ? 'accepted' : pending ? 'pending' : 'denied';
    } catch (error) {
      const code = error instanceof TowlineError ? error.code : 'refused';
      if (code !== 'unavailable' || attempt === mostAttempts) return code;
      await delay(100);
    }
  }
}

/** Routers, each with keys of its own, that all come with the same token at the same moment. */
export async function attackTokens({ join = '', count }: Order): Promise<Tally> {
  const { endpoints, keyHash, token } = parseJoinString(join);
  const [endpoint] = endpoints;
  if (endpoint === undefined || keyHash === undefined || token === undefined)
    throw new Error('no join string');
  const [sent, ended] = [new Counts(), new Counts()];
  const requests = Array.from({ length: count }, (_, index) => {
    const keys = {
      identity: generateSigningKeyPair(),
      management: generateBoxKeyPair(),
      link: generateBoxKeyPair(),
      sealing: generateBoxKeyPair(),
    };
    return makeRequest(keys, `racer-${index}`, facts, keyHash, token);
  });
  await Promise.all(
    requests.map(async (request) => {
      sent.count('a token that others use too');
      ended.count(await insist(() => sendRequest(endpoint, keyHash, request, signal)));
    }),
  );
  return { sent: sent.all(), ended: ended.all() };
}
