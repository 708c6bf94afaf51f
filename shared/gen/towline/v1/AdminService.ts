// Original file: proto/towline/v1/admin.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AbortTunnelMoveRequestInput as _towline_v1_AbortTunnelMoveRequestInput, AbortTunnelMoveRequest as _towline_v1_AbortTunnelMoveRequest } from '../../towline/v1/AbortTunnelMoveRequest.ts';
import type { AbortTunnelMoveResponseInput as _towline_v1_AbortTunnelMoveResponseInput, AbortTunnelMoveResponse as _towline_v1_AbortTunnelMoveResponse } from '../../towline/v1/AbortTunnelMoveResponse.ts';
import type { ActivateRequestInput as _towline_v1_ActivateRequestInput, ActivateRequest as _towline_v1_ActivateRequest } from '../../towline/v1/ActivateRequest.ts';
import type { ActivateResponseInput as _towline_v1_ActivateResponseInput, ActivateResponse as _towline_v1_ActivateResponse } from '../../towline/v1/ActivateResponse.ts';
import type { AddNodeRequestInput as _towline_v1_AddNodeRequestInput, AddNodeRequest as _towline_v1_AddNodeRequest } from '../../towline/v1/AddNodeRequest.ts';
import type { AddNodeResponseInput as _towline_v1_AddNodeResponseInput, AddNodeResponse as _towline_v1_AddNodeResponse } from '../../towline/v1/AddNodeResponse.ts';
import type { AddSiteRequestInput as _towline_v1_AddSiteRequestInput, AddSiteRequest as _towline_v1_AddSiteRequest } from '../../towline/v1/AddSiteRequest.ts';
import type { AddSiteResponseInput as _towline_v1_AddSiteResponseInput, AddSiteResponse as _towline_v1_AddSiteResponse } from '../../towline/v1/AddSiteResponse.ts';
import type { ApproveRequestInput as _towline_v1_ApproveRequestInput, ApproveRequest as _towline_v1_ApproveRequest } from '../../towline/v1/ApproveRequest.ts';
import type { ApproveResponseInput as _towline_v1_ApproveResponseInput, ApproveResponse as _towline_v1_ApproveResponse } from '../../towline/v1/ApproveResponse.ts';
import type { BeginTunnelMoveRequestInput as _towline_v1_BeginTunnelMoveRequestInput, BeginTunnelMoveRequest as _towline_v1_BeginTunnelMoveRequest } from '../../towline/v1/BeginTunnelMoveRequest.ts';
import type { BeginTunnelMoveResponseInput as _towline_v1_BeginTunnelMoveResponseInput, BeginTunnelMoveResponse as _towline_v1_BeginTunnelMoveResponse } from '../../towline/v1/BeginTunnelMoveResponse.ts';
import type { CheckRequestInput as _towline_v1_CheckRequestInput, CheckRequest as _towline_v1_CheckRequest } from '../../towline/v1/CheckRequest.ts';
import type { CheckResponseInput as _towline_v1_CheckResponseInput, CheckResponse as _towline_v1_CheckResponse } from '../../towline/v1/CheckResponse.ts';
import type { CommitRequestInput as _towline_v1_CommitRequestInput, CommitRequest as _towline_v1_CommitRequest } from '../../towline/v1/CommitRequest.ts';
import type { CommitResponseInput as _towline_v1_CommitResponseInput, CommitResponse as _towline_v1_CommitResponse } from '../../towline/v1/CommitResponse.ts';
import type { DenyRequestInput as _towline_v1_DenyRequestInput, DenyRequest as _towline_v1_DenyRequest } from '../../towline/v1/DenyRequest.ts';
import type { DenyResponseInput as _towline_v1_DenyResponseInput, DenyResponse as _towline_v1_DenyResponse } from '../../towline/v1/DenyResponse.ts';
import type { DiffReleasesRequestInput as _towline_v1_DiffReleasesRequestInput, DiffReleasesRequest as _towline_v1_DiffReleasesRequest } from '../../towline/v1/DiffReleasesRequest.ts';
import type { DiffReleasesResponseInput as _towline_v1_DiffReleasesResponseInput, DiffReleasesResponse as _towline_v1_DiffReleasesResponse } from '../../towline/v1/DiffReleasesResponse.ts';
import type { FinishTunnelMoveRequestInput as _towline_v1_FinishTunnelMoveRequestInput, FinishTunnelMoveRequest as _towline_v1_FinishTunnelMoveRequest } from '../../towline/v1/FinishTunnelMoveRequest.ts';
import type { FinishTunnelMoveResponseInput as _towline_v1_FinishTunnelMoveResponseInput, FinishTunnelMoveResponse as _towline_v1_FinishTunnelMoveResponse } from '../../towline/v1/FinishTunnelMoveResponse.ts';
import type { GetNodeRequestInput as _towline_v1_GetNodeRequestInput, GetNodeRequest as _towline_v1_GetNodeRequest } from '../../towline/v1/GetNodeRequest.ts';
import type { GetNodeResponseInput as _towline_v1_GetNodeResponseInput, GetNodeResponse as _towline_v1_GetNodeResponse } from '../../towline/v1/GetNodeResponse.ts';
import type { GetReleaseRequestInput as _towline_v1_GetReleaseRequestInput, GetReleaseRequest as _towline_v1_GetReleaseRequest } from '../../towline/v1/GetReleaseRequest.ts';
import type { GetReleaseResponseInput as _towline_v1_GetReleaseResponseInput, GetReleaseResponse as _towline_v1_GetReleaseResponse } from '../../towline/v1/GetReleaseResponse.ts';
import type { GetSiteRequestInput as _towline_v1_GetSiteRequestInput, GetSiteRequest as _towline_v1_GetSiteRequest } from '../../towline/v1/GetSiteRequest.ts';
import type { GetSiteResponseInput as _towline_v1_GetSiteResponseInput, GetSiteResponse as _towline_v1_GetSiteResponse } from '../../towline/v1/GetSiteResponse.ts';
import type { GetStatusRequestInput as _towline_v1_GetStatusRequestInput, GetStatusRequest as _towline_v1_GetStatusRequest } from '../../towline/v1/GetStatusRequest.ts';
import type { GetStatusResponseInput as _towline_v1_GetStatusResponseInput, GetStatusResponse as _towline_v1_GetStatusResponse } from '../../towline/v1/GetStatusResponse.ts';
import type { GetTunnelRequestInput as _towline_v1_GetTunnelRequestInput, GetTunnelRequest as _towline_v1_GetTunnelRequest } from '../../towline/v1/GetTunnelRequest.ts';
import type { GetTunnelResponseInput as _towline_v1_GetTunnelResponseInput, GetTunnelResponse as _towline_v1_GetTunnelResponse } from '../../towline/v1/GetTunnelResponse.ts';
import type { GetValueRequestInput as _towline_v1_GetValueRequestInput, GetValueRequest as _towline_v1_GetValueRequest } from '../../towline/v1/GetValueRequest.ts';
import type { GetValueResponseInput as _towline_v1_GetValueResponseInput, GetValueResponse as _towline_v1_GetValueResponse } from '../../towline/v1/GetValueResponse.ts';
import type { ListLogRequestInput as _towline_v1_ListLogRequestInput, ListLogRequest as _towline_v1_ListLogRequest } from '../../towline/v1/ListLogRequest.ts';
import type { ListLogResponseInput as _towline_v1_ListLogResponseInput, ListLogResponse as _towline_v1_ListLogResponse } from '../../towline/v1/ListLogResponse.ts';
import type { ListNodesRequestInput as _towline_v1_ListNodesRequestInput, ListNodesRequest as _towline_v1_ListNodesRequest } from '../../towline/v1/ListNodesRequest.ts';
import type { ListNodesResponseInput as _towline_v1_ListNodesResponseInput, ListNodesResponse as _towline_v1_ListNodesResponse } from '../../towline/v1/ListNodesResponse.ts';
import type { ListPendingRequestInput as _towline_v1_ListPendingRequestInput, ListPendingRequest as _towline_v1_ListPendingRequest } from '../../towline/v1/ListPendingRequest.ts';
import type { ListPendingResponseInput as _towline_v1_ListPendingResponseInput, ListPendingResponse as _towline_v1_ListPendingResponse } from '../../towline/v1/ListPendingResponse.ts';
import type { ListReleasesRequestInput as _towline_v1_ListReleasesRequestInput, ListReleasesRequest as _towline_v1_ListReleasesRequest } from '../../towline/v1/ListReleasesRequest.ts';
import type { ListReleasesResponseInput as _towline_v1_ListReleasesResponseInput, ListReleasesResponse as _towline_v1_ListReleasesResponse } from '../../towline/v1/ListReleasesResponse.ts';
import type { ListSitesRequestInput as _towline_v1_ListSitesRequestInput, ListSitesRequest as _towline_v1_ListSitesRequest } from '../../towline/v1/ListSitesRequest.ts';
import type { ListSitesResponseInput as _towline_v1_ListSitesResponseInput, ListSitesResponse as _towline_v1_ListSitesResponse } from '../../towline/v1/ListSitesResponse.ts';
import type { PlanRequestInput as _towline_v1_PlanRequestInput, PlanRequest as _towline_v1_PlanRequest } from '../../towline/v1/PlanRequest.ts';
import type { PlanResponseInput as _towline_v1_PlanResponseInput, PlanResponse as _towline_v1_PlanResponse } from '../../towline/v1/PlanResponse.ts';
import type { RemoveNodeRequestInput as _towline_v1_RemoveNodeRequestInput, RemoveNodeRequest as _towline_v1_RemoveNodeRequest } from '../../towline/v1/RemoveNodeRequest.ts';
import type { RemoveNodeResponseInput as _towline_v1_RemoveNodeResponseInput, RemoveNodeResponse as _towline_v1_RemoveNodeResponse } from '../../towline/v1/RemoveNodeResponse.ts';
import type { RemoveSiteRequestInput as _towline_v1_RemoveSiteRequestInput, RemoveSiteRequest as _towline_v1_RemoveSiteRequest } from '../../towline/v1/RemoveSiteRequest.ts';
import type { RemoveSiteResponseInput as _towline_v1_RemoveSiteResponseInput, RemoveSiteResponse as _towline_v1_RemoveSiteResponse } from '../../towline/v1/RemoveSiteResponse.ts';
import type { RollbackRequestInput as _towline_v1_RollbackRequestInput, RollbackRequest as _towline_v1_RollbackRequest } from '../../towline/v1/RollbackRequest.ts';
import type { RollbackResponseInput as _towline_v1_RollbackResponseInput, RollbackResponse as _towline_v1_RollbackResponse } from '../../towline/v1/RollbackResponse.ts';
import type { SetValueRequestInput as _towline_v1_SetValueRequestInput, SetValueRequest as _towline_v1_SetValueRequest } from '../../towline/v1/SetValueRequest.ts';
import type { SetValueResponseInput as _towline_v1_SetValueResponseInput, SetValueResponse as _towline_v1_SetValueResponse } from '../../towline/v1/SetValueResponse.ts';
import type { UnquarantineRequestInput as _towline_v1_UnquarantineRequestInput, UnquarantineRequest as _towline_v1_UnquarantineRequest } from '../../towline/v1/UnquarantineRequest.ts';
import type { UnquarantineResponseInput as _towline_v1_UnquarantineResponseInput, UnquarantineResponse as _towline_v1_UnquarantineResponse } from '../../towline/v1/UnquarantineResponse.ts';

