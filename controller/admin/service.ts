import type { AdminServiceHandlers } from '../../shared/gen/towline/v1/AdminService.ts';
import { streaming, unary } from '../serve/handlers.ts';
import { abortTunnelMove } from './abort-tunnel-move.ts';
import { activate } from './activate.ts';
import { addNode } from './add-node.ts';
import { addSite } from './add-site.ts';
import { approve } from './approve.ts';
import { beginTunnelMove } from './begin-tunnel-move.ts';
import { check } from './check.ts';
import { commit } from './commit.ts';
import type { AdminContext } from './context.ts';
import { deny } from './deny.ts';
import { diffReleases } from './diff-releases.ts';
import { finishTunnelMove } from './finish-tunnel-move.ts';
import { getNode } from './get-node.ts';
import { getRelease } from './get-release.ts';
import { getSite } from './get-site.ts';
import { getStatus } from './get-status.ts';
import { getTunnel } from './get-tunnel.ts';
import { getValue } from './get-value.ts';
import { listLog } from './list-log.ts';
import { listNodes } from './list-nodes.ts';
import { listPending } from './list-pending.ts';
import { listReleases } from './list-releases.ts';
import { listSites } from './list-sites.ts';
import { plan } from './plan.ts';
import { removeNode } from './remove-node.ts';
import { removeSite } from './remove-site.ts';
import { rollback } from './rollback.ts';
import { setValue } from './set-value.ts';
import type { AdminCall } from './stream.ts';
import { unquarantine } from './unquarantine.ts';

/** AdminService, a method a file. */
export function adminService(context: AdminContext): AdminServiceHandlers {
  const serve = <Request, Response>(
    handle: (context: AdminContext, request: Request) => Promise<Response> | Response,
  ) => unary<Request, Response>(context.log, (request) => handle(context, request));
  const stream = <Request, Response>(
    handle: (context: AdminContext, call: AdminCall<Request, Response>) => Promise<void>,
  ) => streaming<Request, Response>(context.log, (_request, call) => handle(context, call));
  return {
    GetStatus: serve(getStatus),
    ListSites: serve(listSites),
    AddSite: serve(addSite),
    GetSite: serve(getSite),
    RemoveSite: serve(removeSite),
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
    ListReleases: serve(listReleases),
    GetRelease: serve(getRelease),
    DiffReleases: stream(diffReleases),
    Rollback: stream(rollback),
    ListLog: serve(listLog),
    ListPending: serve(listPending),
    Approve: serve(approve),
    Deny: serve(deny),
    GetTunnel: serve(getTunnel),
    BeginTunnelMove: serve(beginTunnelMove),
    FinishTunnelMove: serve(finishTunnelMove),
    AbortTunnelMove: serve(abortTunnelMove),
    Unquarantine: serve(unquarantine),
  };
}
