import { createEnvironment } from '../../controller/render/environment.ts';
import { renderNode } from '../../controller/render/render.ts';
import type { Renderer } from '../../controller/render/renderer.ts';

/** Renders in this process: what the confined processes do, without them. */
export const localRenderer: Renderer = {
  async check(templates) {
    const environment = createEnvironment(templates);
    return [...templates.keys()].flatMap((path) => environment.check(path) ?? []);
  },
  async *render(templates, jobs) {
    const environment = createEnvironment(templates);
    for (const job of jobs) yield renderNode(environment, job);
  },
  async close() {},
};
