import { sha256 } from '../../shared/crypto/sha256.ts';
import { headLine } from '../../shared/upgrade/agent-file.ts';
import type { Harness } from '../controller/harness.ts';
import type { Router } from '../controller/router.ts';

/** An agent's file of some size, good enough for who does not run it. */
export function agentOf(version: string): Buffer {
  const filling = `// ${'x'.repeat(99)}\n`.repeat(2000);
  return Buffer.from(`#!/usr/bin/env node\n${headLine({ version, leastNode: '20.19' })}\n${filling}`);
}

/** Has the database say that a router was told to become another agent; gives what it confirms then. */
export function tellOf(harness: Harness, { name, answer: { nodeId } }: Router) {
  const { store } = harness.controller;
  const content = agentOf('0.2.0');
  const [version, digest] = ['0.2.0', sha256(content)];
  const file = { sha256: digest, version, leastNode: '20.19', length: content.length, added: 1 };
  return store.transaction(() => {
    store.agents.put(file, content);
    const node = { nodeId, name, state: 'told' as const, step: '', reason: '', told: Date.now() };
    const { number } = store.upgrades.insert({
      ...{ state: 'running', reason: '', sha256: digest, version, windowS: 900, atOnce: 1, begun: 1 },
      nodes: [node],
    });
    return { number, sha256: digest, version };
  });
}
