// Original file: proto/towline/v1/admin.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AbortAgentUpgradeRequestInput as _towline_v1_AbortAgentUpgradeRequestInput, AbortAgentUpgradeRequest as _towline_v1_AbortAgentUpgradeRequest } from '../../towline/v1/AbortAgentUpgradeRequest.ts';
import type { AbortAgentUpgradeResponseInput as _towline_v1_AbortAgentUpgradeResponseInput, AbortAgentUpgradeResponse as _towline_v1_AbortAgentUpgradeResponse } from '../../towline/v1/AbortAgentUpgradeResponse.ts';
import type { AbortRolloutRequestInput as _towline_v1_AbortRolloutRequestInput, AbortRolloutRequest as _towline_v1_AbortRolloutRequest } from '../../towline/v1/AbortRolloutRequest.ts';
import type { AbortRolloutResponseInput as _towline_v1_AbortRolloutResponseInput, AbortRolloutResponse as _towline_v1_AbortRolloutResponse } from '../../towline/v1/AbortRolloutResponse.ts';
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
import type { BackupRequestInput as _towline_v1_BackupRequestInput, BackupRequest as _towline_v1_BackupRequest } from '../../towline/v1/BackupRequest.ts';
import type { BackupResponseInput as _towline_v1_BackupResponseInput, BackupResponse as _towline_v1_BackupResponse } from '../../towline/v1/BackupResponse.ts';
import type { BeginAgentUpgradeRequestInput as _towline_v1_BeginAgentUpgradeRequestInput, BeginAgentUpgradeRequest as _towline_v1_BeginAgentUpgradeRequest } from '../../towline/v1/BeginAgentUpgradeRequest.ts';
import type { BeginAgentUpgradeResponseInput as _towline_v1_BeginAgentUpgradeResponseInput, BeginAgentUpgradeResponse as _towline_v1_BeginAgentUpgradeResponse } from '../../towline/v1/BeginAgentUpgradeResponse.ts';
import type { BeginRolloutRequestInput as _towline_v1_BeginRolloutRequestInput, BeginRolloutRequest as _towline_v1_BeginRolloutRequest } from '../../towline/v1/BeginRolloutRequest.ts';
import type { BeginRolloutResponseInput as _towline_v1_BeginRolloutResponseInput, BeginRolloutResponse as _towline_v1_BeginRolloutResponse } from '../../towline/v1/BeginRolloutResponse.ts';
import type { BeginSessionRequestInput as _towline_v1_BeginSessionRequestInput, BeginSessionRequest as _towline_v1_BeginSessionRequest } from '../../towline/v1/BeginSessionRequest.ts';
import type { BeginSessionResponseInput as _towline_v1_BeginSessionResponseInput, BeginSessionResponse as _towline_v1_BeginSessionResponse } from '../../towline/v1/BeginSessionResponse.ts';
import type { BeginTunnelMoveRequestInput as _towline_v1_BeginTunnelMoveRequestInput, BeginTunnelMoveRequest as _towline_v1_BeginTunnelMoveRequest } from '../../towline/v1/BeginTunnelMoveRequest.ts';
import type { BeginTunnelMoveResponseInput as _towline_v1_BeginTunnelMoveResponseInput, BeginTunnelMoveResponse as _towline_v1_BeginTunnelMoveResponse } from '../../towline/v1/BeginTunnelMoveResponse.ts';
import type { CheckRequestInput as _towline_v1_CheckRequestInput, CheckRequest as _towline_v1_CheckRequest } from '../../towline/v1/CheckRequest.ts';
import type { CheckResponseInput as _towline_v1_CheckResponseInput, CheckResponse as _towline_v1_CheckResponse } from '../../towline/v1/CheckResponse.ts';
import type { CommitRequestInput as _towline_v1_CommitRequestInput, CommitRequest as _towline_v1_CommitRequest } from '../../towline/v1/CommitRequest.ts';
import type { CommitResponseInput as _towline_v1_CommitResponseInput, CommitResponse as _towline_v1_CommitResponse } from '../../towline/v1/CommitResponse.ts';
import type { CreateTokenRequestInput as _towline_v1_CreateTokenRequestInput, CreateTokenRequest as _towline_v1_CreateTokenRequest } from '../../towline/v1/CreateTokenRequest.ts';
import type { CreateTokenResponseInput as _towline_v1_CreateTokenResponseInput, CreateTokenResponse as _towline_v1_CreateTokenResponse } from '../../towline/v1/CreateTokenResponse.ts';
import type { DenyRequestInput as _towline_v1_DenyRequestInput, DenyRequest as _towline_v1_DenyRequest } from '../../towline/v1/DenyRequest.ts';
import type { DenyResponseInput as _towline_v1_DenyResponseInput, DenyResponse as _towline_v1_DenyResponse } from '../../towline/v1/DenyResponse.ts';
import type { DiffReleasesRequestInput as _towline_v1_DiffReleasesRequestInput, DiffReleasesRequest as _towline_v1_DiffReleasesRequest } from '../../towline/v1/DiffReleasesRequest.ts';
import type { DiffReleasesResponseInput as _towline_v1_DiffReleasesResponseInput, DiffReleasesResponse as _towline_v1_DiffReleasesResponse } from '../../towline/v1/DiffReleasesResponse.ts';
import type { FinishTunnelMoveRequestInput as _towline_v1_FinishTunnelMoveRequestInput, FinishTunnelMoveRequest as _towline_v1_FinishTunnelMoveRequest } from '../../towline/v1/FinishTunnelMoveRequest.ts';
import type { FinishTunnelMoveResponseInput as _towline_v1_FinishTunnelMoveResponseInput, FinishTunnelMoveResponse as _towline_v1_FinishTunnelMoveResponse } from '../../towline/v1/FinishTunnelMoveResponse.ts';
import type { GetAgentUpgradeRequestInput as _towline_v1_GetAgentUpgradeRequestInput, GetAgentUpgradeRequest as _towline_v1_GetAgentUpgradeRequest } from '../../towline/v1/GetAgentUpgradeRequest.ts';
import type { GetAgentUpgradeResponseInput as _towline_v1_GetAgentUpgradeResponseInput, GetAgentUpgradeResponse as _towline_v1_GetAgentUpgradeResponse } from '../../towline/v1/GetAgentUpgradeResponse.ts';
import type { GetNodeRequestInput as _towline_v1_GetNodeRequestInput, GetNodeRequest as _towline_v1_GetNodeRequest } from '../../towline/v1/GetNodeRequest.ts';
import type { GetNodeResponseInput as _towline_v1_GetNodeResponseInput, GetNodeResponse as _towline_v1_GetNodeResponse } from '../../towline/v1/GetNodeResponse.ts';
import type { GetReleaseRequestInput as _towline_v1_GetReleaseRequestInput, GetReleaseRequest as _towline_v1_GetReleaseRequest } from '../../towline/v1/GetReleaseRequest.ts';
import type { GetReleaseResponseInput as _towline_v1_GetReleaseResponseInput, GetReleaseResponse as _towline_v1_GetReleaseResponse } from '../../towline/v1/GetReleaseResponse.ts';
import type { GetRolloutRequestInput as _towline_v1_GetRolloutRequestInput, GetRolloutRequest as _towline_v1_GetRolloutRequest } from '../../towline/v1/GetRolloutRequest.ts';
import type { GetRolloutResponseInput as _towline_v1_GetRolloutResponseInput, GetRolloutResponse as _towline_v1_GetRolloutResponse } from '../../towline/v1/GetRolloutResponse.ts';
import type { GetSigningKeysRequestInput as _towline_v1_GetSigningKeysRequestInput, GetSigningKeysRequest as _towline_v1_GetSigningKeysRequest } from '../../towline/v1/GetSigningKeysRequest.ts';
import type { GetSigningKeysResponseInput as _towline_v1_GetSigningKeysResponseInput, GetSigningKeysResponse as _towline_v1_GetSigningKeysResponse } from '../../towline/v1/GetSigningKeysResponse.ts';
import type { GetSiteRequestInput as _towline_v1_GetSiteRequestInput, GetSiteRequest as _towline_v1_GetSiteRequest } from '../../towline/v1/GetSiteRequest.ts';
import type { GetSiteResponseInput as _towline_v1_GetSiteResponseInput, GetSiteResponse as _towline_v1_GetSiteResponse } from '../../towline/v1/GetSiteResponse.ts';
import type { GetStatusRequestInput as _towline_v1_GetStatusRequestInput, GetStatusRequest as _towline_v1_GetStatusRequest } from '../../towline/v1/GetStatusRequest.ts';
import type { GetStatusResponseInput as _towline_v1_GetStatusResponseInput, GetStatusResponse as _towline_v1_GetStatusResponse } from '../../towline/v1/GetStatusResponse.ts';
import type { GetTunnelRequestInput as _towline_v1_GetTunnelRequestInput, GetTunnelRequest as _towline_v1_GetTunnelRequest } from '../../towline/v1/GetTunnelRequest.ts';
import type { GetTunnelResponseInput as _towline_v1_GetTunnelResponseInput, GetTunnelResponse as _towline_v1_GetTunnelResponse } from '../../towline/v1/GetTunnelResponse.ts';
import type { GetValueRequestInput as _towline_v1_GetValueRequestInput, GetValueRequest as _towline_v1_GetValueRequest } from '../../towline/v1/GetValueRequest.ts';
import type { GetValueResponseInput as _towline_v1_GetValueResponseInput, GetValueResponse as _towline_v1_GetValueResponse } from '../../towline/v1/GetValueResponse.ts';
import type { ListAgentVersionsRequestInput as _towline_v1_ListAgentVersionsRequestInput, ListAgentVersionsRequest as _towline_v1_ListAgentVersionsRequest } from '../../towline/v1/ListAgentVersionsRequest.ts';
import type { ListAgentVersionsResponseInput as _towline_v1_ListAgentVersionsResponseInput, ListAgentVersionsResponse as _towline_v1_ListAgentVersionsResponse } from '../../towline/v1/ListAgentVersionsResponse.ts';
import type { ListEventsRequestInput as _towline_v1_ListEventsRequestInput, ListEventsRequest as _towline_v1_ListEventsRequest } from '../../towline/v1/ListEventsRequest.ts';
import type { ListEventsResponseInput as _towline_v1_ListEventsResponseInput, ListEventsResponse as _towline_v1_ListEventsResponse } from '../../towline/v1/ListEventsResponse.ts';
import type { ListHistoryRequestInput as _towline_v1_ListHistoryRequestInput, ListHistoryRequest as _towline_v1_ListHistoryRequest } from '../../towline/v1/ListHistoryRequest.ts';
import type { ListHistoryResponseInput as _towline_v1_ListHistoryResponseInput, ListHistoryResponse as _towline_v1_ListHistoryResponse } from '../../towline/v1/ListHistoryResponse.ts';
import type { ListHostsRequestInput as _towline_v1_ListHostsRequestInput, ListHostsRequest as _towline_v1_ListHostsRequest } from '../../towline/v1/ListHostsRequest.ts';
import type { ListHostsResponseInput as _towline_v1_ListHostsResponseInput, ListHostsResponse as _towline_v1_ListHostsResponse } from '../../towline/v1/ListHostsResponse.ts';
import type { ListLogRequestInput as _towline_v1_ListLogRequestInput, ListLogRequest as _towline_v1_ListLogRequest } from '../../towline/v1/ListLogRequest.ts';
import type { ListLogResponseInput as _towline_v1_ListLogResponseInput, ListLogResponse as _towline_v1_ListLogResponse } from '../../towline/v1/ListLogResponse.ts';
import type { ListNodesRequestInput as _towline_v1_ListNodesRequestInput, ListNodesRequest as _towline_v1_ListNodesRequest } from '../../towline/v1/ListNodesRequest.ts';
import type { ListNodesResponseInput as _towline_v1_ListNodesResponseInput, ListNodesResponse as _towline_v1_ListNodesResponse } from '../../towline/v1/ListNodesResponse.ts';
import type { ListPendingRequestInput as _towline_v1_ListPendingRequestInput, ListPendingRequest as _towline_v1_ListPendingRequest } from '../../towline/v1/ListPendingRequest.ts';
import type { ListPendingResponseInput as _towline_v1_ListPendingResponseInput, ListPendingResponse as _towline_v1_ListPendingResponse } from '../../towline/v1/ListPendingResponse.ts';
import type { ListReleasesRequestInput as _towline_v1_ListReleasesRequestInput, ListReleasesRequest as _towline_v1_ListReleasesRequest } from '../../towline/v1/ListReleasesRequest.ts';
import type { ListReleasesResponseInput as _towline_v1_ListReleasesResponseInput, ListReleasesResponse as _towline_v1_ListReleasesResponse } from '../../towline/v1/ListReleasesResponse.ts';
import type { ListRolloutsRequestInput as _towline_v1_ListRolloutsRequestInput, ListRolloutsRequest as _towline_v1_ListRolloutsRequest } from '../../towline/v1/ListRolloutsRequest.ts';
import type { ListRolloutsResponseInput as _towline_v1_ListRolloutsResponseInput, ListRolloutsResponse as _towline_v1_ListRolloutsResponse } from '../../towline/v1/ListRolloutsResponse.ts';
import type { ListSitesRequestInput as _towline_v1_ListSitesRequestInput, ListSitesRequest as _towline_v1_ListSitesRequest } from '../../towline/v1/ListSitesRequest.ts';
import type { ListSitesResponseInput as _towline_v1_ListSitesResponseInput, ListSitesResponse as _towline_v1_ListSitesResponse } from '../../towline/v1/ListSitesResponse.ts';
import type { ListTokensRequestInput as _towline_v1_ListTokensRequestInput, ListTokensRequest as _towline_v1_ListTokensRequest } from '../../towline/v1/ListTokensRequest.ts';
import type { ListTokensResponseInput as _towline_v1_ListTokensResponseInput, ListTokensResponse as _towline_v1_ListTokensResponse } from '../../towline/v1/ListTokensResponse.ts';
import type { LookingGlassRequestInput as _towline_v1_LookingGlassRequestInput, LookingGlassRequest as _towline_v1_LookingGlassRequest } from '../../towline/v1/LookingGlassRequest.ts';
import type { LookingGlassResponseInput as _towline_v1_LookingGlassResponseInput, LookingGlassResponse as _towline_v1_LookingGlassResponse } from '../../towline/v1/LookingGlassResponse.ts';
import type { OpenSessionRequestInput as _towline_v1_OpenSessionRequestInput, OpenSessionRequest as _towline_v1_OpenSessionRequest } from '../../towline/v1/OpenSessionRequest.ts';
import type { OpenSessionResponseInput as _towline_v1_OpenSessionResponseInput, OpenSessionResponse as _towline_v1_OpenSessionResponse } from '../../towline/v1/OpenSessionResponse.ts';
import type { PauseRolloutRequestInput as _towline_v1_PauseRolloutRequestInput, PauseRolloutRequest as _towline_v1_PauseRolloutRequest } from '../../towline/v1/PauseRolloutRequest.ts';
import type { PauseRolloutResponseInput as _towline_v1_PauseRolloutResponseInput, PauseRolloutResponse as _towline_v1_PauseRolloutResponse } from '../../towline/v1/PauseRolloutResponse.ts';
import type { PlanRequestInput as _towline_v1_PlanRequestInput, PlanRequest as _towline_v1_PlanRequest } from '../../towline/v1/PlanRequest.ts';
import type { PlanResponseInput as _towline_v1_PlanResponseInput, PlanResponse as _towline_v1_PlanResponse } from '../../towline/v1/PlanResponse.ts';
import type { RemoveNodeRequestInput as _towline_v1_RemoveNodeRequestInput, RemoveNodeRequest as _towline_v1_RemoveNodeRequest } from '../../towline/v1/RemoveNodeRequest.ts';
import type { RemoveNodeResponseInput as _towline_v1_RemoveNodeResponseInput, RemoveNodeResponse as _towline_v1_RemoveNodeResponse } from '../../towline/v1/RemoveNodeResponse.ts';
import type { RemoveSiteRequestInput as _towline_v1_RemoveSiteRequestInput, RemoveSiteRequest as _towline_v1_RemoveSiteRequest } from '../../towline/v1/RemoveSiteRequest.ts';
import type { RemoveSiteResponseInput as _towline_v1_RemoveSiteResponseInput, RemoveSiteResponse as _towline_v1_RemoveSiteResponse } from '../../towline/v1/RemoveSiteResponse.ts';
import type { ResumeRolloutRequestInput as _towline_v1_ResumeRolloutRequestInput, ResumeRolloutRequest as _towline_v1_ResumeRolloutRequest } from '../../towline/v1/ResumeRolloutRequest.ts';
import type { ResumeRolloutResponseInput as _towline_v1_ResumeRolloutResponseInput, ResumeRolloutResponse as _towline_v1_ResumeRolloutResponse } from '../../towline/v1/ResumeRolloutResponse.ts';
import type { RetireSigningKeysRequestInput as _towline_v1_RetireSigningKeysRequestInput, RetireSigningKeysRequest as _towline_v1_RetireSigningKeysRequest } from '../../towline/v1/RetireSigningKeysRequest.ts';
import type { RetireSigningKeysResponseInput as _towline_v1_RetireSigningKeysResponseInput, RetireSigningKeysResponse as _towline_v1_RetireSigningKeysResponse } from '../../towline/v1/RetireSigningKeysResponse.ts';
import type { RevokeNodeRequestInput as _towline_v1_RevokeNodeRequestInput, RevokeNodeRequest as _towline_v1_RevokeNodeRequest } from '../../towline/v1/RevokeNodeRequest.ts';
import type { RevokeNodeResponseInput as _towline_v1_RevokeNodeResponseInput, RevokeNodeResponse as _towline_v1_RevokeNodeResponse } from '../../towline/v1/RevokeNodeResponse.ts';
import type { RevokeTokenRequestInput as _towline_v1_RevokeTokenRequestInput, RevokeTokenRequest as _towline_v1_RevokeTokenRequest } from '../../towline/v1/RevokeTokenRequest.ts';
import type { RevokeTokenResponseInput as _towline_v1_RevokeTokenResponseInput, RevokeTokenResponse as _towline_v1_RevokeTokenResponse } from '../../towline/v1/RevokeTokenResponse.ts';
import type { RollbackRequestInput as _towline_v1_RollbackRequestInput, RollbackRequest as _towline_v1_RollbackRequest } from '../../towline/v1/RollbackRequest.ts';
import type { RollbackResponseInput as _towline_v1_RollbackResponseInput, RollbackResponse as _towline_v1_RollbackResponse } from '../../towline/v1/RollbackResponse.ts';
import type { RotateLinkKeyRequestInput as _towline_v1_RotateLinkKeyRequestInput, RotateLinkKeyRequest as _towline_v1_RotateLinkKeyRequest } from '../../towline/v1/RotateLinkKeyRequest.ts';
import type { RotateLinkKeyResponseInput as _towline_v1_RotateLinkKeyResponseInput, RotateLinkKeyResponse as _towline_v1_RotateLinkKeyResponse } from '../../towline/v1/RotateLinkKeyResponse.ts';
import type { RotateMasterKeyRequestInput as _towline_v1_RotateMasterKeyRequestInput, RotateMasterKeyRequest as _towline_v1_RotateMasterKeyRequest } from '../../towline/v1/RotateMasterKeyRequest.ts';
import type { RotateMasterKeyResponseInput as _towline_v1_RotateMasterKeyResponseInput, RotateMasterKeyResponse as _towline_v1_RotateMasterKeyResponse } from '../../towline/v1/RotateMasterKeyResponse.ts';
import type { RotatePsksRequestInput as _towline_v1_RotatePsksRequestInput, RotatePsksRequest as _towline_v1_RotatePsksRequest } from '../../towline/v1/RotatePsksRequest.ts';
import type { RotatePsksResponseInput as _towline_v1_RotatePsksResponseInput, RotatePsksResponse as _towline_v1_RotatePsksResponse } from '../../towline/v1/RotatePsksResponse.ts';
import type { RotateSigningKeyRequestInput as _towline_v1_RotateSigningKeyRequestInput, RotateSigningKeyRequest as _towline_v1_RotateSigningKeyRequest } from '../../towline/v1/RotateSigningKeyRequest.ts';
import type { RotateSigningKeyResponseInput as _towline_v1_RotateSigningKeyResponseInput, RotateSigningKeyResponse as _towline_v1_RotateSigningKeyResponse } from '../../towline/v1/RotateSigningKeyResponse.ts';
import type { SetLogLevelRequestInput as _towline_v1_SetLogLevelRequestInput, SetLogLevelRequest as _towline_v1_SetLogLevelRequest } from '../../towline/v1/SetLogLevelRequest.ts';
import type { SetLogLevelResponseInput as _towline_v1_SetLogLevelResponseInput, SetLogLevelResponse as _towline_v1_SetLogLevelResponse } from '../../towline/v1/SetLogLevelResponse.ts';
import type { SetValueRequestInput as _towline_v1_SetValueRequestInput, SetValueRequest as _towline_v1_SetValueRequest } from '../../towline/v1/SetValueRequest.ts';
import type { SetValueResponseInput as _towline_v1_SetValueResponseInput, SetValueResponse as _towline_v1_SetValueResponse } from '../../towline/v1/SetValueResponse.ts';
import type { UnquarantineRequestInput as _towline_v1_UnquarantineRequestInput, UnquarantineRequest as _towline_v1_UnquarantineRequest } from '../../towline/v1/UnquarantineRequest.ts';
import type { UnquarantineResponseInput as _towline_v1_UnquarantineResponseInput, UnquarantineResponse as _towline_v1_UnquarantineResponse } from '../../towline/v1/UnquarantineResponse.ts';
import type { WhyRequestInput as _towline_v1_WhyRequestInput, WhyRequest as _towline_v1_WhyRequest } from '../../towline/v1/WhyRequest.ts';
import type { WhyResponseInput as _towline_v1_WhyResponseInput, WhyResponse as _towline_v1_WhyResponse } from '../../towline/v1/WhyResponse.ts';

