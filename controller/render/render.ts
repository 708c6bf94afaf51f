import type { Problem } from '../inventory/problems.ts';
import { problemOf, type TemplateEnvironment } from './environment.ts';
import type { RenderedFile, RenderedNode, RenderJob } from './renderer.ts';

/** Rendered once a link instead of once a node; the file is named after the interface. */
const perLink = 'wireguard/link.conf.njk';

/** Renders a node: its files sorted by path, or a problem for each template that could not be rendered. */
export function renderNode(environment: TemplateEnvironment, job: RenderJob): RenderedNode {
  const files: RenderedFile[] = [];
  const problems: Problem[] = [];
  const add = (path: string, template: string, context: object, mode: number) => {
    try {
      files.push({ path, content: environment.render(template, context), mode });
    } catch (error) {
      problems.push(problemOf(error, template));
    }
  };
  for (const [name, template] of job.templates) {
    if (name !== perLink) {
      add(name.replace(/\.njk$/, ''), template, job.context, 0o644);
      continue;
    }
    for (const link of job.context.links) {
      add(`wireguard/${link.interface}.conf`, template, { ...job.context, link }, 0o600);
      // What is wrong with the template is wrong for each link.
      if (problems.length > 0) break;
    }
  }
  return problems.length > 0
    ? { node: job.node, files: [], problems }
    : { node: job.node, files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), problems };
}
