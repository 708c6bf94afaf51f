import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { bad, type Check, type Finding, good, warn } from '../../shared/doctor/finding.ts';
import { messageOf } from '../../shared/errors.ts';
import type { ControllerConfig } from '../config/load.ts';
import { statePaths } from '../config/paths.ts';
import { loadKeyHash } from '../keys/key-files.ts';
import { requirePrivateKeys } from '../keys/private-files.ts';
import { readSigningKey, signingKeyFiles } from '../keys/signing-files.ts';
import { newestVersion } from '../store/migrations.ts';

const anew = "restore a backup: 'towline restore FILE' (docs/backup.md)";

/** Looks at the keys: there, readable by this user, by nobody else. None of them is shown. */
export function keysCheck(config: ControllerConfig): Check {
  const check = 'keys';
  const { keys } = statePaths(config);
  const look = async (): Promise<Finding> => {
    if (!existsSync(keys))
      return bad(check, `${keys} is not there`, "run 'towline init', or restore a backup");
    try {
      requirePrivateKeys(keys);
      await loadKeyHash(keys);
      for (const file of await signingKeyFiles(keys)) await readSigningKey(join(keys, file), 0);
    } catch (error) {
      return bad(
        check,
        messageOf(error),
        `see that ${keys} and the files in it are the controller's own, or ${anew}`,
      );
    }
    const { signing_key: elsewhere } = config;
    if (elsewhere !== undefined && !existsSync(elsewhere))
      return warn(
        check,
        `signing_key: ${elsewhere} is not there now`,
        'it is needed when the controller starts (docs/signing.md)',
      );
    return good(check, `${keys}, closed to others`);
  };
  return { name: check, look };
}

/** Looks at the database: whole, and of a version that this program knows. It is only read. */
export function databaseCheck(config: ControllerConfig): Check {
  const check = 'database';
  const { database: path } = statePaths(config);
  const look = async (): Promise<Finding> => {
    if (!existsSync(path))
      return bad(check, `${path} is not there`, "run 'towline init', or restore a backup");
    let db: Database.Database | undefined;
    try {
      db = new Database(path, { readonly: true, fileMustExist: true });
      const found = db.pragma('quick_check(1)', { simple: true });
      if (found !== 'ok') return bad(check, `${path} is damaged: ${found}`, anew);
      const version = Number(db.pragma('user_version', { simple: true }));
      if (version > newestVersion)
        return bad(
          check,
          `version ${version}, and this program knows ${newestVersion}`,
          'install the newer towline again',
        );
      return good(check, `whole, version ${version}`);
    } catch (error) {
      return bad(check, `${path} cannot be read: ${messageOf(error)}`, anew);
    } finally {
      db?.close();
    }
  };
  return { name: check, look };
}