/**
 * AdminService is what the command line speaks to, over the controller's Unix
 * socket. Who may open the socket is an admin. An error in the inventory comes
 * back as FAILED_PRECONDITION with one line a problem in its message.
 */
export interface AdminServiceClient extends grpc.Client {
  /**
   * AbortAgentUpgrade has no more nodes told; those that were told go on.
   */
  AbortAgentUpgrade(argument: _towline_v1_AbortAgentUpgradeRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AbortAgentUpgradeResponse>): grpc.ClientUnaryCall;
  AbortAgentUpgrade(argument: _towline_v1_AbortAgentUpgradeRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_AbortAgentUpgradeResponse>): grpc.ClientUnaryCall;
  AbortAgentUpgrade(argument: _towline_v1_AbortAgentUpgradeRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AbortAgentUpgradeResponse>): grpc.ClientUnaryCall;
  AbortAgentUpgrade(argument: _towline_v1_AbortAgentUpgradeRequestInput, callback: grpc.requestCallback<_towline_v1_AbortAgentUpgradeResponse>): grpc.ClientUnaryCall;
  /**
   * AbortAgentUpgrade has no more nodes told; those that were told go on.
   */
  abortAgentUpgrade(argument: _towline_v1_AbortAgentUpgradeRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AbortAgentUpgradeResponse>): grpc.ClientUnaryCall;
  abortAgentUpgrade(argument: _towline_v1_AbortAgentUpgradeRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_AbortAgentUpgradeResponse>): grpc.ClientUnaryCall;
  abortAgentUpgrade(argument: _towline_v1_AbortAgentUpgradeRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AbortAgentUpgradeResponse>): grpc.ClientUnaryCall;
  abortAgentUpgrade(argument: _towline_v1_AbortAgentUpgradeRequestInput, callback: grpc.requestCallback<_towline_v1_AbortAgentUpgradeResponse>): grpc.ClientUnaryCall;
  
