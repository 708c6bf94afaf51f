import type { RenderJob } from './renderer.ts';

/** Nodes and links in a batch: enough that the way to another process costs little, and no great heap of files. */
const nodesPerBatch = 32;
const linksPerBatch = 256;

/** Jobs in pieces of some size, in their order. */
export function* batchesOf(jobs: Iterable<RenderJob>): Generator<RenderJob[]> {
  let batch: RenderJob[] = [];
  let links = 0;
  for (const job of jobs) {
    batch.push(job);
    links += job.context.links.length;
    if (batch.length < nodesPerBatch && links < linksPerBatch) continue;
    yield batch;
    batch = [];
    links = 0;
  }
  if (batch.length > 0) yield batch;
}
