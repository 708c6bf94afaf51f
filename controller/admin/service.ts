import type { AdminServiceHandlers } from '../../shared/gen/towline/v1/AdminService.ts';
import { streaming, unary } from '../serve/handlers.ts';
import type { UnderWay } from '../serve/under-way.ts';
import { abortAgentUpgrade } from './abort-agent-upgrade.ts';
import { abortRollout } from './abort-rollout.ts';
import { abortTunnelMove } from './abort-tunnel-move.ts';
import { activate } from './activate.ts';
import { addNode } from './add-node.ts';
import { addSite } from './add-site.ts';
import { approve } from './approve.ts';
import { audited } from './audited.ts';
import { backup } from './backup.ts';
import { beginAgentUpgrade } from './begin-agent-upgrade.ts';
import { beginRollout } from './begin-rollout.ts';
import { beginSession } from './begin-session.ts';
import { beginTunnelMove } from './begin-tunnel-move.ts';
import { check } from './check.ts';
import { commit } from './commit.ts';
import type { AdminContext } from './context.ts';
import { createToken } from './create-token.ts';
import { deny } from './deny.ts';
import { diffReleases } from './diff-releases.ts';
import { finishTunnelMove } from './finish-tunnel-move.ts';
import { getAgentUpgrade } from './get-agent-upgrade.ts';
import { getNode } from './get-node.ts';
import { getRelease } from './get-release.ts';
import { getRollout } from './get-rollout.ts';
import { getSigningKeys } from './get-signing-keys.ts';
import { getSite } from './get-site.ts';
import { getStatus } from './get-status.ts';
import { getTunnel } from './get-tunnel.ts';
import { getValue } from './get-value.ts';
import { listAgentVersions } from './list-agent-versions.ts';
import { listEvents } from './list-events.ts';
import { listHistory } from './list-history.ts';
import { listHosts } from './list-hosts.ts';
import { listLog } from './list-log.ts';
import { listNodes } from './list-nodes.ts';
import { listPending } from './list-pending.ts';
import { listReleases } from './list-releases.ts';
import { listRollouts } from './list-rollouts.ts';
import { listSites } from './list-sites.ts';
import { listTokens } from './list-tokens.ts';
import { lookingGlass } from './looking-glass.ts';
import { openSession } from './open-session.ts';
import { pauseRollout } from './pause-rollout.ts';
import { plan } from './plan.ts';
import { removeNode } from './remove-node.ts';
import { removeSite } from './remove-site.ts';
import { resumeRollout } from './resume-rollout.ts';
import { retireSigningKeys } from './retire-signing-keys.ts';
import { revokeNode } from './revoke-node.ts';
import { revokeToken } from './revoke-token.ts';
import { rollback } from './rollback.ts';
import { rotateLinkKey } from './rotate-link-key.ts';
import { rotateMasterKey } from './rotate-master-key.ts';
import { rotatePsks } from './rotate-psks.ts';
import { rotateSigningKey } from './rotate-signing-key.ts';
import { setLogLevel } from './set-log-level.ts';
import { setValue } from './set-value.ts';
import type { AdminCall } from './stream.ts';
import { unquarantine } from './unquarantine.ts';
import { why } from './why.ts';

/** AdminService, a method a file; each call goes through the audit. */
export function adminService(context: AdminContext, { track }: UnderWay): AdminServiceHandlers {
  const serve = <Request, Response>(
    handle: (context: AdminContext, request: Request) => Promise<Response> | Response,
  ) =>
    unary<Request, Response>(context.log, (request, call) =>
      track(audited(context, call, (own) => handle(own, request))),
    );
  const stream = <Request, Response>(
    handle: (context: AdminContext, call: AdminCall<Request, Response>) => Promise<void>,
  ) =>
    streaming<Request, Response>(context.log, (_request, call) =>
      track(audited(context, call, (own) => handle(own, call))),
    );
  return {
    GetStatus: serve(getStatus),
    ListSites: serve(listSites),
    AddSite: serve(addSite),
    GetSite: serve(getSite),
    RemoveSite: serve(removeSite),
    ListHosts: serve(listHosts),
    ListNodes: serve(listNodes),
    AddNode: serve(addNode),
    GetNode: serve(getNode),
    RemoveNode: serve(removeNode),
    GetValue: serve(getValue),
    SetValue: serve(setValue),
    Plan: stream(plan),
    Check: stream(check),
    Commit: stream(commit),
    Activate: serve(activate),
    BeginRollout: serve(beginRollout),
    GetRollout: serve(getRollout),
    ListRollouts: serve(listRollouts),
    PauseRollout: serve(pauseRollout),
    ResumeRollout: serve(resumeRollout),
    AbortRollout: serve(abortRollout),
    ListReleases: serve(listReleases),
    GetRelease: serve(getRelease),
    DiffReleases: stream(diffReleases),
    Rollback: stream(rollback),
    ListLog: serve(listLog),
    ListPending: serve(listPending),
    Approve: serve(approve),
    Deny: serve(deny),
    CreateToken: serve(createToken),
    ListTokens: serve(listTokens),
    RevokeToken: serve(revokeToken),
    GetTunnel: serve(getTunnel),
    BeginTunnelMove: serve(beginTunnelMove),
    FinishTunnelMove: serve(finishTunnelMove),
    AbortTunnelMove: serve(abortTunnelMove),
    BeginSession: serve(beginSession),
    OpenSession: serve(openSession),
    ListHistory: serve(listHistory),
    LookingGlass: serve(lookingGlass),
    Why: serve(why),
    ListEvents: stream(listEvents),
    RotateMasterKey: serve(rotateMasterKey),
    GetSigningKeys: serve(getSigningKeys),
    RotateSigningKey: serve(rotateSigningKey),
    RetireSigningKeys: serve(retireSigningKeys),
    RevokeNode: serve(revokeNode),
    RotateLinkKey: serve(rotateLinkKey),
    RotatePsks: serve(rotatePsks),
    BeginAgentUpgrade: serve(beginAgentUpgrade),
    GetAgentUpgrade: serve(getAgentUpgrade),
    AbortAgentUpgrade: serve(abortAgentUpgrade),
    ListAgentVersions: serve(listAgentVersions),
    SetLogLevel: serve(setLogLevel),
    Unquarantine: serve(unquarantine),
    Backup: stream(backup),
  };
}