  /**
   * AbortRollout ends a rollout where it is, or takes back what it changed.
   */
  AbortRollout(argument: _towline_v1_AbortRolloutRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AbortRolloutResponse>): grpc.ClientUnaryCall;
  AbortRollout(argument: _towline_v1_AbortRolloutRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_AbortRolloutResponse>): grpc.ClientUnaryCall;
  AbortRollout(argument: _towline_v1_AbortRolloutRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AbortRolloutResponse>): grpc.ClientUnaryCall;
  AbortRollout(argument: _towline_v1_AbortRolloutRequestInput, callback: grpc.requestCallback<_towline_v1_AbortRolloutResponse>): grpc.ClientUnaryCall;
  /**
   * AbortRollout ends a rollout where it is, or takes back what it changed.
   */
  abortRollout(argument: _towline_v1_AbortRolloutRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AbortRolloutResponse>): grpc.ClientUnaryCall;
  abortRollout(argument: _towline_v1_AbortRolloutRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_AbortRolloutResponse>): grpc.ClientUnaryCall;
  abortRollout(argument: _towline_v1_AbortRolloutRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AbortRolloutResponse>): grpc.ClientUnaryCall;
  abortRollout(argument: _towline_v1_AbortRolloutRequestInput, callback: grpc.requestCallback<_towline_v1_AbortRolloutResponse>): grpc.ClientUnaryCall;
  
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
   * Backup sends the controller as it is now, with its keys, in clear: to root
   * and to the daemon's own user only.
   */
  Backup(argument: _towline_v1_BackupRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_BackupResponse>;
  Backup(argument: _towline_v1_BackupRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_BackupResponse>;
  /**
   * Backup sends the controller as it is now, with its keys, in clear: to root
   * and to the daemon's own user only.
   */
  backup(argument: _towline_v1_BackupRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_BackupResponse>;
  backup(argument: _towline_v1_BackupRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_BackupResponse>;
  
  /**
   * BeginAgentUpgrade has nodes become another agent, a few at a time.
   */
  BeginAgentUpgrade(argument: _towline_v1_BeginAgentUpgradeRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_BeginAgentUpgradeResponse>): grpc.ClientUnaryCall;
  BeginAgentUpgrade(argument: _towline_v1_BeginAgentUpgradeRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_BeginAgentUpgradeResponse>): grpc.ClientUnaryCall;
  BeginAgentUpgrade(argument: _towline_v1_BeginAgentUpgradeRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_BeginAgentUpgradeResponse>): grpc.ClientUnaryCall;
  BeginAgentUpgrade(argument: _towline_v1_BeginAgentUpgradeRequestInput, callback: grpc.requestCallback<_towline_v1_BeginAgentUpgradeResponse>): grpc.ClientUnaryCall;
  /**
   * BeginAgentUpgrade has nodes become another agent, a few at a time.
   */
  beginAgentUpgrade(argument: _towline_v1_BeginAgentUpgradeRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_BeginAgentUpgradeResponse>): grpc.ClientUnaryCall;
  beginAgentUpgrade(argument: _towline_v1_BeginAgentUpgradeRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_BeginAgentUpgradeResponse>): grpc.ClientUnaryCall;
  beginAgentUpgrade(argument: _towline_v1_BeginAgentUpgradeRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_BeginAgentUpgradeResponse>): grpc.ClientUnaryCall;
  beginAgentUpgrade(argument: _towline_v1_BeginAgentUpgradeRequestInput, callback: grpc.requestCallback<_towline_v1_BeginAgentUpgradeResponse>): grpc.ClientUnaryCall;
  
  /**
   * BeginRollout activates a release in waves; dry, it says which.
   */
  BeginRollout(argument: _towline_v1_BeginRolloutRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_BeginRolloutResponse>): grpc.ClientUnaryCall;
  BeginRollout(argument: _towline_v1_BeginRolloutRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_BeginRolloutResponse>): grpc.ClientUnaryCall;
  BeginRollout(argument: _towline_v1_BeginRolloutRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_BeginRolloutResponse>): grpc.ClientUnaryCall;
  BeginRollout(argument: _towline_v1_BeginRolloutRequestInput, callback: grpc.requestCallback<_towline_v1_BeginRolloutResponse>): grpc.ClientUnaryCall;
  /**
   * BeginRollout activates a release in waves; dry, it says which.
   */
  beginRollout(argument: _towline_v1_BeginRolloutRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_BeginRolloutResponse>): grpc.ClientUnaryCall;
  beginRollout(argument: _towline_v1_BeginRolloutRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_BeginRolloutResponse>): grpc.ClientUnaryCall;
  beginRollout(argument: _towline_v1_BeginRolloutRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_BeginRolloutResponse>): grpc.ClientUnaryCall;
  beginRollout(argument: _towline_v1_BeginRolloutRequestInput, callback: grpc.requestCallback<_towline_v1_BeginRolloutResponse>): grpc.ClientUnaryCall;
  
  /**
   * BeginSession names what the caller has to make to prove its Unix user.
   */
  BeginSession(argument: _towline_v1_BeginSessionRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_BeginSessionResponse>): grpc.ClientUnaryCall;
  BeginSession(argument: _towline_v1_BeginSessionRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_BeginSessionResponse>): grpc.ClientUnaryCall;
  BeginSession(argument: _towline_v1_BeginSessionRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_BeginSessionResponse>): grpc.ClientUnaryCall;
  BeginSession(argument: _towline_v1_BeginSessionRequestInput, callback: grpc.requestCallback<_towline_v1_BeginSessionResponse>): grpc.ClientUnaryCall;
  /**
   * BeginSession names what the caller has to make to prove its Unix user.
   */
  beginSession(argument: _towline_v1_BeginSessionRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_BeginSessionResponse>): grpc.ClientUnaryCall;
  beginSession(argument: _towline_v1_BeginSessionRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_BeginSessionResponse>): grpc.ClientUnaryCall;
  beginSession(argument: _towline_v1_BeginSessionRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_BeginSessionResponse>): grpc.ClientUnaryCall;
  beginSession(argument: _towline_v1_BeginSessionRequestInput, callback: grpc.requestCallback<_towline_v1_BeginSessionResponse>): grpc.ClientUnaryCall;
  
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
   * CreateToken lets routers that have a token join without an admin.
   */
  CreateToken(argument: _towline_v1_CreateTokenRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_CreateTokenResponse>): grpc.ClientUnaryCall;
  CreateToken(argument: _towline_v1_CreateTokenRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_CreateTokenResponse>): grpc.ClientUnaryCall;
  CreateToken(argument: _towline_v1_CreateTokenRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_CreateTokenResponse>): grpc.ClientUnaryCall;
  CreateToken(argument: _towline_v1_CreateTokenRequestInput, callback: grpc.requestCallback<_towline_v1_CreateTokenResponse>): grpc.ClientUnaryCall;
  /**
   * CreateToken lets routers that have a token join without an admin.
   */
  createToken(argument: _towline_v1_CreateTokenRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_CreateTokenResponse>): grpc.ClientUnaryCall;
  createToken(argument: _towline_v1_CreateTokenRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_CreateTokenResponse>): grpc.ClientUnaryCall;
  createToken(argument: _towline_v1_CreateTokenRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_CreateTokenResponse>): grpc.ClientUnaryCall;
  createToken(argument: _towline_v1_CreateTokenRequestInput, callback: grpc.requestCallback<_towline_v1_CreateTokenResponse>): grpc.ClientUnaryCall;
  
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
   * GetAgentUpgrade shows an upgrade of agents with its nodes.
   */
  GetAgentUpgrade(argument: _towline_v1_GetAgentUpgradeRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetAgentUpgradeResponse>): grpc.ClientUnaryCall;
  GetAgentUpgrade(argument: _towline_v1_GetAgentUpgradeRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_GetAgentUpgradeResponse>): grpc.ClientUnaryCall;
  GetAgentUpgrade(argument: _towline_v1_GetAgentUpgradeRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetAgentUpgradeResponse>): grpc.ClientUnaryCall;
  GetAgentUpgrade(argument: _towline_v1_GetAgentUpgradeRequestInput, callback: grpc.requestCallback<_towline_v1_GetAgentUpgradeResponse>): grpc.ClientUnaryCall;
  /**
   * GetAgentUpgrade shows an upgrade of agents with its nodes.
   */
  getAgentUpgrade(argument: _towline_v1_GetAgentUpgradeRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetAgentUpgradeResponse>): grpc.ClientUnaryCall;
  getAgentUpgrade(argument: _towline_v1_GetAgentUpgradeRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_GetAgentUpgradeResponse>): grpc.ClientUnaryCall;
  getAgentUpgrade(argument: _towline_v1_GetAgentUpgradeRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetAgentUpgradeResponse>): grpc.ClientUnaryCall;
  getAgentUpgrade(argument: _towline_v1_GetAgentUpgradeRequestInput, callback: grpc.requestCallback<_towline_v1_GetAgentUpgradeResponse>): grpc.ClientUnaryCall;
  
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
   * GetRollout shows a rollout with its nodes.
   */
  GetRollout(argument: _towline_v1_GetRolloutRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetRolloutResponse>): grpc.ClientUnaryCall;
  GetRollout(argument: _towline_v1_GetRolloutRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_GetRolloutResponse>): grpc.ClientUnaryCall;
  GetRollout(argument: _towline_v1_GetRolloutRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetRolloutResponse>): grpc.ClientUnaryCall;
  GetRollout(argument: _towline_v1_GetRolloutRequestInput, callback: grpc.requestCallback<_towline_v1_GetRolloutResponse>): grpc.ClientUnaryCall;
  /**
   * GetRollout shows a rollout with its nodes.
   */
  getRollout(argument: _towline_v1_GetRolloutRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetRolloutResponse>): grpc.ClientUnaryCall;
  getRollout(argument: _towline_v1_GetRolloutRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_GetRolloutResponse>): grpc.ClientUnaryCall;
  getRollout(argument: _towline_v1_GetRolloutRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetRolloutResponse>): grpc.ClientUnaryCall;
  getRollout(argument: _towline_v1_GetRolloutRequestInput, callback: grpc.requestCallback<_towline_v1_GetRolloutResponse>): grpc.ClientUnaryCall;
  
  /**
   * GetSigningKeys shows which key signs, and which nodes know it.
   */
  GetSigningKeys(argument: _towline_v1_GetSigningKeysRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetSigningKeysResponse>): grpc.ClientUnaryCall;
  GetSigningKeys(argument: _towline_v1_GetSigningKeysRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_GetSigningKeysResponse>): grpc.ClientUnaryCall;
  GetSigningKeys(argument: _towline_v1_GetSigningKeysRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetSigningKeysResponse>): grpc.ClientUnaryCall;
  GetSigningKeys(argument: _towline_v1_GetSigningKeysRequestInput, callback: grpc.requestCallback<_towline_v1_GetSigningKeysResponse>): grpc.ClientUnaryCall;
  /**
   * GetSigningKeys shows which key signs, and which nodes know it.
   */
  getSigningKeys(argument: _towline_v1_GetSigningKeysRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetSigningKeysResponse>): grpc.ClientUnaryCall;
  getSigningKeys(argument: _towline_v1_GetSigningKeysRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_GetSigningKeysResponse>): grpc.ClientUnaryCall;
  getSigningKeys(argument: _towline_v1_GetSigningKeysRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetSigningKeysResponse>): grpc.ClientUnaryCall;
  getSigningKeys(argument: _towline_v1_GetSigningKeysRequestInput, callback: grpc.requestCallback<_towline_v1_GetSigningKeysResponse>): grpc.ClientUnaryCall;
  
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
   * ListAgentVersions lists the agents that are kept here, and which version
   * each node runs.
   */
  ListAgentVersions(argument: _towline_v1_ListAgentVersionsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListAgentVersionsResponse>): grpc.ClientUnaryCall;
  ListAgentVersions(argument: _towline_v1_ListAgentVersionsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ListAgentVersionsResponse>): grpc.ClientUnaryCall;
  ListAgentVersions(argument: _towline_v1_ListAgentVersionsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListAgentVersionsResponse>): grpc.ClientUnaryCall;
  ListAgentVersions(argument: _towline_v1_ListAgentVersionsRequestInput, callback: grpc.requestCallback<_towline_v1_ListAgentVersionsResponse>): grpc.ClientUnaryCall;
  /**
   * ListAgentVersions lists the agents that are kept here, and which version
   * each node runs.
   */
  listAgentVersions(argument: _towline_v1_ListAgentVersionsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListAgentVersionsResponse>): grpc.ClientUnaryCall;
  listAgentVersions(argument: _towline_v1_ListAgentVersionsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ListAgentVersionsResponse>): grpc.ClientUnaryCall;
  listAgentVersions(argument: _towline_v1_ListAgentVersionsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListAgentVersionsResponse>): grpc.ClientUnaryCall;
  listAgentVersions(argument: _towline_v1_ListAgentVersionsRequestInput, callback: grpc.requestCallback<_towline_v1_ListAgentVersionsResponse>): grpc.ClientUnaryCall;
  
  /**
   * ListEvents sends the audit log, oldest first.
   */
  ListEvents(argument: _towline_v1_ListEventsRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_ListEventsResponse>;
  ListEvents(argument: _towline_v1_ListEventsRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_ListEventsResponse>;
  /**
   * ListEvents sends the audit log, oldest first.
   */
  listEvents(argument: _towline_v1_ListEventsRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_ListEventsResponse>;
  listEvents(argument: _towline_v1_ListEventsRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_ListEventsResponse>;
  
  /**
   * ListHistory shows what changed at a node, as its reports said.
   */
  ListHistory(argument: _towline_v1_ListHistoryRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListHistoryResponse>): grpc.ClientUnaryCall;
  ListHistory(argument: _towline_v1_ListHistoryRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ListHistoryResponse>): grpc.ClientUnaryCall;
  ListHistory(argument: _towline_v1_ListHistoryRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListHistoryResponse>): grpc.ClientUnaryCall;
  ListHistory(argument: _towline_v1_ListHistoryRequestInput, callback: grpc.requestCallback<_towline_v1_ListHistoryResponse>): grpc.ClientUnaryCall;
  /**
   * ListHistory shows what changed at a node, as its reports said.
   */
  listHistory(argument: _towline_v1_ListHistoryRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListHistoryResponse>): grpc.ClientUnaryCall;
  listHistory(argument: _towline_v1_ListHistoryRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ListHistoryResponse>): grpc.ClientUnaryCall;
  listHistory(argument: _towline_v1_ListHistoryRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListHistoryResponse>): grpc.ClientUnaryCall;
  listHistory(argument: _towline_v1_ListHistoryRequestInput, callback: grpc.requestCallback<_towline_v1_ListHistoryResponse>): grpc.ClientUnaryCall;
  
  /**
   * ListHosts lists the nodes that have a router, for those who manage it by
   * other means. The inventory has to be in order: groups that are half known
   * would lead a change to the wrong routers.
   */
  ListHosts(argument: _towline_v1_ListHostsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListHostsResponse>): grpc.ClientUnaryCall;
  ListHosts(argument: _towline_v1_ListHostsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ListHostsResponse>): grpc.ClientUnaryCall;
  ListHosts(argument: _towline_v1_ListHostsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListHostsResponse>): grpc.ClientUnaryCall;
  ListHosts(argument: _towline_v1_ListHostsRequestInput, callback: grpc.requestCallback<_towline_v1_ListHostsResponse>): grpc.ClientUnaryCall;
  /**
   * ListHosts lists the nodes that have a router, for those who manage it by
   * other means. The inventory has to be in order: groups that are half known
   * would lead a change to the wrong routers.
   */
  listHosts(argument: _towline_v1_ListHostsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListHostsResponse>): grpc.ClientUnaryCall;
  listHosts(argument: _towline_v1_ListHostsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ListHostsResponse>): grpc.ClientUnaryCall;
  listHosts(argument: _towline_v1_ListHostsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListHostsResponse>): grpc.ClientUnaryCall;
  listHosts(argument: _towline_v1_ListHostsRequestInput, callback: grpc.requestCallback<_towline_v1_ListHostsResponse>): grpc.ClientUnaryCall;
  
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
   * ListRollouts lists the rollouts, newest first, without their nodes.
   */
  ListRollouts(argument: _towline_v1_ListRolloutsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListRolloutsResponse>): grpc.ClientUnaryCall;
  ListRollouts(argument: _towline_v1_ListRolloutsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ListRolloutsResponse>): grpc.ClientUnaryCall;
  ListRollouts(argument: _towline_v1_ListRolloutsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListRolloutsResponse>): grpc.ClientUnaryCall;
  ListRollouts(argument: _towline_v1_ListRolloutsRequestInput, callback: grpc.requestCallback<_towline_v1_ListRolloutsResponse>): grpc.ClientUnaryCall;
  /**
   * ListRollouts lists the rollouts, newest first, without their nodes.
   */
  listRollouts(argument: _towline_v1_ListRolloutsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListRolloutsResponse>): grpc.ClientUnaryCall;
  listRollouts(argument: _towline_v1_ListRolloutsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ListRolloutsResponse>): grpc.ClientUnaryCall;
  listRollouts(argument: _towline_v1_ListRolloutsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListRolloutsResponse>): grpc.ClientUnaryCall;
  listRollouts(argument: _towline_v1_ListRolloutsRequestInput, callback: grpc.requestCallback<_towline_v1_ListRolloutsResponse>): grpc.ClientUnaryCall;
  
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
   * ListTokens lists the tokens, newest first.
   */
  ListTokens(argument: _towline_v1_ListTokensRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListTokensResponse>): grpc.ClientUnaryCall;
  ListTokens(argument: _towline_v1_ListTokensRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ListTokensResponse>): grpc.ClientUnaryCall;
  ListTokens(argument: _towline_v1_ListTokensRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListTokensResponse>): grpc.ClientUnaryCall;
  ListTokens(argument: _towline_v1_ListTokensRequestInput, callback: grpc.requestCallback<_towline_v1_ListTokensResponse>): grpc.ClientUnaryCall;
  /**
   * ListTokens lists the tokens, newest first.
   */
  listTokens(argument: _towline_v1_ListTokensRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListTokensResponse>): grpc.ClientUnaryCall;
  listTokens(argument: _towline_v1_ListTokensRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ListTokensResponse>): grpc.ClientUnaryCall;
  listTokens(argument: _towline_v1_ListTokensRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ListTokensResponse>): grpc.ClientUnaryCall;
  listTokens(argument: _towline_v1_ListTokensRequestInput, callback: grpc.requestCallback<_towline_v1_ListTokensResponse>): grpc.ClientUnaryCall;
  
  /**
   * LookingGlass asks a node what its BIRD shows, or which way packets take from
   * it. It changes nothing there.
   */
  LookingGlass(argument: _towline_v1_LookingGlassRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_LookingGlassResponse>): grpc.ClientUnaryCall;
  LookingGlass(argument: _towline_v1_LookingGlassRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_LookingGlassResponse>): grpc.ClientUnaryCall;
  LookingGlass(argument: _towline_v1_LookingGlassRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_LookingGlassResponse>): grpc.ClientUnaryCall;
  LookingGlass(argument: _towline_v1_LookingGlassRequestInput, callback: grpc.requestCallback<_towline_v1_LookingGlassResponse>): grpc.ClientUnaryCall;
  /**
   * LookingGlass asks a node what its BIRD shows, or which way packets take from
   * it. It changes nothing there.
   */
  lookingGlass(argument: _towline_v1_LookingGlassRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_LookingGlassResponse>): grpc.ClientUnaryCall;
  lookingGlass(argument: _towline_v1_LookingGlassRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_LookingGlassResponse>): grpc.ClientUnaryCall;
  lookingGlass(argument: _towline_v1_LookingGlassRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_LookingGlassResponse>): grpc.ClientUnaryCall;
  lookingGlass(argument: _towline_v1_LookingGlassRequestInput, callback: grpc.requestCallback<_towline_v1_LookingGlassResponse>): grpc.ClientUnaryCall;
  
  /**
   * OpenSession looks at what the caller has made. Calls that change anything
   * need its token in their metadata ("towline-session").
   */
  OpenSession(argument: _towline_v1_OpenSessionRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_OpenSessionResponse>): grpc.ClientUnaryCall;
  OpenSession(argument: _towline_v1_OpenSessionRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_OpenSessionResponse>): grpc.ClientUnaryCall;
  OpenSession(argument: _towline_v1_OpenSessionRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_OpenSessionResponse>): grpc.ClientUnaryCall;
  OpenSession(argument: _towline_v1_OpenSessionRequestInput, callback: grpc.requestCallback<_towline_v1_OpenSessionResponse>): grpc.ClientUnaryCall;
  /**
   * OpenSession looks at what the caller has made. Calls that change anything
   * need its token in their metadata ("towline-session").
   */
  openSession(argument: _towline_v1_OpenSessionRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_OpenSessionResponse>): grpc.ClientUnaryCall;
  openSession(argument: _towline_v1_OpenSessionRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_OpenSessionResponse>): grpc.ClientUnaryCall;
  openSession(argument: _towline_v1_OpenSessionRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_OpenSessionResponse>): grpc.ClientUnaryCall;
  openSession(argument: _towline_v1_OpenSessionRequestInput, callback: grpc.requestCallback<_towline_v1_OpenSessionResponse>): grpc.ClientUnaryCall;
  
  /**
   * PauseRollout tells nobody more until the rollout is resumed.
   */
  PauseRollout(argument: _towline_v1_PauseRolloutRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_PauseRolloutResponse>): grpc.ClientUnaryCall;
  PauseRollout(argument: _towline_v1_PauseRolloutRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_PauseRolloutResponse>): grpc.ClientUnaryCall;
  PauseRollout(argument: _towline_v1_PauseRolloutRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_PauseRolloutResponse>): grpc.ClientUnaryCall;
  PauseRollout(argument: _towline_v1_PauseRolloutRequestInput, callback: grpc.requestCallback<_towline_v1_PauseRolloutResponse>): grpc.ClientUnaryCall;
  /**
   * PauseRollout tells nobody more until the rollout is resumed.
   */
  pauseRollout(argument: _towline_v1_PauseRolloutRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_PauseRolloutResponse>): grpc.ClientUnaryCall;
  pauseRollout(argument: _towline_v1_PauseRolloutRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_PauseRolloutResponse>): grpc.ClientUnaryCall;
  pauseRollout(argument: _towline_v1_PauseRolloutRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_PauseRolloutResponse>): grpc.ClientUnaryCall;
  pauseRollout(argument: _towline_v1_PauseRolloutRequestInput, callback: grpc.requestCallback<_towline_v1_PauseRolloutResponse>): grpc.ClientUnaryCall;
  
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
   * ResumeRollout goes on with a rollout that is paused or has stopped.
   */
  ResumeRollout(argument: _towline_v1_ResumeRolloutRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ResumeRolloutResponse>): grpc.ClientUnaryCall;
  ResumeRollout(argument: _towline_v1_ResumeRolloutRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ResumeRolloutResponse>): grpc.ClientUnaryCall;
  ResumeRollout(argument: _towline_v1_ResumeRolloutRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ResumeRolloutResponse>): grpc.ClientUnaryCall;
  ResumeRollout(argument: _towline_v1_ResumeRolloutRequestInput, callback: grpc.requestCallback<_towline_v1_ResumeRolloutResponse>): grpc.ClientUnaryCall;
  /**
   * ResumeRollout goes on with a rollout that is paused or has stopped.
   */
  resumeRollout(argument: _towline_v1_ResumeRolloutRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ResumeRolloutResponse>): grpc.ClientUnaryCall;
  resumeRollout(argument: _towline_v1_ResumeRolloutRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ResumeRolloutResponse>): grpc.ClientUnaryCall;
  resumeRollout(argument: _towline_v1_ResumeRolloutRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ResumeRolloutResponse>): grpc.ClientUnaryCall;
  resumeRollout(argument: _towline_v1_ResumeRolloutRequestInput, callback: grpc.requestCallback<_towline_v1_ResumeRolloutResponse>): grpc.ClientUnaryCall;
  
  /**
   * RetireSigningKeys has nodes accept nothing more that an earlier key signed.
   */
  RetireSigningKeys(argument: _towline_v1_RetireSigningKeysRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RetireSigningKeysResponse>): grpc.ClientUnaryCall;
  RetireSigningKeys(argument: _towline_v1_RetireSigningKeysRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_RetireSigningKeysResponse>): grpc.ClientUnaryCall;
  RetireSigningKeys(argument: _towline_v1_RetireSigningKeysRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RetireSigningKeysResponse>): grpc.ClientUnaryCall;
  RetireSigningKeys(argument: _towline_v1_RetireSigningKeysRequestInput, callback: grpc.requestCallback<_towline_v1_RetireSigningKeysResponse>): grpc.ClientUnaryCall;
  /**
   * RetireSigningKeys has nodes accept nothing more that an earlier key signed.
   */
  retireSigningKeys(argument: _towline_v1_RetireSigningKeysRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RetireSigningKeysResponse>): grpc.ClientUnaryCall;
  retireSigningKeys(argument: _towline_v1_RetireSigningKeysRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_RetireSigningKeysResponse>): grpc.ClientUnaryCall;
  retireSigningKeys(argument: _towline_v1_RetireSigningKeysRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RetireSigningKeysResponse>): grpc.ClientUnaryCall;
  retireSigningKeys(argument: _towline_v1_RetireSigningKeysRequestInput, callback: grpc.requestCallback<_towline_v1_RetireSigningKeysResponse>): grpc.ClientUnaryCall;
  
  /**
   * RevokeNode cuts a node off at once: its tunnel, its calls, its enrollment.
   */
  RevokeNode(argument: _towline_v1_RevokeNodeRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RevokeNodeResponse>): grpc.ClientUnaryCall;
  RevokeNode(argument: _towline_v1_RevokeNodeRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_RevokeNodeResponse>): grpc.ClientUnaryCall;
  RevokeNode(argument: _towline_v1_RevokeNodeRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RevokeNodeResponse>): grpc.ClientUnaryCall;
  RevokeNode(argument: _towline_v1_RevokeNodeRequestInput, callback: grpc.requestCallback<_towline_v1_RevokeNodeResponse>): grpc.ClientUnaryCall;
  /**
   * RevokeNode cuts a node off at once: its tunnel, its calls, its enrollment.
   */
  revokeNode(argument: _towline_v1_RevokeNodeRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RevokeNodeResponse>): grpc.ClientUnaryCall;
  revokeNode(argument: _towline_v1_RevokeNodeRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_RevokeNodeResponse>): grpc.ClientUnaryCall;
  revokeNode(argument: _towline_v1_RevokeNodeRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RevokeNodeResponse>): grpc.ClientUnaryCall;
  revokeNode(argument: _towline_v1_RevokeNodeRequestInput, callback: grpc.requestCallback<_towline_v1_RevokeNodeResponse>): grpc.ClientUnaryCall;
  
  /**
   * RevokeToken ends a token before its time.
   */
  RevokeToken(argument: _towline_v1_RevokeTokenRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RevokeTokenResponse>): grpc.ClientUnaryCall;
  RevokeToken(argument: _towline_v1_RevokeTokenRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_RevokeTokenResponse>): grpc.ClientUnaryCall;
  RevokeToken(argument: _towline_v1_RevokeTokenRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RevokeTokenResponse>): grpc.ClientUnaryCall;
  RevokeToken(argument: _towline_v1_RevokeTokenRequestInput, callback: grpc.requestCallback<_towline_v1_RevokeTokenResponse>): grpc.ClientUnaryCall;
  /**
   * RevokeToken ends a token before its time.
   */
  revokeToken(argument: _towline_v1_RevokeTokenRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RevokeTokenResponse>): grpc.ClientUnaryCall;
  revokeToken(argument: _towline_v1_RevokeTokenRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_RevokeTokenResponse>): grpc.ClientUnaryCall;
  revokeToken(argument: _towline_v1_RevokeTokenRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RevokeTokenResponse>): grpc.ClientUnaryCall;
  revokeToken(argument: _towline_v1_RevokeTokenRequestInput, callback: grpc.requestCallback<_towline_v1_RevokeTokenResponse>): grpc.ClientUnaryCall;
  
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
   * RotateLinkKey begins to renew a node's link key, link by link; while that is
   * under way it shows how far it is, and tries again what failed.
   */
  RotateLinkKey(argument: _towline_v1_RotateLinkKeyRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RotateLinkKeyResponse>): grpc.ClientUnaryCall;
  RotateLinkKey(argument: _towline_v1_RotateLinkKeyRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_RotateLinkKeyResponse>): grpc.ClientUnaryCall;
  RotateLinkKey(argument: _towline_v1_RotateLinkKeyRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RotateLinkKeyResponse>): grpc.ClientUnaryCall;
  RotateLinkKey(argument: _towline_v1_RotateLinkKeyRequestInput, callback: grpc.requestCallback<_towline_v1_RotateLinkKeyResponse>): grpc.ClientUnaryCall;
  /**
   * RotateLinkKey begins to renew a node's link key, link by link; while that is
   * under way it shows how far it is, and tries again what failed.
   */
  rotateLinkKey(argument: _towline_v1_RotateLinkKeyRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RotateLinkKeyResponse>): grpc.ClientUnaryCall;
  rotateLinkKey(argument: _towline_v1_RotateLinkKeyRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_RotateLinkKeyResponse>): grpc.ClientUnaryCall;
  rotateLinkKey(argument: _towline_v1_RotateLinkKeyRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RotateLinkKeyResponse>): grpc.ClientUnaryCall;
  rotateLinkKey(argument: _towline_v1_RotateLinkKeyRequestInput, callback: grpc.requestCallback<_towline_v1_RotateLinkKeyResponse>): grpc.ClientUnaryCall;
  
  /**
   * RotateMasterKey puts the secrets of the database under another key.
   */
  RotateMasterKey(argument: _towline_v1_RotateMasterKeyRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RotateMasterKeyResponse>): grpc.ClientUnaryCall;
  RotateMasterKey(argument: _towline_v1_RotateMasterKeyRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_RotateMasterKeyResponse>): grpc.ClientUnaryCall;
  RotateMasterKey(argument: _towline_v1_RotateMasterKeyRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RotateMasterKeyResponse>): grpc.ClientUnaryCall;
  RotateMasterKey(argument: _towline_v1_RotateMasterKeyRequestInput, callback: grpc.requestCallback<_towline_v1_RotateMasterKeyResponse>): grpc.ClientUnaryCall;
  /**
   * RotateMasterKey puts the secrets of the database under another key.
   */
  rotateMasterKey(argument: _towline_v1_RotateMasterKeyRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RotateMasterKeyResponse>): grpc.ClientUnaryCall;
  rotateMasterKey(argument: _towline_v1_RotateMasterKeyRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_RotateMasterKeyResponse>): grpc.ClientUnaryCall;
  rotateMasterKey(argument: _towline_v1_RotateMasterKeyRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RotateMasterKeyResponse>): grpc.ClientUnaryCall;
  rotateMasterKey(argument: _towline_v1_RotateMasterKeyRequestInput, callback: grpc.requestCallback<_towline_v1_RotateMasterKeyResponse>): grpc.ClientUnaryCall;
  
  /**
   * RotatePsks makes new pre-shared keys of links.
   */
  RotatePsks(argument: _towline_v1_RotatePsksRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RotatePsksResponse>): grpc.ClientUnaryCall;
  RotatePsks(argument: _towline_v1_RotatePsksRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_RotatePsksResponse>): grpc.ClientUnaryCall;
  RotatePsks(argument: _towline_v1_RotatePsksRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RotatePsksResponse>): grpc.ClientUnaryCall;
  RotatePsks(argument: _towline_v1_RotatePsksRequestInput, callback: grpc.requestCallback<_towline_v1_RotatePsksResponse>): grpc.ClientUnaryCall;
  /**
   * RotatePsks makes new pre-shared keys of links.
   */
  rotatePsks(argument: _towline_v1_RotatePsksRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RotatePsksResponse>): grpc.ClientUnaryCall;
  rotatePsks(argument: _towline_v1_RotatePsksRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_RotatePsksResponse>): grpc.ClientUnaryCall;
  rotatePsks(argument: _towline_v1_RotatePsksRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RotatePsksResponse>): grpc.ClientUnaryCall;
  rotatePsks(argument: _towline_v1_RotatePsksRequestInput, callback: grpc.requestCallback<_towline_v1_RotatePsksResponse>): grpc.ClientUnaryCall;
  
  /**
   * RotateSigningKey makes another key sign from now on.
   */
  RotateSigningKey(argument: _towline_v1_RotateSigningKeyRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RotateSigningKeyResponse>): grpc.ClientUnaryCall;
  RotateSigningKey(argument: _towline_v1_RotateSigningKeyRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_RotateSigningKeyResponse>): grpc.ClientUnaryCall;
  RotateSigningKey(argument: _towline_v1_RotateSigningKeyRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RotateSigningKeyResponse>): grpc.ClientUnaryCall;
  RotateSigningKey(argument: _towline_v1_RotateSigningKeyRequestInput, callback: grpc.requestCallback<_towline_v1_RotateSigningKeyResponse>): grpc.ClientUnaryCall;
  /**
   * RotateSigningKey makes another key sign from now on.
   */
  rotateSigningKey(argument: _towline_v1_RotateSigningKeyRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RotateSigningKeyResponse>): grpc.ClientUnaryCall;
  rotateSigningKey(argument: _towline_v1_RotateSigningKeyRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_RotateSigningKeyResponse>): grpc.ClientUnaryCall;
  rotateSigningKey(argument: _towline_v1_RotateSigningKeyRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_RotateSigningKeyResponse>): grpc.ClientUnaryCall;
  rotateSigningKey(argument: _towline_v1_RotateSigningKeyRequestInput, callback: grpc.requestCallback<_towline_v1_RotateSigningKeyResponse>): grpc.ClientUnaryCall;
  
  /**
   * SetLogLevel changes what the controller logs, until it ends; without a
   * level it only shows it.
   */
  SetLogLevel(argument: _towline_v1_SetLogLevelRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_SetLogLevelResponse>): grpc.ClientUnaryCall;
  SetLogLevel(argument: _towline_v1_SetLogLevelRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_SetLogLevelResponse>): grpc.ClientUnaryCall;
  SetLogLevel(argument: _towline_v1_SetLogLevelRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_SetLogLevelResponse>): grpc.ClientUnaryCall;
  SetLogLevel(argument: _towline_v1_SetLogLevelRequestInput, callback: grpc.requestCallback<_towline_v1_SetLogLevelResponse>): grpc.ClientUnaryCall;
  /**
   * SetLogLevel changes what the controller logs, until it ends; without a
   * level it only shows it.
   */
  setLogLevel(argument: _towline_v1_SetLogLevelRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_SetLogLevelResponse>): grpc.ClientUnaryCall;
  setLogLevel(argument: _towline_v1_SetLogLevelRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_SetLogLevelResponse>): grpc.ClientUnaryCall;
  setLogLevel(argument: _towline_v1_SetLogLevelRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_SetLogLevelResponse>): grpc.ClientUnaryCall;
  setLogLevel(argument: _towline_v1_SetLogLevelRequestInput, callback: grpc.requestCallback<_towline_v1_SetLogLevelResponse>): grpc.ClientUnaryCall;
  
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
  
  /**
   * Why looks at a node, or at a node and another one, and says what is wrong and
   * what to do. It asks the nodes, and changes nothing.
   */
  Why(argument: _towline_v1_WhyRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_WhyResponse>): grpc.ClientUnaryCall;
  Why(argument: _towline_v1_WhyRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_WhyResponse>): grpc.ClientUnaryCall;
  Why(argument: _towline_v1_WhyRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_WhyResponse>): grpc.ClientUnaryCall;
  Why(argument: _towline_v1_WhyRequestInput, callback: grpc.requestCallback<_towline_v1_WhyResponse>): grpc.ClientUnaryCall;
  /**
   * Why looks at a node, or at a node and another one, and says what is wrong and
   * what to do. It asks the nodes, and changes nothing.
   */
  why(argument: _towline_v1_WhyRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_WhyResponse>): grpc.ClientUnaryCall;
  why(argument: _towline_v1_WhyRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_WhyResponse>): grpc.ClientUnaryCall;
  why(argument: _towline_v1_WhyRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_WhyResponse>): grpc.ClientUnaryCall;
  why(argument: _towline_v1_WhyRequestInput, callback: grpc.requestCallback<_towline_v1_WhyResponse>): grpc.ClientUnaryCall;
  
}

/**
 * AdminService is what the command line speaks to, over the controller's Unix
 * socket. Who may open the socket is an admin. An error in the inventory comes
 * back as FAILED_PRECONDITION with one line a problem in its message.
 */
export interface AdminServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * AbortAgentUpgrade has no more nodes told; those that were told go on.
   */
  AbortAgentUpgrade: grpc.handleUnaryCall<_towline_v1_AbortAgentUpgradeRequest, _towline_v1_AbortAgentUpgradeResponseInput>;
  
  /**
   * AbortRollout ends a rollout where it is, or takes back what it changed.
   */
  AbortRollout: grpc.handleUnaryCall<_towline_v1_AbortRolloutRequest, _towline_v1_AbortRolloutResponseInput>;
  
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
   * Backup sends the controller as it is now, with its keys, in clear: to root
   * and to the daemon's own user only.
   */
  Backup: grpc.handleServerStreamingCall<_towline_v1_BackupRequest, _towline_v1_BackupResponseInput>;
  
  /**
   * BeginAgentUpgrade has nodes become another agent, a few at a time.
   */
  BeginAgentUpgrade: grpc.handleUnaryCall<_towline_v1_BeginAgentUpgradeRequest, _towline_v1_BeginAgentUpgradeResponseInput>;
  
  /**
   * BeginRollout activates a release in waves; dry, it says which.
   */
  BeginRollout: grpc.handleUnaryCall<_towline_v1_BeginRolloutRequest, _towline_v1_BeginRolloutResponseInput>;
  
  /**
   * BeginSession names what the caller has to make to prove its Unix user.
   */
  BeginSession: grpc.handleUnaryCall<_towline_v1_BeginSessionRequest, _towline_v1_BeginSessionResponseInput>;
  
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
   * CreateToken lets routers that have a token join without an admin.
   */
  CreateToken: grpc.handleUnaryCall<_towline_v1_CreateTokenRequest, _towline_v1_CreateTokenResponseInput>;
  
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
   * GetAgentUpgrade shows an upgrade of agents with its nodes.
   */
  GetAgentUpgrade: grpc.handleUnaryCall<_towline_v1_GetAgentUpgradeRequest, _towline_v1_GetAgentUpgradeResponseInput>;
  
  /**
   * GetNode shows one node with its links and effective values.
   */
  GetNode: grpc.handleUnaryCall<_towline_v1_GetNodeRequest, _towline_v1_GetNodeResponseInput>;
  
  /**
   * GetRelease shows one release.
   */
  GetRelease: grpc.handleUnaryCall<_towline_v1_GetReleaseRequest, _towline_v1_GetReleaseResponseInput>;
  
  /**
   * GetRollout shows a rollout with its nodes.
   */
  GetRollout: grpc.handleUnaryCall<_towline_v1_GetRolloutRequest, _towline_v1_GetRolloutResponseInput>;
  
  /**
   * GetSigningKeys shows which key signs, and which nodes know it.
   */
  GetSigningKeys: grpc.handleUnaryCall<_towline_v1_GetSigningKeysRequest, _towline_v1_GetSigningKeysResponseInput>;
  
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
   * ListAgentVersions lists the agents that are kept here, and which version
   * each node runs.
   */
  ListAgentVersions: grpc.handleUnaryCall<_towline_v1_ListAgentVersionsRequest, _towline_v1_ListAgentVersionsResponseInput>;
  
  /**
   * ListEvents sends the audit log, oldest first.
   */
  ListEvents: grpc.handleServerStreamingCall<_towline_v1_ListEventsRequest, _towline_v1_ListEventsResponseInput>;
  
  /**
   * ListHistory shows what changed at a node, as its reports said.
   */
  ListHistory: grpc.handleUnaryCall<_towline_v1_ListHistoryRequest, _towline_v1_ListHistoryResponseInput>;
  
  /**
   * ListHosts lists the nodes that have a router, for those who manage it by
   * other means. The inventory has to be in order: groups that are half known
   * would lead a change to the wrong routers.
   */
  ListHosts: grpc.handleUnaryCall<_towline_v1_ListHostsRequest, _towline_v1_ListHostsResponseInput>;
  
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
   * ListRollouts lists the rollouts, newest first, without their nodes.
   */
  ListRollouts: grpc.handleUnaryCall<_towline_v1_ListRolloutsRequest, _towline_v1_ListRolloutsResponseInput>;
  
  /**
   * ListSites lists the sites of the inventory.
   */
  ListSites: grpc.handleUnaryCall<_towline_v1_ListSitesRequest, _towline_v1_ListSitesResponseInput>;
  
  /**
   * ListTokens lists the tokens, newest first.
   */
  ListTokens: grpc.handleUnaryCall<_towline_v1_ListTokensRequest, _towline_v1_ListTokensResponseInput>;
  
  /**
   * LookingGlass asks a node what its BIRD shows, or which way packets take from
   * it. It changes nothing there.
   */
  LookingGlass: grpc.handleUnaryCall<_towline_v1_LookingGlassRequest, _towline_v1_LookingGlassResponseInput>;
  
  /**
   * OpenSession looks at what the caller has made. Calls that change anything
   * need its token in their metadata ("towline-session").
   */
  OpenSession: grpc.handleUnaryCall<_towline_v1_OpenSessionRequest, _towline_v1_OpenSessionResponseInput>;
  
  /**
   * PauseRollout tells nobody more until the rollout is resumed.
   */
  PauseRollout: grpc.handleUnaryCall<_towline_v1_PauseRolloutRequest, _towline_v1_PauseRolloutResponseInput>;
  
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
   * ResumeRollout goes on with a rollout that is paused or has stopped.
   */
  ResumeRollout: grpc.handleUnaryCall<_towline_v1_ResumeRolloutRequest, _towline_v1_ResumeRolloutResponseInput>;
  
  /**
   * RetireSigningKeys has nodes accept nothing more that an earlier key signed.
   */
  RetireSigningKeys: grpc.handleUnaryCall<_towline_v1_RetireSigningKeysRequest, _towline_v1_RetireSigningKeysResponseInput>;
  
  /**
   * RevokeNode cuts a node off at once: its tunnel, its calls, its enrollment.
   */
  RevokeNode: grpc.handleUnaryCall<_towline_v1_RevokeNodeRequest, _towline_v1_RevokeNodeResponseInput>;
  
  /**
   * RevokeToken ends a token before its time.
   */
  RevokeToken: grpc.handleUnaryCall<_towline_v1_RevokeTokenRequest, _towline_v1_RevokeTokenResponseInput>;
  
  /**
   * Rollback makes a new release with the content of an old one. It sends what
   * would change before it makes anything.
   */
  Rollback: grpc.handleServerStreamingCall<_towline_v1_RollbackRequest, _towline_v1_RollbackResponseInput>;
  
  /**
   * RotateLinkKey begins to renew a node's link key, link by link; while that is
   * under way it shows how far it is, and tries again what failed.
   */
  RotateLinkKey: grpc.handleUnaryCall<_towline_v1_RotateLinkKeyRequest, _towline_v1_RotateLinkKeyResponseInput>;
  
  /**
   * RotateMasterKey puts the secrets of the database under another key.
   */
  RotateMasterKey: grpc.handleUnaryCall<_towline_v1_RotateMasterKeyRequest, _towline_v1_RotateMasterKeyResponseInput>;
  
  /**
   * RotatePsks makes new pre-shared keys of links.
   */
  RotatePsks: grpc.handleUnaryCall<_towline_v1_RotatePsksRequest, _towline_v1_RotatePsksResponseInput>;
  
  /**
   * RotateSigningKey makes another key sign from now on.
   */
  RotateSigningKey: grpc.handleUnaryCall<_towline_v1_RotateSigningKeyRequest, _towline_v1_RotateSigningKeyResponseInput>;
  
  /**
   * SetLogLevel changes what the controller logs, until it ends; without a
   * level it only shows it.
   */
  SetLogLevel: grpc.handleUnaryCall<_towline_v1_SetLogLevelRequest, _towline_v1_SetLogLevelResponseInput>;
  
  /**
   * SetValue writes a key in one file of the work tree, keeping its comments.
   */
  SetValue: grpc.handleUnaryCall<_towline_v1_SetValueRequest, _towline_v1_SetValueResponseInput>;
  
  /**
   * Unquarantine lets a node try the bundle again that it has in quarantine.
   */
  Unquarantine: grpc.handleUnaryCall<_towline_v1_UnquarantineRequest, _towline_v1_UnquarantineResponseInput>;
  
  /**
   * Why looks at a node, or at a node and another one, and says what is wrong and
   * what to do. It asks the nodes, and changes nothing.
   */
  Why: grpc.handleUnaryCall<_towline_v1_WhyRequest, _towline_v1_WhyResponseInput>;
  
}

export interface AdminServiceDefinition extends grpc.ServiceDefinition {
  AbortAgentUpgrade: MethodDefinition<_towline_v1_AbortAgentUpgradeRequestInput, _towline_v1_AbortAgentUpgradeResponseInput, _towline_v1_AbortAgentUpgradeRequest, _towline_v1_AbortAgentUpgradeResponse>
  AbortRollout: MethodDefinition<_towline_v1_AbortRolloutRequestInput, _towline_v1_AbortRolloutResponseInput, _towline_v1_AbortRolloutRequest, _towline_v1_AbortRolloutResponse>
  AbortTunnelMove: MethodDefinition<_towline_v1_AbortTunnelMoveRequestInput, _towline_v1_AbortTunnelMoveResponseInput, _towline_v1_AbortTunnelMoveRequest, _towline_v1_AbortTunnelMoveResponse>
  Activate: MethodDefinition<_towline_v1_ActivateRequestInput, _towline_v1_ActivateResponseInput, _towline_v1_ActivateRequest, _towline_v1_ActivateResponse>
  AddNode: MethodDefinition<_towline_v1_AddNodeRequestInput, _towline_v1_AddNodeResponseInput, _towline_v1_AddNodeRequest, _towline_v1_AddNodeResponse>
  AddSite: MethodDefinition<_towline_v1_AddSiteRequestInput, _towline_v1_AddSiteResponseInput, _towline_v1_AddSiteRequest, _towline_v1_AddSiteResponse>
  Approve: MethodDefinition<_towline_v1_ApproveRequestInput, _towline_v1_ApproveResponseInput, _towline_v1_ApproveRequest, _towline_v1_ApproveResponse>
  Backup: MethodDefinition<_towline_v1_BackupRequestInput, _towline_v1_BackupResponseInput, _towline_v1_BackupRequest, _towline_v1_BackupResponse>
  BeginAgentUpgrade: MethodDefinition<_towline_v1_BeginAgentUpgradeRequestInput, _towline_v1_BeginAgentUpgradeResponseInput, _towline_v1_BeginAgentUpgradeRequest, _towline_v1_BeginAgentUpgradeResponse>
  BeginRollout: MethodDefinition<_towline_v1_BeginRolloutRequestInput, _towline_v1_BeginRolloutResponseInput, _towline_v1_BeginRolloutRequest, _towline_v1_BeginRolloutResponse>
  BeginSession: MethodDefinition<_towline_v1_BeginSessionRequestInput, _towline_v1_BeginSessionResponseInput, _towline_v1_BeginSessionRequest, _towline_v1_BeginSessionResponse>
  BeginTunnelMove: MethodDefinition<_towline_v1_BeginTunnelMoveRequestInput, _towline_v1_BeginTunnelMoveResponseInput, _towline_v1_BeginTunnelMoveRequest, _towline_v1_BeginTunnelMoveResponse>
  Check: MethodDefinition<_towline_v1_CheckRequestInput, _towline_v1_CheckResponseInput, _towline_v1_CheckRequest, _towline_v1_CheckResponse>
  Commit: MethodDefinition<_towline_v1_CommitRequestInput, _towline_v1_CommitResponseInput, _towline_v1_CommitRequest, _towline_v1_CommitResponse>
  CreateToken: MethodDefinition<_towline_v1_CreateTokenRequestInput, _towline_v1_CreateTokenResponseInput, _towline_v1_CreateTokenRequest, _towline_v1_CreateTokenResponse>
  Deny: MethodDefinition<_towline_v1_DenyRequestInput, _towline_v1_DenyResponseInput, _towline_v1_DenyRequest, _towline_v1_DenyResponse>
  DiffReleases: MethodDefinition<_towline_v1_DiffReleasesRequestInput, _towline_v1_DiffReleasesResponseInput, _towline_v1_DiffReleasesRequest, _towline_v1_DiffReleasesResponse>
  FinishTunnelMove: MethodDefinition<_towline_v1_FinishTunnelMoveRequestInput, _towline_v1_FinishTunnelMoveResponseInput, _towline_v1_FinishTunnelMoveRequest, _towline_v1_FinishTunnelMoveResponse>
  GetAgentUpgrade: MethodDefinition<_towline_v1_GetAgentUpgradeRequestInput, _towline_v1_GetAgentUpgradeResponseInput, _towline_v1_GetAgentUpgradeRequest, _towline_v1_GetAgentUpgradeResponse>
  GetNode: MethodDefinition<_towline_v1_GetNodeRequestInput, _towline_v1_GetNodeResponseInput, _towline_v1_GetNodeRequest, _towline_v1_GetNodeResponse>
  GetRelease: MethodDefinition<_towline_v1_GetReleaseRequestInput, _towline_v1_GetReleaseResponseInput, _towline_v1_GetReleaseRequest, _towline_v1_GetReleaseResponse>
  GetRollout: MethodDefinition<_towline_v1_GetRolloutRequestInput, _towline_v1_GetRolloutResponseInput, _towline_v1_GetRolloutRequest, _towline_v1_GetRolloutResponse>
  GetSigningKeys: MethodDefinition<_towline_v1_GetSigningKeysRequestInput, _towline_v1_GetSigningKeysResponseInput, _towline_v1_GetSigningKeysRequest, _towline_v1_GetSigningKeysResponse>
  GetSite: MethodDefinition<_towline_v1_GetSiteRequestInput, _towline_v1_GetSiteResponseInput, _towline_v1_GetSiteRequest, _towline_v1_GetSiteResponse>
  GetStatus: MethodDefinition<_towline_v1_GetStatusRequestInput, _towline_v1_GetStatusResponseInput, _towline_v1_GetStatusRequest, _towline_v1_GetStatusResponse>
  GetTunnel: MethodDefinition<_towline_v1_GetTunnelRequestInput, _towline_v1_GetTunnelResponseInput, _towline_v1_GetTunnelRequest, _towline_v1_GetTunnelResponse>
  GetValue: MethodDefinition<_towline_v1_GetValueRequestInput, _towline_v1_GetValueResponseInput, _towline_v1_GetValueRequest, _towline_v1_GetValueResponse>
  ListAgentVersions: MethodDefinition<_towline_v1_ListAgentVersionsRequestInput, _towline_v1_ListAgentVersionsResponseInput, _towline_v1_ListAgentVersionsRequest, _towline_v1_ListAgentVersionsResponse>
  ListEvents: MethodDefinition<_towline_v1_ListEventsRequestInput, _towline_v1_ListEventsResponseInput, _towline_v1_ListEventsRequest, _towline_v1_ListEventsResponse>
  ListHistory: MethodDefinition<_towline_v1_ListHistoryRequestInput, _towline_v1_ListHistoryResponseInput, _towline_v1_ListHistoryRequest, _towline_v1_ListHistoryResponse>
  ListHosts: MethodDefinition<_towline_v1_ListHostsRequestInput, _towline_v1_ListHostsResponseInput, _towline_v1_ListHostsRequest, _towline_v1_ListHostsResponse>
  ListLog: MethodDefinition<_towline_v1_ListLogRequestInput, _towline_v1_ListLogResponseInput, _towline_v1_ListLogRequest, _towline_v1_ListLogResponse>
  ListNodes: MethodDefinition<_towline_v1_ListNodesRequestInput, _towline_v1_ListNodesResponseInput, _towline_v1_ListNodesRequest, _towline_v1_ListNodesResponse>
  ListPending: MethodDefinition<_towline_v1_ListPendingRequestInput, _towline_v1_ListPendingResponseInput, _towline_v1_ListPendingRequest, _towline_v1_ListPendingResponse>
  ListReleases: MethodDefinition<_towline_v1_ListReleasesRequestInput, _towline_v1_ListReleasesResponseInput, _towline_v1_ListReleasesRequest, _towline_v1_ListReleasesResponse>
  ListRollouts: MethodDefinition<_towline_v1_ListRolloutsRequestInput, _towline_v1_ListRolloutsResponseInput, _towline_v1_ListRolloutsRequest, _towline_v1_ListRolloutsResponse>
  ListSites: MethodDefinition<_towline_v1_ListSitesRequestInput, _towline_v1_ListSitesResponseInput, _towline_v1_ListSitesRequest, _towline_v1_ListSitesResponse>
  ListTokens: MethodDefinition<_towline_v1_ListTokensRequestInput, _towline_v1_ListTokensResponseInput, _towline_v1_ListTokensRequest, _towline_v1_ListTokensResponse>
  LookingGlass: MethodDefinition<_towline_v1_LookingGlassRequestInput, _towline_v1_LookingGlassResponseInput, _towline_v1_LookingGlassRequest, _towline_v1_LookingGlassResponse>
  OpenSession: MethodDefinition<_towline_v1_OpenSessionRequestInput, _towline_v1_OpenSessionResponseInput, _towline_v1_OpenSessionRequest, _towline_v1_OpenSessionResponse>
  PauseRollout: MethodDefinition<_towline_v1_PauseRolloutRequestInput, _towline_v1_PauseRolloutResponseInput, _towline_v1_PauseRolloutRequest, _towline_v1_PauseRolloutResponse>
  Plan: MethodDefinition<_towline_v1_PlanRequestInput, _towline_v1_PlanResponseInput, _towline_v1_PlanRequest, _towline_v1_PlanResponse>
  RemoveNode: MethodDefinition<_towline_v1_RemoveNodeRequestInput, _towline_v1_RemoveNodeResponseInput, _towline_v1_RemoveNodeRequest, _towline_v1_RemoveNodeResponse>
  RemoveSite: MethodDefinition<_towline_v1_RemoveSiteRequestInput, _towline_v1_RemoveSiteResponseInput, _towline_v1_RemoveSiteRequest, _towline_v1_RemoveSiteResponse>
  ResumeRollout: MethodDefinition<_towline_v1_ResumeRolloutRequestInput, _towline_v1_ResumeRolloutResponseInput, _towline_v1_ResumeRolloutRequest, _towline_v1_ResumeRolloutResponse>
  RetireSigningKeys: MethodDefinition<_towline_v1_RetireSigningKeysRequestInput, _towline_v1_RetireSigningKeysResponseInput, _towline_v1_RetireSigningKeysRequest, _towline_v1_RetireSigningKeysResponse>
  RevokeNode: MethodDefinition<_towline_v1_RevokeNodeRequestInput, _towline_v1_RevokeNodeResponseInput, _towline_v1_RevokeNodeRequest, _towline_v1_RevokeNodeResponse>
  RevokeToken: MethodDefinition<_towline_v1_RevokeTokenRequestInput, _towline_v1_RevokeTokenResponseInput, _towline_v1_RevokeTokenRequest, _towline_v1_RevokeTokenResponse>
  Rollback: MethodDefinition<_towline_v1_RollbackRequestInput, _towline_v1_RollbackResponseInput, _towline_v1_RollbackRequest, _towline_v1_RollbackResponse>
  RotateLinkKey: MethodDefinition<_towline_v1_RotateLinkKeyRequestInput, _towline_v1_RotateLinkKeyResponseInput, _towline_v1_RotateLinkKeyRequest, _towline_v1_RotateLinkKeyResponse>
  RotateMasterKey: MethodDefinition<_towline_v1_RotateMasterKeyRequestInput, _towline_v1_RotateMasterKeyResponseInput, _towline_v1_RotateMasterKeyRequest, _towline_v1_RotateMasterKeyResponse>
  RotatePsks: MethodDefinition<_towline_v1_RotatePsksRequestInput, _towline_v1_RotatePsksResponseInput, _towline_v1_RotatePsksRequest, _towline_v1_RotatePsksResponse>
  RotateSigningKey: MethodDefinition<_towline_v1_RotateSigningKeyRequestInput, _towline_v1_RotateSigningKeyResponseInput, _towline_v1_RotateSigningKeyRequest, _towline_v1_RotateSigningKeyResponse>
  SetLogLevel: MethodDefinition<_towline_v1_SetLogLevelRequestInput, _towline_v1_SetLogLevelResponseInput, _towline_v1_SetLogLevelRequest, _towline_v1_SetLogLevelResponse>
  SetValue: MethodDefinition<_towline_v1_SetValueRequestInput, _towline_v1_SetValueResponseInput, _towline_v1_SetValueRequest, _towline_v1_SetValueResponse>
  Unquarantine: MethodDefinition<_towline_v1_UnquarantineRequestInput, _towline_v1_UnquarantineResponseInput, _towline_v1_UnquarantineRequest, _towline_v1_UnquarantineResponse>
  Why: MethodDefinition<_towline_v1_WhyRequestInput, _towline_v1_WhyResponseInput, _towline_v1_WhyRequest, _towline_v1_WhyResponse>
}
