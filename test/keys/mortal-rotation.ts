// Rotates the master key of a state folder and is killed at the step that it is given: a program of its own, so that
// nothing is left but what is on the disk.
import { createAudit } from '../../controller/audit/audit.ts';
import { type KeyFolder, keyFolder, openMasterKey } from '../../controller/keys/master-key.ts';
import { openStore } from '../../controller/store/store.ts';
import { systemClock } from '../../shared/os/clock.ts';

const [database = '', dir = '', step = ''] = process.argv.slice(2);
let steps = 0;

/** One step further; the last one is never passed. */
function pass(what: string): void {
  if (++steps !== Number(step)) return;
  process.stdout.write(what);
  process.kill(process.pid, 'SIGKILL');
}

const folder = keyFolder(dir);
const mortal: KeyFolder = {
  async write(name, key) {
    pass('before the new key is written');
    await folder.write(name, key);
    pass('after the new key is written');
  },
  async rename(from, to) {
    pass('before the new key is in its place');
    await folder.rename(from, to);
    pass('after the new key is in its place');
  },
  async remove(name) {
    pass('before a key is removed');
    await folder.remove(name);
    pass('after a key is removed');
  },
};

const store = openStore(database);
const { psks, masterKey } = store;
const watched = {
  ...store,
  psks: {
    ...psks,
    reseal(from: Uint8Array, to: Uint8Array) {
      pass('before secrets are encrypted');
      const count = psks.reseal(from, to);
      pass('after secrets are encrypted, before the id is noted');
      return count;
    },
  },
  masterKey: {
    ...masterKey,
    setId(id: Buffer) {
      masterKey.setId(id);
      pass('before the transaction ends');
    },
    scrub() {
      pass('after the transaction');
      return masterKey.scrub();
    },
  },
};
const master = await openMasterKey({ store: watched, dir, folder: mortal });
await master.rotate(createAudit(store.events, systemClock));
store.close();
process.stdout.write('done');