/**
 * AdminService is what the command line speaks to, over the controller's Unix
 * socket. Who may open the socket is an admin. An error in the inventory comes
 * back as FAILED_PRECONDITION with one line a problem in its message.
 */
export interface AdminServiceClient extends grpc.Client {
  /**
   * AbortTunnelMove calls the nodes back to the old end.
   */
  AbortTunnelMove(argument: _towline_v1_AbortTunnelMoveRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AbortTunnelMoveResponse>): grpc.ClientUnaryCall;
  AbortTunnelMove(argument: _towline_v1_AbortTunnelMoveRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_AbortTunnelMoveResponse>): grpc.ClientUnaryCall;
  AbortTunnelMove(argument: _towline_v1_AbortTunnelMoveRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AbortTunnelMoveResponse>): grpc.ClientUnaryCall;
  AbortTunnelMove(argument: _towline_v1_AbortTunnelMoveRequestInput, callback: grpc.requestCallback<_towline_v1_AbortTunnelMoveResponse>): grpc.ClientUnaryCall;
  /**
   * AbortTunnelMove calls the nodes back to the old end.
   */
  abortTunnelMove(argument: _towline_v1_AbortTunnelMoveRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AbortTunnelMoveResponse>): grpc.ClientUnaryCall;
  abortTunnelMove(argument: _towline_v1_AbortTunnelMoveRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_AbortTunnelMoveResponse>): grpc.ClientUnaryCall;
  abortTunnelMove(argument: _towline_v1_AbortTunnelMoveRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AbortTunnelMoveResponse>): grpc.ClientUnaryCall;
  abortTunnelMove(argument: _towline_v1_AbortTunnelMoveRequestInput, callback: grpc.requestCallback<_towline_v1_AbortTunnelMoveResponse>): grpc.ClientUnaryCall;
  
