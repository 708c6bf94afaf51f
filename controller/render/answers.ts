import { parseBundlePath } from '../../shared/bundle/path.ts';
import { outputsOf } from './outputs.ts';
import type { Request } from './process.ts';
import type { FromChild, RenderedNode, RenderJob } from './renderer.ts';

/**
 * Whether an answer is one to this request: the nodes that were asked for, and of each exactly the files that its
 * templates make, or what is wrong with them. Templates are code, so whoever answers may be somebody else's program.
 */
export function isAnswerTo(request: Request, answer: FromChild): boolean {
  if (request.kind === 'check') return answer.kind === 'checked';
  if (answer.kind !== 'rendered' || answer.nodes.length !== request.jobs.length) return false;
  return request.jobs.every((job, index) => {
    const node = answer.nodes[index];
    return node !== undefined && isOf(job, node);
  });
}

function isOf(job: RenderJob, { node, files, problems }: RenderedNode): boolean {
  if (node !== job.node) return false;
  if (problems.length > 0) return files.length === 0 && problems.length <= job.templates.length;
  const modes = new Map(outputsOf(job).map(({ path, mode }) => [path, mode]));
  return (
    files.length === modes.size &&
    new Set(files.map(({ path }) => path)).size === files.length &&
    files.every(({ path, mode }) => modes.get(path) === mode && parseBundlePath(path) !== undefined)
  );
}
