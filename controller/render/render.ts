import type { Problem } from '../inventory/problems.ts';
import { problemOf, type TemplateEnvironment } from './environment.ts';
import { outputsOf } from './outputs.ts';
import type { RenderedFile, RenderedNode, RenderJob } from './renderer.ts';

/** Renders a node: its files sorted by path, or a problem for each template that could not be rendered. */
export function renderNode(environment: TemplateEnvironment, job: RenderJob): RenderedNode {
  const files: RenderedFile[] = [];
  const problems = new Map<string, Problem>();
  for (const { path, template, mode, link } of outputsOf(job)) {
    // What is wrong with a template is wrong for each link.
    if (problems.has(template)) continue;
    const context = link === undefined ? job.context : { ...job.context, link };
    try {
      files.push({ path, content: environment.render(template, context), mode });
    } catch (error) {
      problems.set(template, problemOf(error, template));
    }
  }
  return problems.size > 0
    ? { node: job.node, files: [], problems: [...problems.values()] }
    : { node: job.node, files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), problems: [] };
}