  /**
   * Activate makes a release the one that nodes should run.
   */
  Activate(argument: _towline_v1_ActivateRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ActivateResponse>): grpc.ClientUnaryCall;
  Activate(argument: _towline_v1_ActivateRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ActivateResponse>): grpc.ClientUnaryCall;
  Activate(argument: _towline_v1_ActivateRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ActivateResponse>): grpc.ClientUnaryCall;
  Activate(argument: _towline_v1_ActivateRequestInput, callback: grpc.requestCallback<_towline_v1_ActivateResponse>): grpc.ClientUnaryCall;
  /**
   * Activate makes a release the one that nodes should run.
   */
  activate(argument: _towline_v1_ActivateRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ActivateResponse>): grpc.ClientUnaryCall;
  activate(argument: _towline_v1_ActivateRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ActivateResponse>): grpc.ClientUnaryCall;
  activate(argument: _towline_v1_ActivateRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ActivateResponse>): grpc.ClientUnaryCall;
  activate(argument: _towline_v1_ActivateRequestInput, callback: grpc.requestCallback<_towline_v1_ActivateResponse>): grpc.ClientUnaryCall;
  
  /**
   * AddNode adds a node to the inventory's work tree.
   */
  AddNode(argument: _towline_v1_AddNodeRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AddNodeResponse>): grpc.ClientUnaryCall;
  AddNode(argument: _towline_v1_AddNodeRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_AddNodeResponse>): grpc.ClientUnaryCall;
  AddNode(argument: _towline_v1_AddNodeRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AddNodeResponse>): grpc.ClientUnaryCall;
  AddNode(argument: _towline_v1_AddNodeRequestInput, callback: grpc.requestCallback<_towline_v1_AddNodeResponse>): grpc.ClientUnaryCall;
  /**
   * AddNode adds a node to the inventory's work tree.
   */
  addNode(argument: _towline_v1_AddNodeRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AddNodeResponse>): grpc.ClientUnaryCall;
  addNode(argument: _towline_v1_AddNodeRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_AddNodeResponse>): grpc.ClientUnaryCall;
  addNode(argument: _towline_v1_AddNodeRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AddNodeResponse>): grpc.ClientUnaryCall;
  addNode(argument: _towline_v1_AddNodeRequestInput, callback: grpc.requestCallback<_towline_v1_AddNodeResponse>): grpc.ClientUnaryCall;
  
  /**
   * AddSite adds a site to the inventory's work tree.
   */
  AddSite(argument: _towline_v1_AddSiteRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AddSiteResponse>): grpc.ClientUnaryCall;
  AddSite(argument: _towline_v1_AddSiteRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_AddSiteResponse>): grpc.ClientUnaryCall;
  AddSite(argument: _towline_v1_AddSiteRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AddSiteResponse>): grpc.ClientUnaryCall;
  AddSite(argument: _towline_v1_AddSiteRequestInput, callback: grpc.requestCallback<_towline_v1_AddSiteResponse>): grpc.ClientUnaryCall;
  /**
   * AddSite adds a site to the inventory's work tree.
   */
  addSite(argument: _towline_v1_AddSiteRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AddSiteResponse>): grpc.ClientUnaryCall;
  addSite(argument: _towline_v1_AddSiteRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_AddSiteResponse>): grpc.ClientUnaryCall;
  addSite(argument: _towline_v1_AddSiteRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AddSiteResponse>): grpc.ClientUnaryCall;
  addSite(argument: _towline_v1_AddSiteRequestInput, callback: grpc.requestCallback<_towline_v1_AddSiteResponse>): grpc.ClientUnaryCall;
  
  /**
   * Approve makes a router that asked to join a node.
   */
  Approve(argument: _towline_v1_ApproveRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ApproveResponse>): grpc.ClientUnaryCall;
  Approve(argument: _towline_v1_ApproveRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ApproveResponse>): grpc.ClientUnaryCall;
  Approve(argument: _towline_v1_ApproveRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ApproveResponse>): grpc.ClientUnaryCall;
  Approve(argument: _towline_v1_ApproveRequestInput, callback: grpc.requestCallback<_towline_v1_ApproveResponse>): grpc.ClientUnaryCall;
  /**
   * Approve makes a router that asked to join a node.
   */
  approve(argument: _towline_v1_ApproveRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ApproveResponse>): grpc.ClientUnaryCall;
  approve(argument: _towline_v1_ApproveRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ApproveResponse>): grpc.ClientUnaryCall;
  approve(argument: _towline_v1_ApproveRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ApproveResponse>): grpc.ClientUnaryCall;
  approve(argument: _towline_v1_ApproveRequestInput, callback: grpc.requestCallback<_towline_v1_ApproveResponse>): grpc.ClientUnaryCall;
  
  /**
   * BeginTunnelMove tells the nodes another place of the controller's end.
   */
  BeginTunnelMove(argument: _towline_v1_BeginTunnelMoveRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_BeginTunnelMoveResponse>): grpc.ClientUnaryCall;
  BeginTunnelMove(argument: _towline_v1_BeginTunnelMoveRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_BeginTunnelMoveResponse>): grpc.ClientUnaryCall;
  BeginTunnelMove(argument: _towline_v1_BeginTunnelMoveRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_BeginTunnelMoveResponse>): grpc.ClientUnaryCall;
  BeginTunnelMove(argument: _towline_v1_BeginTunnelMoveRequestInput, callback: grpc.requestCallback<_towline_v1_BeginTunnelMoveResponse>): grpc.ClientUnaryCall;
  /**
   * BeginTunnelMove tells the nodes another place of the controller's end.
   */
  beginTunnelMove(argument: _towline_v1_BeginTunnelMoveRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_BeginTunnelMoveResponse>): grpc.ClientUnaryCall;
  beginTunnelMove(argument: _towline_v1_BeginTunnelMoveRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_BeginTunnelMoveResponse>): grpc.ClientUnaryCall;
  beginTunnelMove(argument: _towline_v1_BeginTunnelMoveRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_BeginTunnelMoveResponse>): grpc.ClientUnaryCall;
  beginTunnelMove(argument: _towline_v1_BeginTunnelMoveRequestInput, callback: grpc.requestCallback<_towline_v1_BeginTunnelMoveResponse>): grpc.ClientUnaryCall;
  
