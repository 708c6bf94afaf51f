import { createEnvironment, type TemplateEnvironment } from './environment.ts';
import { renderNode } from './render.ts';
import type { FromChild, ToChild } from './renderer.ts';
import type { TemplateTree } from './templates.ts';

/**
 * The process that renders. Templates are code, so it has nothing: no keys, no database, no files, no network, a
 * user of its own (see confine.ts). It answers each request in turn, and ends when the controller does.
 */
let tree: TemplateTree = new Map();
let environment: TemplateEnvironment = createEnvironment(tree);

process.on('message', (message: ToChild) => {
  if (message.kind === 'templates') {
    tree = new Map(message.templates);
    environment = createEnvironment(tree);
  } else {
    process.send?.({ kind: 'begun' });
    process.send?.(answer(message));
  }
});

function answer(message: Exclude<ToChild, { kind: 'templates' }>): FromChild {
  if (message.kind === 'check') {
    const problems = [...tree.keys()].flatMap((path) => environment.check(path));
    return { kind: 'checked', problems } as FromChild;
  }
  return { kind: 'rendered', nodes: message.jobs.map((job) => renderNode(environment, job)) } as FromChild;
}
