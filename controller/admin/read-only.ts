/**
 * Methods of AdminService that change nothing: they need no proof of who calls, and are not noted. Every other method
 * is taken for one that changes something, also one that nobody thought of here.
 */
const readOnly: ReadonlySet<string> = new Set([
  'Plan',
  'Check',
  'DiffReleases',
  'LookingGlass',
  'BeginSession',
  'OpenSession',
  'Why',
]);

/**
 * Whether a call changes nothing.
 *
 * @param path of the method, `/towline.v1.AdminService/Approve`
 */
export function isReadOnly(path: string, request: unknown): boolean {
  const name = methodName(path);
  return (
    readOnly.has(name) || asksForLevel(name, request) || /^(?:Get|List)[A-Z]/.test(name) || isDry(request)
  );
}

/** `Approve`. */
export function methodName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function asksForLevel(name: string, request: unknown): boolean {
  if (name !== 'SetLogLevel' || typeof request !== 'object' || request === null) return false;
  return 'level' in request && request.level === '';
}

function isDry(request: unknown): boolean {
  return typeof request === 'object' && request !== null && 'dryRun' in request && request.dryRun === true;
}
