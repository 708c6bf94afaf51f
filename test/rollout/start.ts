import { afterEach } from 'node:test';
import { Fleet, type SimulatedNode } from './fleet.ts';

const fleets: Fleet[] = [];
afterEach(() => {
  for (const fleet of fleets.splice(0)) fleet.remove();
});

/** Routers and their controller, which has run for a second; gone after the test. */
export async function start(nodes: readonly SimulatedNode[], stepMs = 1_000): Promise<Fleet> {
  const fleet = new Fleet(nodes);
  fleets.push(fleet);
  await fleet.start();
  await fleet.second();
  fleet.stepMs = stepMs;
  return fleet;
}

export const ringOf = (size: number): SimulatedNode[] =>
  Array.from({ length: size }, (_, index) => ({
    name: `n${String(index).padStart(2, '0')}`,
    peers: [(index + 1) % size, (index + size - 1) % size].map((peer) => `n${String(peer).padStart(2, '0')}`),
  }));
export const isOver = (fleet: Fleet) => () => ['done', 'aborted', 'stopped'].includes(fleet.rollout.state);
export const desired = (fleet: Fleet) => fleet.nodes.map((_, index) => fleet.store.desired.get(index + 1));
