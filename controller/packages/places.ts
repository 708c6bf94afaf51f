import { join } from 'node:path';

/** The folder with package.json: in a checkout that of the sources, in the controller's package `/usr/lib/towline`. */
const top = join(import.meta.dirname, import.meta.filename.endsWith('.ts') ? '../..' : '../../..');

/** The script that makes a machine a router. */
export const bootstrapScriptPath = join(top, 'packaging/bootstrap/bootstrap.sh');

/** Packages that came with the controller: its own package has some, `npm run package` makes them beside the sources. */
export const shippedPackagesFolder = join(top, 'packages');