  /**
   * Check compiles the work tree and looks at the network as a whole.
   */
  Check(argument: _towline_v1_CheckRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_CheckResponse>;
  Check(argument: _towline_v1_CheckRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_CheckResponse>;
  /**
   * Check compiles the work tree and looks at the network as a whole.
   */
  check(argument: _towline_v1_CheckRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_CheckResponse>;
  check(argument: _towline_v1_CheckRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_CheckResponse>;
  
  /**
   * Commit commits the work tree and makes a release of it.
   */
  Commit(argument: _towline_v1_CommitRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_CommitResponse>;
  Commit(argument: _towline_v1_CommitRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_CommitResponse>;
  /**
   * Commit commits the work tree and makes a release of it.
   */
  commit(argument: _towline_v1_CommitRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_CommitResponse>;
  commit(argument: _towline_v1_CommitRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_CommitResponse>;
  
  /**
   * Deny refuses a router that asked to join.
   */
  Deny(argument: _towline_v1_DenyRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_DenyResponse>): grpc.ClientUnaryCall;
  Deny(argument: _towline_v1_DenyRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_DenyResponse>): grpc.ClientUnaryCall;
  Deny(argument: _towline_v1_DenyRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_DenyResponse>): grpc.ClientUnaryCall;
  Deny(argument: _towline_v1_DenyRequestInput, callback: grpc.requestCallback<_towline_v1_DenyResponse>): grpc.ClientUnaryCall;
  /**
   * Deny refuses a router that asked to join.
   */
  deny(argument: _towline_v1_DenyRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_DenyResponse>): grpc.ClientUnaryCall;
  deny(argument: _towline_v1_DenyRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_DenyResponse>): grpc.ClientUnaryCall;
  deny(argument: _towline_v1_DenyRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_DenyResponse>): grpc.ClientUnaryCall;
  deny(argument: _towline_v1_DenyRequestInput, callback: grpc.requestCallback<_towline_v1_DenyResponse>): grpc.ClientUnaryCall;
  
  /**
   * DiffReleases compares the rendered files of two releases.
   */
  DiffReleases(argument: _towline_v1_DiffReleasesRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_DiffReleasesResponse>;
  DiffReleases(argument: _towline_v1_DiffReleasesRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_DiffReleasesResponse>;
  /**
   * DiffReleases compares the rendered files of two releases.
   */
  diffReleases(argument: _towline_v1_DiffReleasesRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_DiffReleasesResponse>;
  diffReleases(argument: _towline_v1_DiffReleasesRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_DiffReleasesResponse>;
  
  /**
   * FinishTunnelMove takes the old end away.
   */
  FinishTunnelMove(argument: _towline_v1_FinishTunnelMoveRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_FinishTunnelMoveResponse>): grpc.ClientUnaryCall;
  FinishTunnelMove(argument: _towline_v1_FinishTunnelMoveRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_FinishTunnelMoveResponse>): grpc.ClientUnaryCall;
  FinishTunnelMove(argument: _towline_v1_FinishTunnelMoveRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_FinishTunnelMoveResponse>): grpc.ClientUnaryCall;
  FinishTunnelMove(argument: _towline_v1_FinishTunnelMoveRequestInput, callback: grpc.requestCallback<_towline_v1_FinishTunnelMoveResponse>): grpc.ClientUnaryCall;
  /**
   * FinishTunnelMove takes the old end away.
   */
  finishTunnelMove(argument: _towline_v1_FinishTunnelMoveRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_FinishTunnelMoveResponse>): grpc.ClientUnaryCall;
  finishTunnelMove(argument: _towline_v1_FinishTunnelMoveRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_FinishTunnelMoveResponse>): grpc.ClientUnaryCall;
  finishTunnelMove(argument: _towline_v1_FinishTunnelMoveRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_FinishTunnelMoveResponse>): grpc.ClientUnaryCall;
  finishTunnelMove(argument: _towline_v1_FinishTunnelMoveRequestInput, callback: grpc.requestCallback<_towline_v1_FinishTunnelMoveResponse>): grpc.ClientUnaryCall;
  
  /**
   * GetNode shows one node with its links and effective values.
   */
  GetNode(argument: _towline_v1_GetNodeRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetNodeResponse>): grpc.ClientUnaryCall;
  GetNode(argument: _towline_v1_GetNodeRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_GetNodeResponse>): grpc.ClientUnaryCall;
  GetNode(argument: _towline_v1_GetNodeRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetNodeResponse>): grpc.ClientUnaryCall;
  GetNode(argument: _towline_v1_GetNodeRequestInput, callback: grpc.requestCallback<_towline_v1_GetNodeResponse>): grpc.ClientUnaryCall;
  /**
   * GetNode shows one node with its links and effective values.
   */
  getNode(argument: _towline_v1_GetNodeRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetNodeResponse>): grpc.ClientUnaryCall;
  getNode(argument: _towline_v1_GetNodeRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_GetNodeResponse>): grpc.ClientUnaryCall;
  getNode(argument: _towline_v1_GetNodeRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetNodeResponse>): grpc.ClientUnaryCall;
  getNode(argument: _towline_v1_GetNodeRequestInput, callback: grpc.requestCallback<_towline_v1_GetNodeResponse>): grpc.ClientUnaryCall;
  
  /**
   * GetRelease shows one release.
   */
  GetRelease(argument: _towline_v1_GetReleaseRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetReleaseResponse>): grpc.ClientUnaryCall;
  GetRelease(argument: _towline_v1_GetReleaseRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_GetReleaseResponse>): grpc.ClientUnaryCall;
  GetRelease(argument: _towline_v1_GetReleaseRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetReleaseResponse>): grpc.ClientUnaryCall;
  GetRelease(argument: _towline_v1_GetReleaseRequestInput, callback: grpc.requestCallback<_towline_v1_GetReleaseResponse>): grpc.ClientUnaryCall;
  /**
   * GetRelease shows one release.
   */
  getRelease(argument: _towline_v1_GetReleaseRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetReleaseResponse>): grpc.ClientUnaryCall;
  getRelease(argument: _towline_v1_GetReleaseRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_GetReleaseResponse>): grpc.ClientUnaryCall;
  getRelease(argument: _towline_v1_GetReleaseRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetReleaseResponse>): grpc.ClientUnaryCall;
  getRelease(argument: _towline_v1_GetReleaseRequestInput, callback: grpc.requestCallback<_towline_v1_GetReleaseResponse>): grpc.ClientUnaryCall;
  
  /**
   * GetSite shows one site with its effective values.
   */
  GetSite(argument: _towline_v1_GetSiteRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetSiteResponse>): grpc.ClientUnaryCall;
  GetSite(argument: _towline_v1_GetSiteRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_GetSiteResponse>): grpc.ClientUnaryCall;
  GetSite(argument: _towline_v1_GetSiteRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetSiteResponse>): grpc.ClientUnaryCall;
  GetSite(argument: _towline_v1_GetSiteRequestInput, callback: grpc.requestCallback<_towline_v1_GetSiteResponse>): grpc.ClientUnaryCall;
  /**
   * GetSite shows one site with its effective values.
   */
  getSite(argument: _towline_v1_GetSiteRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetSiteResponse>): grpc.ClientUnaryCall;
  getSite(argument: _towline_v1_GetSiteRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_GetSiteResponse>): grpc.ClientUnaryCall;
  getSite(argument: _towline_v1_GetSiteRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetSiteResponse>): grpc.ClientUnaryCall;
  getSite(argument: _towline_v1_GetSiteRequestInput, callback: grpc.requestCallback<_towline_v1_GetSiteResponse>): grpc.ClientUnaryCall;
  
  /**
   * GetStatus describes the controller and every node, worst first.
   */
  GetStatus(argument: _towline_v1_GetStatusRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetStatusResponse>): grpc.ClientUnaryCall;
  GetStatus(argument: _towline_v1_GetStatusRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_GetStatusResponse>): grpc.ClientUnaryCall;
  GetStatus(argument: _towline_v1_GetStatusRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetStatusResponse>): grpc.ClientUnaryCall;
  GetStatus(argument: _towline_v1_GetStatusRequestInput, callback: grpc.requestCallback<_towline_v1_GetStatusResponse>): grpc.ClientUnaryCall;
  /**
   * GetStatus describes the controller and every node, worst first.
   */
  getStatus(argument: _towline_v1_GetStatusRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetStatusResponse>): grpc.ClientUnaryCall;
  getStatus(argument: _towline_v1_GetStatusRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_GetStatusResponse>): grpc.ClientUnaryCall;
  getStatus(argument: _towline_v1_GetStatusRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetStatusResponse>): grpc.ClientUnaryCall;
  getStatus(argument: _towline_v1_GetStatusRequestInput, callback: grpc.requestCallback<_towline_v1_GetStatusResponse>): grpc.ClientUnaryCall;
  
  /**
   * GetTunnel shows where the management tunnel is, and which nodes have moved.
   */
  GetTunnel(argument: _towline_v1_GetTunnelRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetTunnelResponse>): grpc.ClientUnaryCall;
  GetTunnel(argument: _towline_v1_GetTunnelRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_GetTunnelResponse>): grpc.ClientUnaryCall;
  GetTunnel(argument: _towline_v1_GetTunnelRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetTunnelResponse>): grpc.ClientUnaryCall;
  GetTunnel(argument: _towline_v1_GetTunnelRequestInput, callback: grpc.requestCallback<_towline_v1_GetTunnelResponse>): grpc.ClientUnaryCall;
  /**
   * GetTunnel shows where the management tunnel is, and which nodes have moved.
   */
  getTunnel(argument: _towline_v1_GetTunnelRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetTunnelResponse>): grpc.ClientUnaryCall;
  getTunnel(argument: _towline_v1_GetTunnelRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_GetTunnelResponse>): grpc.ClientUnaryCall;
  getTunnel(argument: _towline_v1_GetTunnelRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetTunnelResponse>): grpc.ClientUnaryCall;
  getTunnel(argument: _towline_v1_GetTunnelRequestInput, callback: grpc.requestCallback<_towline_v1_GetTunnelResponse>): grpc.ClientUnaryCall;
  
  /**
   * GetValue reads a key of the inventory.
   */
  GetValue(argument: _towline_v1_GetValueRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetValueResponse>): grpc.ClientUnaryCall;
  GetValue(argument: _towline_v1_GetValueRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_GetValueResponse>): grpc.ClientUnaryCall;
  GetValue(argument: _towline_v1_GetValueRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetValueResponse>): grpc.ClientUnaryCall;
  GetValue(argument: _towline_v1_GetValueRequestInput, callback: grpc.requestCallback<_towline_v1_GetValueResponse>): grpc.ClientUnaryCall;
  /**
   * GetValue reads a key of the inventory.
   */
  getValue(argument: _towline_v1_GetValueRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetValueResponse>): grpc.ClientUnaryCall;
  getValue(argument: _towline_v1_GetValueRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_GetValueResponse>): grpc.ClientUnaryCall;
  getValue(argument: _towline_v1_GetValueRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetValueResponse>): grpc.ClientUnaryCall;
  getValue(argument: _towline_v1_GetValueRequestInput, callback: grpc.requestCallback<_towline_v1_GetValueResponse>): grpc.ClientUnaryCall;
  
  /**
   * ListLog lists the commits of the inventory with the releases made of them,
   * newest first.
   */
  ListLog(argument: _towline_v1_ListLogRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListLogResponse>): grpc.ClientUnaryCall;
  ListLog(argument: _towline_v1_ListLogRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ListLogResponse>): grpc.ClientUnaryCall;
  ListLog(argument: _towline_v1_ListLogRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListLogResponse>): grpc.ClientUnaryCall;
  ListLog(argument: _towline_v1_ListLogRequestInput, callback: grpc.requestCallback<_towline_v1_ListLogResponse>): grpc.ClientUnaryCall;
  /**
   * ListLog lists the commits of the inventory with the releases made of them,
   * newest first.
   */
  listLog(argument: _towline_v1_ListLogRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListLogResponse>): grpc.ClientUnaryCall;
  listLog(argument: _towline_v1_ListLogRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ListLogResponse>): grpc.ClientUnaryCall;
  listLog(argument: _towline_v1_ListLogRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListLogResponse>): grpc.ClientUnaryCall;
  listLog(argument: _towline_v1_ListLogRequestInput, callback: grpc.requestCallback<_towline_v1_ListLogResponse>): grpc.ClientUnaryCall;
  
  /**
   * ListNodes lists the nodes of the inventory.
   */
  ListNodes(argument: _towline_v1_ListNodesRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListNodesResponse>): grpc.ClientUnaryCall;
  ListNodes(argument: _towline_v1_ListNodesRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ListNodesResponse>): grpc.ClientUnaryCall;
  ListNodes(argument: _towline_v1_ListNodesRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListNodesResponse>): grpc.ClientUnaryCall;
  ListNodes(argument: _towline_v1_ListNodesRequestInput, callback: grpc.requestCallback<_towline_v1_ListNodesResponse>): grpc.ClientUnaryCall;
  /**
   * ListNodes lists the nodes of the inventory.
   */
  listNodes(argument: _towline_v1_ListNodesRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListNodesResponse>): grpc.ClientUnaryCall;
  listNodes(argument: _towline_v1_ListNodesRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ListNodesResponse>): grpc.ClientUnaryCall;
  listNodes(argument: _towline_v1_ListNodesRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListNodesResponse>): grpc.ClientUnaryCall;
  listNodes(argument: _towline_v1_ListNodesRequestInput, callback: grpc.requestCallback<_towline_v1_ListNodesResponse>): grpc.ClientUnaryCall;
  
  /**
   * ListPending lists the routers that ask to join.
   */
  ListPending(argument: _towline_v1_ListPendingRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListPendingResponse>): grpc.ClientUnaryCall;
  ListPending(argument: _towline_v1_ListPendingRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ListPendingResponse>): grpc.ClientUnaryCall;
  ListPending(argument: _towline_v1_ListPendingRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListPendingResponse>): grpc.ClientUnaryCall;
  ListPending(argument: _towline_v1_ListPendingRequestInput, callback: grpc.requestCallback<_towline_v1_ListPendingResponse>): grpc.ClientUnaryCall;
  /**
   * ListPending lists the routers that ask to join.
   */
  listPending(argument: _towline_v1_ListPendingRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListPendingResponse>): grpc.ClientUnaryCall;
  listPending(argument: _towline_v1_ListPendingRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ListPendingResponse>): grpc.ClientUnaryCall;
  listPending(argument: _towline_v1_ListPendingRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListPendingResponse>): grpc.ClientUnaryCall;
  listPending(argument: _towline_v1_ListPendingRequestInput, callback: grpc.requestCallback<_towline_v1_ListPendingResponse>): grpc.ClientUnaryCall;
  
  /**
   * ListReleases lists the releases, newest first.
   */
  ListReleases(argument: _towline_v1_ListReleasesRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListReleasesResponse>): grpc.ClientUnaryCall;
  ListReleases(argument: _towline_v1_ListReleasesRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ListReleasesResponse>): grpc.ClientUnaryCall;
  ListReleases(argument: _towline_v1_ListReleasesRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListReleasesResponse>): grpc.ClientUnaryCall;
  ListReleases(argument: _towline_v1_ListReleasesRequestInput, callback: grpc.requestCallback<_towline_v1_ListReleasesResponse>): grpc.ClientUnaryCall;
  /**
   * ListReleases lists the releases, newest first.
   */
  listReleases(argument: _towline_v1_ListReleasesRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListReleasesResponse>): grpc.ClientUnaryCall;
  listReleases(argument: _towline_v1_ListReleasesRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ListReleasesResponse>): grpc.ClientUnaryCall;
  listReleases(argument: _towline_v1_ListReleasesRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListReleasesResponse>): grpc.ClientUnaryCall;
  listReleases(argument: _towline_v1_ListReleasesRequestInput, callback: grpc.requestCallback<_towline_v1_ListReleasesResponse>): grpc.ClientUnaryCall;
  
  /**
   * ListSites lists the sites of the inventory.
   */
  ListSites(argument: _towline_v1_ListSitesRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListSitesResponse>): grpc.ClientUnaryCall;
  ListSites(argument: _towline_v1_ListSitesRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ListSitesResponse>): grpc.ClientUnaryCall;
  ListSites(argument: _towline_v1_ListSitesRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListSitesResponse>): grpc.ClientUnaryCall;
  ListSites(argument: _towline_v1_ListSitesRequestInput, callback: grpc.requestCallback<_towline_v1_ListSitesResponse>): grpc.ClientUnaryCall;
  /**
   * ListSites lists the sites of the inventory.
   */
  listSites(argument: _towline_v1_ListSitesRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListSitesResponse>): grpc.ClientUnaryCall;
  listSites(argument: _towline_v1_ListSitesRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ListSitesResponse>): grpc.ClientUnaryCall;
  listSites(argument: _towline_v1_ListSitesRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListSitesResponse>): grpc.ClientUnaryCall;
  listSites(argument: _towline_v1_ListSitesRequestInput, callback: grpc.requestCallback<_towline_v1_ListSitesResponse>): grpc.ClientUnaryCall;
  
  /**
   * Plan compiles the work tree and compares it with the newest release.
   */
  Plan(argument: _towline_v1_PlanRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_PlanResponse>;
  Plan(argument: _towline_v1_PlanRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_PlanResponse>;
  /**
   * Plan compiles the work tree and compares it with the newest release.
   */
  plan(argument: _towline_v1_PlanRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_PlanResponse>;
  plan(argument: _towline_v1_PlanRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_PlanResponse>;
  
  /**
   * RemoveNode removes a node from the work tree.
   */
  RemoveNode(argument: _towline_v1_RemoveNodeRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RemoveNodeResponse>): grpc.ClientUnaryCall;
  RemoveNode(argument: _towline_v1_RemoveNodeRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_RemoveNodeResponse>): grpc.ClientUnaryCall;
  RemoveNode(argument: _towline_v1_RemoveNodeRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RemoveNodeResponse>): grpc.ClientUnaryCall;
  RemoveNode(argument: _towline_v1_RemoveNodeRequestInput, callback: grpc.requestCallback<_towline_v1_RemoveNodeResponse>): grpc.ClientUnaryCall;
  /**
   * RemoveNode removes a node from the work tree.
   */
  removeNode(argument: _towline_v1_RemoveNodeRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RemoveNodeResponse>): grpc.ClientUnaryCall;
  removeNode(argument: _towline_v1_RemoveNodeRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_RemoveNodeResponse>): grpc.ClientUnaryCall;
  removeNode(argument: _towline_v1_RemoveNodeRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RemoveNodeResponse>): grpc.ClientUnaryCall;
  removeNode(argument: _towline_v1_RemoveNodeRequestInput, callback: grpc.requestCallback<_towline_v1_RemoveNodeResponse>): grpc.ClientUnaryCall;
  
  /**
   * RemoveSite removes a site and its nodes from the work tree.
   */
  RemoveSite(argument: _towline_v1_RemoveSiteRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RemoveSiteResponse>): grpc.ClientUnaryCall;
  RemoveSite(argument: _towline_v1_RemoveSiteRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_RemoveSiteResponse>): grpc.ClientUnaryCall;
  RemoveSite(argument: _towline_v1_RemoveSiteRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RemoveSiteResponse>): grpc.ClientUnaryCall;
  RemoveSite(argument: _towline_v1_RemoveSiteRequestInput, callback: grpc.requestCallback<_towline_v1_RemoveSiteResponse>): grpc.ClientUnaryCall;
  /**
   * RemoveSite removes a site and its nodes from the work tree.
   */
  removeSite(argument: _towline_v1_RemoveSiteRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RemoveSiteResponse>): grpc.ClientUnaryCall;
  removeSite(argument: _towline_v1_RemoveSiteRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_RemoveSiteResponse>): grpc.ClientUnaryCall;
  removeSite(argument: _towline_v1_RemoveSiteRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RemoveSiteResponse>): grpc.ClientUnaryCall;
  removeSite(argument: _towline_v1_RemoveSiteRequestInput, callback: grpc.requestCallback<_towline_v1_RemoveSiteResponse>): grpc.ClientUnaryCall;
  
  /**
   * Rollback makes a new release with the content of an old one. It sends what
   * would change before it makes anything.
   */
  Rollback(argument: _towline_v1_RollbackRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_RollbackResponse>;
  Rollback(argument: _towline_v1_RollbackRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_RollbackResponse>;
  /**
   * Rollback makes a new release with the content of an old one. It sends what
   * would change before it makes anything.
   */
  rollback(argument: _towline_v1_RollbackRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_RollbackResponse>;
  rollback(argument: _towline_v1_RollbackRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_RollbackResponse>;
  
  /**
   * SetValue writes a key in one file of the work tree, keeping its comments.
   */
  SetValue(argument: _towline_v1_SetValueRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_SetValueResponse>): grpc.ClientUnaryCall;
  SetValue(argument: _towline_v1_SetValueRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_SetValueResponse>): grpc.ClientUnaryCall;
  SetValue(argument: _towline_v1_SetValueRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_SetValueResponse>): grpc.ClientUnaryCall;
  SetValue(argument: _towline_v1_SetValueRequestInput, callback: grpc.requestCallback<_towline_v1_SetValueResponse>): grpc.ClientUnaryCall;
  /**
   * SetValue writes a key in one file of the work tree, keeping its comments.
   */
  setValue(argument: _towline_v1_SetValueRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_SetValueResponse>): grpc.ClientUnaryCall;
  setValue(argument: _towline_v1_SetValueRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_SetValueResponse>): grpc.ClientUnaryCall;
  setValue(argument: _towline_v1_SetValueRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_SetValueResponse>): grpc.ClientUnaryCall;
  setValue(argument: _towline_v1_SetValueRequestInput, callback: grpc.requestCallback<_towline_v1_SetValueResponse>): grpc.ClientUnaryCall;
  
  /**
   * Unquarantine lets a node try the bundle again that it has in quarantine.
   */
  Unquarantine(argument: _towline_v1_UnquarantineRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_UnquarantineResponse>): grpc.ClientUnaryCall;
  Unquarantine(argument: _towline_v1_UnquarantineRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_UnquarantineResponse>): grpc.ClientUnaryCall;
  Unquarantine(argument: _towline_v1_UnquarantineRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_UnquarantineResponse>): grpc.ClientUnaryCall;
  Unquarantine(argument: _towline_v1_UnquarantineRequestInput, callback: grpc.requestCallback<_towline_v1_UnquarantineResponse>): grpc.ClientUnaryCall;
  /**
   * Unquarantine lets a node try the bundle again that it has in quarantine.
   */
  unquarantine(argument: _towline_v1_UnquarantineRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_UnquarantineResponse>): grpc.ClientUnaryCall;
  unquarantine(argument: _towline_v1_UnquarantineRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_UnquarantineResponse>): grpc.ClientUnaryCall;
  unquarantine(argument: _towline_v1_UnquarantineRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_UnquarantineResponse>): grpc.ClientUnaryCall;
  unquarantine(argument: _towline_v1_UnquarantineRequestInput, callback: grpc.requestCallback<_towline_v1_UnquarantineResponse>): grpc.ClientUnaryCall;
  
}

/**
 * AdminService is what the command line speaks to, over the controller's Unix
 * socket. Who may open the socket is an admin. An error in the inventory comes
 * back as FAILED_PRECONDITION with one line a problem in its message.
 */
export interface AdminServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * AbortTunnelMove calls the nodes back to the old end.
   */
  AbortTunnelMove: grpc.handleUnaryCall<_towline_v1_AbortTunnelMoveRequest, _towline_v1_AbortTunnelMoveResponseInput>;
  
  /**
   * Activate makes a release the one that nodes should run.
   */
  Activate: grpc.handleUnaryCall<_towline_v1_ActivateRequest, _towline_v1_ActivateResponseInput>;
  
  /**
   * AddNode adds a node to the inventory's work tree.
   */
  AddNode: grpc.handleUnaryCall<_towline_v1_AddNodeRequest, _towline_v1_AddNodeResponseInput>;
  
  /**
   * AddSite adds a site to the inventory's work tree.
   */
  AddSite: grpc.handleUnaryCall<_towline_v1_AddSiteRequest, _towline_v1_AddSiteResponseInput>;
  
  /**
   * Approve makes a router that asked to join a node.
   */
  Approve: grpc.handleUnaryCall<_towline_v1_ApproveRequest, _towline_v1_ApproveResponseInput>;
  
  /**
   * BeginTunnelMove tells the nodes another place of the controller's end.
   */
  BeginTunnelMove: grpc.handleUnaryCall<_towline_v1_BeginTunnelMoveRequest, _towline_v1_BeginTunnelMoveResponseInput>;
  
  /**
   * Check compiles the work tree and looks at the network as a whole.
   */
  Check: grpc.handleServerStreamingCall<_towline_v1_CheckRequest, _towline_v1_CheckResponseInput>;
  
  /**
   * Commit commits the work tree and makes a release of it.
   */
  Commit: grpc.handleServerStreamingCall<_towline_v1_CommitRequest, _towline_v1_CommitResponseInput>;
  
  /**
   * Deny refuses a router that asked to join.
   */
  Deny: grpc.handleUnaryCall<_towline_v1_DenyRequest, _towline_v1_DenyResponseInput>;
  
  /**
   * DiffReleases compares the rendered files of two releases.
   */
  DiffReleases: grpc.handleServerStreamingCall<_towline_v1_DiffReleasesRequest, _towline_v1_DiffReleasesResponseInput>;
  
  /**
   * FinishTunnelMove takes the old end away.
   */
  FinishTunnelMove: grpc.handleUnaryCall<_towline_v1_FinishTunnelMoveRequest, _towline_v1_FinishTunnelMoveResponseInput>;
  
  /**
   * GetNode shows one node with its links and effective values.
   */
  GetNode: grpc.handleUnaryCall<_towline_v1_GetNodeRequest, _towline_v1_GetNodeResponseInput>;
  
  /**
   * GetRelease shows one release.
   */
  GetRelease: grpc.handleUnaryCall<_towline_v1_GetReleaseRequest, _towline_v1_GetReleaseResponseInput>;
  
  /**
   * GetSite shows one site with its effective values.
   */
  GetSite: grpc.handleUnaryCall<_towline_v1_GetSiteRequest, _towline_v1_GetSiteResponseInput>;
  
  /**
   * GetStatus describes the controller and every node, worst first.
   */
  GetStatus: grpc.handleUnaryCall<_towline_v1_GetStatusRequest, _towline_v1_GetStatusResponseInput>;
  
  /**
   * GetTunnel shows where the management tunnel is, and which nodes have moved.
   */
  GetTunnel: grpc.handleUnaryCall<_towline_v1_GetTunnelRequest, _towline_v1_GetTunnelResponseInput>;
  
  /**
   * GetValue reads a key of the inventory.
   */
  GetValue: grpc.handleUnaryCall<_towline_v1_GetValueRequest, _towline_v1_GetValueResponseInput>;
  
  /**
   * ListLog lists the commits of the inventory with the releases made of them,
   * newest first.
   */
  ListLog: grpc.handleUnaryCall<_towline_v1_ListLogRequest, _towline_v1_ListLogResponseInput>;
  
  /**
   * ListNodes lists the nodes of the inventory.
   */
  ListNodes: grpc.handleUnaryCall<_towline_v1_ListNodesRequest, _towline_v1_ListNodesResponseInput>;
  
  /**
   * ListPending lists the routers that ask to join.
   */
  ListPending: grpc.handleUnaryCall<_towline_v1_ListPendingRequest, _towline_v1_ListPendingResponseInput>;
  
  /**
   * ListReleases lists the releases, newest first.
   */
  ListReleases: grpc.handleUnaryCall<_towline_v1_ListReleasesRequest, _towline_v1_ListReleasesResponseInput>;
  
  /**
   * ListSites lists the sites of the inventory.
   */
  ListSites: grpc.handleUnaryCall<_towline_v1_ListSitesRequest, _towline_v1_ListSitesResponseInput>;
  
  /**
   * Plan compiles the work tree and compares it with the newest release.
   */
  Plan: grpc.handleServerStreamingCall<_towline_v1_PlanRequest, _towline_v1_PlanResponseInput>;
  
  /**
   * RemoveNode removes a node from the work tree.
   */
  RemoveNode: grpc.handleUnaryCall<_towline_v1_RemoveNodeRequest, _towline_v1_RemoveNodeResponseInput>;
  
  /**
   * RemoveSite removes a site and its nodes from the work tree.
   */
  RemoveSite: grpc.handleUnaryCall<_towline_v1_RemoveSiteRequest, _towline_v1_RemoveSiteResponseInput>;
  
  /**
   * Rollback makes a new release with the content of an old one. It sends what
   * would change before it makes anything.
   */
  Rollback: grpc.handleServerStreamingCall<_towline_v1_RollbackRequest, _towline_v1_RollbackResponseInput>;
  
  /**
   * SetValue writes a key in one file of the work tree, keeping its comments.
   */
  SetValue: grpc.handleUnaryCall<_towline_v1_SetValueRequest, _towline_v1_SetValueResponseInput>;
  
  /**
   * Unquarantine lets a node try the bundle again that it has in quarantine.
   */
  Unquarantine: grpc.handleUnaryCall<_towline_v1_UnquarantineRequest, _towline_v1_UnquarantineResponseInput>;
  
}

export interface AdminServiceDefinition extends grpc.ServiceDefinition {
  AbortTunnelMove: MethodDefinition<_towline_v1_AbortTunnelMoveRequestInput, _towline_v1_AbortTunnelMoveResponseInput, _towline_v1_AbortTunnelMoveRequest, _towline_v1_AbortTunnelMoveResponse>
  Activate: MethodDefinition<_towline_v1_ActivateRequestInput, _towline_v1_ActivateResponseInput, _towline_v1_ActivateRequest, _towline_v1_ActivateResponse>
  AddNode: MethodDefinition<_towline_v1_AddNodeRequestInput, _towline_v1_AddNodeResponseInput, _towline_v1_AddNodeRequest, _towline_v1_AddNodeResponse>
  AddSite: MethodDefinition<_towline_v1_AddSiteRequestInput, _towline_v1_AddSiteResponseInput, _towline_v1_AddSiteRequest, _towline_v1_AddSiteResponse>
  Approve: MethodDefinition<_towline_v1_ApproveRequestInput, _towline_v1_ApproveResponseInput, _towline_v1_ApproveRequest, _towline_v1_ApproveResponse>
  BeginTunnelMove: MethodDefinition<_towline_v1_BeginTunnelMoveRequestInput, _towline_v1_BeginTunnelMoveResponseInput, _towline_v1_BeginTunnelMoveRequest, _towline_v1_BeginTunnelMoveResponse>
  Check: MethodDefinition<_towline_v1_CheckRequestInput, _towline_v1_CheckResponseInput, _towline_v1_CheckRequest, _towline_v1_CheckResponse>
  Commit: MethodDefinition<_towline_v1_CommitRequestInput, _towline_v1_CommitResponseInput, _towline_v1_CommitRequest, _towline_v1_CommitResponse>
  Deny: MethodDefinition<_towline_v1_DenyRequestInput, _towline_v1_DenyResponseInput, _towline_v1_DenyRequest, _towline_v1_DenyResponse>
  DiffReleases: MethodDefinition<_towline_v1_DiffReleasesRequestInput, _towline_v1_DiffReleasesResponseInput, _towline_v1_DiffReleasesRequest, _towline_v1_DiffReleasesResponse>
  FinishTunnelMove: MethodDefinition<_towline_v1_FinishTunnelMoveRequestInput, _towline_v1_FinishTunnelMoveResponseInput, _towline_v1_FinishTunnelMoveRequest, _towline_v1_FinishTunnelMoveResponse>
  GetNode: MethodDefinition<_towline_v1_GetNodeRequestInput, _towline_v1_GetNodeResponseInput, _towline_v1_GetNodeRequest, _towline_v1_GetNodeResponse>
  GetRelease: MethodDefinition<_towline_v1_GetReleaseRequestInput, _towline_v1_GetReleaseResponseInput, _towline_v1_GetReleaseRequest, _towline_v1_GetReleaseResponse>
  GetSite: MethodDefinition<_towline_v1_GetSiteRequestInput, _towline_v1_GetSiteResponseInput, _towline_v1_GetSiteRequest, _towline_v1_GetSiteResponse>
  GetStatus: MethodDefinition<_towline_v1_GetStatusRequestInput, _towline_v1_GetStatusResponseInput, _towline_v1_GetStatusRequest, _towline_v1_GetStatusResponse>
  GetTunnel: MethodDefinition<_towline_v1_GetTunnelRequestInput, _towline_v1_GetTunnelResponseInput, _towline_v1_GetTunnelRequest, _towline_v1_GetTunnelResponse>
  GetValue: MethodDefinition<_towline_v1_GetValueRequestInput, _towline_v1_GetValueResponseInput, _towline_v1_GetValueRequest, _towline_v1_GetValueResponse>
  ListLog: MethodDefinition<_towline_v1_ListLogRequestInput, _towline_v1_ListLogResponseInput, _towline_v1_ListLogRequest, _towline_v1_ListLogResponse>
  ListNodes: MethodDefinition<_towline_v1_ListNodesRequestInput, _towline_v1_ListNodesResponseInput, _towline_v1_ListNodesRequest, _towline_v1_ListNodesResponse>
  ListPending: MethodDefinition<_towline_v1_ListPendingRequestInput, _towline_v1_ListPendingResponseInput, _towline_v1_ListPendingRequest, _towline_v1_ListPendingResponse>
  ListReleases: MethodDefinition<_towline_v1_ListReleasesRequestInput, _towline_v1_ListReleasesResponseInput, _towline_v1_ListReleasesRequest, _towline_v1_ListReleasesResponse>
  ListSites: MethodDefinition<_towline_v1_ListSitesRequestInput, _towline_v1_ListSitesResponseInput, _towline_v1_ListSitesRequest, _towline_v1_ListSitesResponse>
  Plan: MethodDefinition<_towline_v1_PlanRequestInput, _towline_v1_PlanResponseInput, _towline_v1_PlanRequest, _towline_v1_PlanResponse>
  RemoveNode: MethodDefinition<_towline_v1_RemoveNodeRequestInput, _towline_v1_RemoveNodeResponseInput, _towline_v1_RemoveNodeRequest, _towline_v1_RemoveNodeResponse>
  RemoveSite: MethodDefinition<_towline_v1_RemoveSiteRequestInput, _towline_v1_RemoveSiteResponseInput, _towline_v1_RemoveSiteRequest, _towline_v1_RemoveSiteResponse>
  Rollback: MethodDefinition<_towline_v1_RollbackRequestInput, _towline_v1_RollbackResponseInput, _towline_v1_RollbackRequest, _towline_v1_RollbackResponse>
  SetValue: MethodDefinition<_towline_v1_SetValueRequestInput, _towline_v1_SetValueResponseInput, _towline_v1_SetValueRequest, _towline_v1_SetValueResponse>
  Unquarantine: MethodDefinition<_towline_v1_UnquarantineRequestInput, _towline_v1_UnquarantineResponseInput, _towline_v1_UnquarantineRequest, _towline_v1_UnquarantineResponse>
}
