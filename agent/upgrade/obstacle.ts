/** Why this agent cannot become another one on this machine; empty if it can. */
export function upgradeObstacle(env: Readonly<Record<string, string | undefined>>, pid: number): string {
  if (pid === 1) return 'it runs in a container: bring another image';
  return env.TOWLINE_SUPERVISED === '1'
    ? ''
    : 'nothing would start it again when it ends: use the units of the package, or set TOWLINE_SUPERVISED=1 where its service restarts it always';
}
