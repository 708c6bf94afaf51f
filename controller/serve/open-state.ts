import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import type { ControllerConfig } from '../config/load.ts';
import { statePaths } from '../config/paths.ts';
import { type ControllerKeys, loadKeys } from '../keys/key-files.ts';
import { type MasterKey, openMasterKey } from '../keys/master-key.ts';
import { requirePrivateKeys } from '../keys/private-files.ts';
import { openSigning } from '../keys/signing.ts';
import { createMeters, type Meters } from '../metrics/meters.ts';
import { openStore, type Store } from '../store/store.ts';

/** What the state folder holds. */
export interface State {
  readonly store: Store;
  readonly keys: ControllerKeys;
  readonly masterKey: MasterKey;
  /** They count from the first look into the database on. */
  readonly meters: Meters;
}

/** Opens the state folder; its keys are looked at before anything else is. Throws `failed`, `conflict`. */
export async function openState(config: ControllerConfig, clock: Clock, log: Log): Promise<State> {
  const { keys: dir, database } = statePaths(config);
  requirePrivateKeys(dir);
  const loaded = await loadKeys(dir);
  const meters = createMeters();
  const store = openStore(database, meters.database);
  try {
    const signing = await openSigning({ store, dir, path: config.signing_key, clock, log });
    const credentials = process.env.CREDENTIALS_DIRECTORY;
    const masterKey = await openMasterKey({ store, dir, credentials });
    const keys = {
      ...loaded,
      signing,
      get master() {
        return masterKey.current();
      },
    };
    return { store, keys, masterKey, meters };
  } catch (error) {
    store.close();
    throw error;
  }
}
