import type { Run } from '../../shared/os/run.ts';
import type { CustomService } from '../config/services.ts';
import { runServiceCommand } from './command.ts';
import { differingFiles, present, removeFiles, writeFiles } from './destination.ts';
import type { FileState, ServiceFile } from './files.ts';
import { resolveOwner } from './owner.ts';

/**
 * What touches the folders of custom services and makes the services take what is there: the agent itself, or, where it
 * has no right to, the root helper.
 */
export interface ServiceHands {
  /** Names of the files that are not in the service's folder as they should be: content, owner, permissions. */
  differing(service: CustomService, wanted: readonly FileState[]): Promise<string[]>;
  /** Which of these names are in a folder. */
  present(destination: string, names: readonly string[]): Promise<string[]>;
  /** Puts files in place and takes others away, both for good when the promise resolves. */
  place(service: CustomService, files: readonly ServiceFile[], gone: readonly string[]): Promise<void>;
  /** Takes files out of a folder that has or had a service's, for good when the promise resolves. */
  remove(destination: string, names: readonly string[]): Promise<void>;
  /** Runs the service's reload command, if it has one. Throws as `runServiceCommand` does. */
  reload(service: CustomService, signal: AbortSignal): Promise<void>;
}

/** This process's own hands. */
export function ownHands(run: Run): ServiceHands {
  return {
    differing: async ({ destination, owner }, wanted) =>
      wanted.length === 0 ? [] : differingFiles(destination, wanted, await resolveOwner(run, owner)),
    present,
    place: async ({ destination, owner }, files, gone) => {
      await writeFiles(destination, files, await resolveOwner(run, owner));
      await removeFiles(destination, gone);
    },
    remove: removeFiles,
    reload: async (service, signal) => {
      if (service.reload === undefined) return;
      const { destination } = service;
      const places = { folder: destination, destination };
      await runServiceCommand(run, service, service.reload, places, signal);
    },
  };
}
