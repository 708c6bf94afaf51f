import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { AbortAgentUpgradeRequestInput as _towline_v1_AbortAgentUpgradeRequestInput, AbortAgentUpgradeRequest as _towline_v1_AbortAgentUpgradeRequest } from './towline/v1/AbortAgentUpgradeRequest.ts';
import type { AbortAgentUpgradeResponseInput as _towline_v1_AbortAgentUpgradeResponseInput, AbortAgentUpgradeResponse as _towline_v1_AbortAgentUpgradeResponse } from './towline/v1/AbortAgentUpgradeResponse.ts';
import type { AbortRolloutRequestInput as _towline_v1_AbortRolloutRequestInput, AbortRolloutRequest as _towline_v1_AbortRolloutRequest } from './towline/v1/AbortRolloutRequest.ts';
import type { AbortRolloutResponseInput as _towline_v1_AbortRolloutResponseInput, AbortRolloutResponse as _towline_v1_AbortRolloutResponse } from './towline/v1/AbortRolloutResponse.ts';
import type { AbortTunnelMoveRequestInput as _towline_v1_AbortTunnelMoveRequestInput, AbortTunnelMoveRequest as _towline_v1_AbortTunnelMoveRequest } from './towline/v1/AbortTunnelMoveRequest.ts';
import type { AbortTunnelMoveResponseInput as _towline_v1_AbortTunnelMoveResponseInput, AbortTunnelMoveResponse as _towline_v1_AbortTunnelMoveResponse } from './towline/v1/AbortTunnelMoveResponse.ts';
import type { ActivateRequestInput as _towline_v1_ActivateRequestInput, ActivateRequest as _towline_v1_ActivateRequest } from './towline/v1/ActivateRequest.ts';
import type { ActivateResponseInput as _towline_v1_ActivateResponseInput, ActivateResponse as _towline_v1_ActivateResponse } from './towline/v1/ActivateResponse.ts';
import type { AddNodeRequestInput as _towline_v1_AddNodeRequestInput, AddNodeRequest as _towline_v1_AddNodeRequest } from './towline/v1/AddNodeRequest.ts';
import type { AddNodeResponseInput as _towline_v1_AddNodeResponseInput, AddNodeResponse as _towline_v1_AddNodeResponse } from './towline/v1/AddNodeResponse.ts';
import type { AddSiteRequestInput as _towline_v1_AddSiteRequestInput, AddSiteRequest as _towline_v1_AddSiteRequest } from './towline/v1/AddSiteRequest.ts';
import type { AddSiteResponseInput as _towline_v1_AddSiteResponseInput, AddSiteResponse as _towline_v1_AddSiteResponse } from './towline/v1/AddSiteResponse.ts';
import type { AdminServiceClient as _towline_v1_AdminServiceClient, AdminServiceDefinition as _towline_v1_AdminServiceDefinition } from './towline/v1/AdminService.ts';
import type { AgentConfirmationInput as _towline_v1_AgentConfirmationInput, AgentConfirmation as _towline_v1_AgentConfirmation } from './towline/v1/AgentConfirmation.ts';
import type { AgentFileInput as _towline_v1_AgentFileInput, AgentFile as _towline_v1_AgentFile } from './towline/v1/AgentFile.ts';
import type { AgentOfNodeInput as _towline_v1_AgentOfNodeInput, AgentOfNode as _towline_v1_AgentOfNode } from './towline/v1/AgentOfNode.ts';
import type { AgentOrderInput as _towline_v1_AgentOrderInput, AgentOrder as _towline_v1_AgentOrder } from './towline/v1/AgentOrder.ts';
import type { AgentServiceClient as _towline_v1_AgentServiceClient, AgentServiceDefinition as _towline_v1_AgentServiceDefinition } from './towline/v1/AgentService.ts';
import type { AgentUpgradeInput as _towline_v1_AgentUpgradeInput, AgentUpgrade as _towline_v1_AgentUpgrade } from './towline/v1/AgentUpgrade.ts';
import type { AgentUpgradeNodeInput as _towline_v1_AgentUpgradeNodeInput, AgentUpgradeNode as _towline_v1_AgentUpgradeNode } from './towline/v1/AgentUpgradeNode.ts';
import type { AgentUpgradeRunInput as _towline_v1_AgentUpgradeRunInput, AgentUpgradeRun as _towline_v1_AgentUpgradeRun } from './towline/v1/AgentUpgradeRun.ts';
import type { AmountInput as _towline_v1_AmountInput, Amount as _towline_v1_Amount } from './towline/v1/Amount.ts';
import type { AnswerRequestInput as _towline_v1_AnswerRequestInput, AnswerRequest as _towline_v1_AnswerRequest } from './towline/v1/AnswerRequest.ts';
import type { AnswerResponseInput as _towline_v1_AnswerResponseInput, AnswerResponse as _towline_v1_AnswerResponse } from './towline/v1/AnswerResponse.ts';
import type { ApplyResultInput as _towline_v1_ApplyResultInput, ApplyResult as _towline_v1_ApplyResult } from './towline/v1/ApplyResult.ts';
import type { ApproveRequestInput as _towline_v1_ApproveRequestInput, ApproveRequest as _towline_v1_ApproveRequest } from './towline/v1/ApproveRequest.ts';
import type { ApproveResponseInput as _towline_v1_ApproveResponseInput, ApproveResponse as _towline_v1_ApproveResponse } from './towline/v1/ApproveResponse.ts';
import type { AuditEventInput as _towline_v1_AuditEventInput, AuditEvent as _towline_v1_AuditEvent } from './towline/v1/AuditEvent.ts';
import type { BackupRequestInput as _towline_v1_BackupRequestInput, BackupRequest as _towline_v1_BackupRequest } from './towline/v1/BackupRequest.ts';
import type { BackupResponseInput as _towline_v1_BackupResponseInput, BackupResponse as _towline_v1_BackupResponse } from './towline/v1/BackupResponse.ts';
import type { BackupSummaryInput as _towline_v1_BackupSummaryInput, BackupSummary as _towline_v1_BackupSummary } from './towline/v1/BackupSummary.ts';
import type { BeginAgentUpgradeRequestInput as _towline_v1_BeginAgentUpgradeRequestInput, BeginAgentUpgradeRequest as _towline_v1_BeginAgentUpgradeRequest } from './towline/v1/BeginAgentUpgradeRequest.ts';
import type { BeginAgentUpgradeResponseInput as _towline_v1_BeginAgentUpgradeResponseInput, BeginAgentUpgradeResponse as _towline_v1_BeginAgentUpgradeResponse } from './towline/v1/BeginAgentUpgradeResponse.ts';
import type { BeginRolloutRequestInput as _towline_v1_BeginRolloutRequestInput, BeginRolloutRequest as _towline_v1_BeginRolloutRequest } from './towline/v1/BeginRolloutRequest.ts';
import type { BeginRolloutResponseInput as _towline_v1_BeginRolloutResponseInput, BeginRolloutResponse as _towline_v1_BeginRolloutResponse } from './towline/v1/BeginRolloutResponse.ts';
import type { BeginSessionRequestInput as _towline_v1_BeginSessionRequestInput, BeginSessionRequest as _towline_v1_BeginSessionRequest } from './towline/v1/BeginSessionRequest.ts';
import type { BeginSessionResponseInput as _towline_v1_BeginSessionResponseInput, BeginSessionResponse as _towline_v1_BeginSessionResponse } from './towline/v1/BeginSessionResponse.ts';
import type { BeginTunnelMoveRequestInput as _towline_v1_BeginTunnelMoveRequestInput, BeginTunnelMoveRequest as _towline_v1_BeginTunnelMoveRequest } from './towline/v1/BeginTunnelMoveRequest.ts';
import type { BeginTunnelMoveResponseInput as _towline_v1_BeginTunnelMoveResponseInput, BeginTunnelMoveResponse as _towline_v1_BeginTunnelMoveResponse } from './towline/v1/BeginTunnelMoveResponse.ts';
import type { BirdQuestionInput as _towline_v1_BirdQuestionInput, BirdQuestion as _towline_v1_BirdQuestion } from './towline/v1/BirdQuestion.ts';
import type { CheckRequestInput as _towline_v1_CheckRequestInput, CheckRequest as _towline_v1_CheckRequest } from './towline/v1/CheckRequest.ts';
import type { CheckResponseInput as _towline_v1_CheckResponseInput, CheckResponse as _towline_v1_CheckResponse } from './towline/v1/CheckResponse.ts';
import type { CheckSummaryInput as _towline_v1_CheckSummaryInput, CheckSummary as _towline_v1_CheckSummary } from './towline/v1/CheckSummary.ts';
import type { CloneAlarmInput as _towline_v1_CloneAlarmInput, CloneAlarm as _towline_v1_CloneAlarm } from './towline/v1/CloneAlarm.ts';
import type { CommitRequestInput as _towline_v1_CommitRequestInput, CommitRequest as _towline_v1_CommitRequest } from './towline/v1/CommitRequest.ts';
import type { CommitResponseInput as _towline_v1_CommitResponseInput, CommitResponse as _towline_v1_CommitResponse } from './towline/v1/CommitResponse.ts';
import type { CommitSummaryInput as _towline_v1_CommitSummaryInput, CommitSummary as _towline_v1_CommitSummary } from './towline/v1/CommitSummary.ts';
import type { ConfirmAgentRequestInput as _towline_v1_ConfirmAgentRequestInput, ConfirmAgentRequest as _towline_v1_ConfirmAgentRequest } from './towline/v1/ConfirmAgentRequest.ts';
import type { ConfirmAgentResponseInput as _towline_v1_ConfirmAgentResponseInput, ConfirmAgentResponse as _towline_v1_ConfirmAgentResponse } from './towline/v1/ConfirmAgentResponse.ts';
import type { ConfirmRequestInput as _towline_v1_ConfirmRequestInput, ConfirmRequest as _towline_v1_ConfirmRequest } from './towline/v1/ConfirmRequest.ts';
import type { ConfirmResponseInput as _towline_v1_ConfirmResponseInput, ConfirmResponse as _towline_v1_ConfirmResponse } from './towline/v1/ConfirmResponse.ts';
import type { ConfirmationInput as _towline_v1_ConfirmationInput, Confirmation as _towline_v1_Confirmation } from './towline/v1/Confirmation.ts';
import type { CreateTokenRequestInput as _towline_v1_CreateTokenRequestInput, CreateTokenRequest as _towline_v1_CreateTokenRequest } from './towline/v1/CreateTokenRequest.ts';
import type { CreateTokenResponseInput as _towline_v1_CreateTokenResponseInput, CreateTokenResponse as _towline_v1_CreateTokenResponse } from './towline/v1/CreateTokenResponse.ts';
import type { DenyRequestInput as _towline_v1_DenyRequestInput, DenyRequest as _towline_v1_DenyRequest } from './towline/v1/DenyRequest.ts';
import type { DenyResponseInput as _towline_v1_DenyResponseInput, DenyResponse as _towline_v1_DenyResponse } from './towline/v1/DenyResponse.ts';
import type { DesiredReleaseInput as _towline_v1_DesiredReleaseInput, DesiredRelease as _towline_v1_DesiredRelease } from './towline/v1/DesiredRelease.ts';
import type { DiffReleasesRequestInput as _towline_v1_DiffReleasesRequestInput, DiffReleasesRequest as _towline_v1_DiffReleasesRequest } from './towline/v1/DiffReleasesRequest.ts';
import type { DiffReleasesResponseInput as _towline_v1_DiffReleasesResponseInput, DiffReleasesResponse as _towline_v1_DiffReleasesResponse } from './towline/v1/DiffReleasesResponse.ts';
import type { EnrollRequestInput as _towline_v1_EnrollRequestInput, EnrollRequest as _towline_v1_EnrollRequest } from './towline/v1/EnrollRequest.ts';
import type { EnrollResponseInput as _towline_v1_EnrollResponseInput, EnrollResponse as _towline_v1_EnrollResponse } from './towline/v1/EnrollResponse.ts';
import type { EnrollmentAcceptedInput as _towline_v1_EnrollmentAcceptedInput, EnrollmentAccepted as _towline_v1_EnrollmentAccepted } from './towline/v1/EnrollmentAccepted.ts';
import type { EnrollmentAnswerInput as _towline_v1_EnrollmentAnswerInput, EnrollmentAnswer as _towline_v1_EnrollmentAnswer } from './towline/v1/EnrollmentAnswer.ts';
import type { EnrollmentDeniedInput as _towline_v1_EnrollmentDeniedInput, EnrollmentDenied as _towline_v1_EnrollmentDenied } from './towline/v1/EnrollmentDenied.ts';
import type { EnrollmentPendingInput as _towline_v1_EnrollmentPendingInput, EnrollmentPending as _towline_v1_EnrollmentPending } from './towline/v1/EnrollmentPending.ts';
import type { EnrollmentServiceClient as _towline_v1_EnrollmentServiceClient, EnrollmentServiceDefinition as _towline_v1_EnrollmentServiceDefinition } from './towline/v1/EnrollmentService.ts';
import type { EventHeadInput as _towline_v1_EventHeadInput, EventHead as _towline_v1_EventHead } from './towline/v1/EventHead.ts';
import type { ExaminationInput as _towline_v1_ExaminationInput, Examination as _towline_v1_Examination } from './towline/v1/Examination.ts';
import type { ExamineQuestionInput as _towline_v1_ExamineQuestionInput, ExamineQuestion as _towline_v1_ExamineQuestion } from './towline/v1/ExamineQuestion.ts';
import type { FamilyFactsInput as _towline_v1_FamilyFactsInput, FamilyFacts as _towline_v1_FamilyFacts } from './towline/v1/FamilyFacts.ts';
import type { FamilyProspectInput as _towline_v1_FamilyProspectInput, FamilyProspect as _towline_v1_FamilyProspect } from './towline/v1/FamilyProspect.ts';
import type { FetchAgentRequestInput as _towline_v1_FetchAgentRequestInput, FetchAgentRequest as _towline_v1_FetchAgentRequest } from './towline/v1/FetchAgentRequest.ts';
import type { FetchAgentResponseInput as _towline_v1_FetchAgentResponseInput, FetchAgentResponse as _towline_v1_FetchAgentResponse } from './towline/v1/FetchAgentResponse.ts';
import type { FetchBundleRequestInput as _towline_v1_FetchBundleRequestInput, FetchBundleRequest as _towline_v1_FetchBundleRequest } from './towline/v1/FetchBundleRequest.ts';
import type { FetchBundleResponseInput as _towline_v1_FetchBundleResponseInput, FetchBundleResponse as _towline_v1_FetchBundleResponse } from './towline/v1/FetchBundleResponse.ts';
import type { FileChangeInput as _towline_v1_FileChangeInput, FileChange as _towline_v1_FileChange } from './towline/v1/FileChange.ts';
import type { FileContentInput as _towline_v1_FileContentInput, FileContent as _towline_v1_FileContent } from './towline/v1/FileContent.ts';
import type { FindingInput as _towline_v1_FindingInput, Finding as _towline_v1_Finding } from './towline/v1/Finding.ts';
import type { FinishTunnelMoveRequestInput as _towline_v1_FinishTunnelMoveRequestInput, FinishTunnelMoveRequest as _towline_v1_FinishTunnelMoveRequest } from './towline/v1/FinishTunnelMoveRequest.ts';
import type { FinishTunnelMoveResponseInput as _towline_v1_FinishTunnelMoveResponseInput, FinishTunnelMoveResponse as _towline_v1_FinishTunnelMoveResponse } from './towline/v1/FinishTunnelMoveResponse.ts';
import type { GetAgentUpgradeRequestInput as _towline_v1_GetAgentUpgradeRequestInput, GetAgentUpgradeRequest as _towline_v1_GetAgentUpgradeRequest } from './towline/v1/GetAgentUpgradeRequest.ts';
import type { GetAgentUpgradeResponseInput as _towline_v1_GetAgentUpgradeResponseInput, GetAgentUpgradeResponse as _towline_v1_GetAgentUpgradeResponse } from './towline/v1/GetAgentUpgradeResponse.ts';
import type { GetChallengeRequestInput as _towline_v1_GetChallengeRequestInput, GetChallengeRequest as _towline_v1_GetChallengeRequest } from './towline/v1/GetChallengeRequest.ts';
import type { GetChallengeResponseInput as _towline_v1_GetChallengeResponseInput, GetChallengeResponse as _towline_v1_GetChallengeResponse } from './towline/v1/GetChallengeResponse.ts';
import type { GetNodeRequestInput as _towline_v1_GetNodeRequestInput, GetNodeRequest as _towline_v1_GetNodeRequest } from './towline/v1/GetNodeRequest.ts';
import type { GetNodeResponseInput as _towline_v1_GetNodeResponseInput, GetNodeResponse as _towline_v1_GetNodeResponse } from './towline/v1/GetNodeResponse.ts';
import type { GetReleaseRequestInput as _towline_v1_GetReleaseRequestInput, GetReleaseRequest as _towline_v1_GetReleaseRequest } from './towline/v1/GetReleaseRequest.ts';
import type { GetReleaseResponseInput as _towline_v1_GetReleaseResponseInput, GetReleaseResponse as _towline_v1_GetReleaseResponse } from './towline/v1/GetReleaseResponse.ts';
import type { GetRolloutRequestInput as _towline_v1_GetRolloutRequestInput, GetRolloutRequest as _towline_v1_GetRolloutRequest } from './towline/v1/GetRolloutRequest.ts';
import type { GetRolloutResponseInput as _towline_v1_GetRolloutResponseInput, GetRolloutResponse as _towline_v1_GetRolloutResponse } from './towline/v1/GetRolloutResponse.ts';
import type { GetSigningKeysRequestInput as _towline_v1_GetSigningKeysRequestInput, GetSigningKeysRequest as _towline_v1_GetSigningKeysRequest } from './towline/v1/GetSigningKeysRequest.ts';
import type { GetSigningKeysResponseInput as _towline_v1_GetSigningKeysResponseInput, GetSigningKeysResponse as _towline_v1_GetSigningKeysResponse } from './towline/v1/GetSigningKeysResponse.ts';
import type { GetSiteRequestInput as _towline_v1_GetSiteRequestInput, GetSiteRequest as _towline_v1_GetSiteRequest } from './towline/v1/GetSiteRequest.ts';
import type { GetSiteResponseInput as _towline_v1_GetSiteResponseInput, GetSiteResponse as _towline_v1_GetSiteResponse } from './towline/v1/GetSiteResponse.ts';
import type { GetStatusRequestInput as _towline_v1_GetStatusRequestInput, GetStatusRequest as _towline_v1_GetStatusRequest } from './towline/v1/GetStatusRequest.ts';
import type { GetStatusResponseInput as _towline_v1_GetStatusResponseInput, GetStatusResponse as _towline_v1_GetStatusResponse } from './towline/v1/GetStatusResponse.ts';
import type { GetTunnelRequestInput as _towline_v1_GetTunnelRequestInput, GetTunnelRequest as _towline_v1_GetTunnelRequest } from './towline/v1/GetTunnelRequest.ts';
import type { GetTunnelResponseInput as _towline_v1_GetTunnelResponseInput, GetTunnelResponse as _towline_v1_GetTunnelResponse } from './towline/v1/GetTunnelResponse.ts';
import type { GetValueRequestInput as _towline_v1_GetValueRequestInput, GetValueRequest as _towline_v1_GetValueRequest } from './towline/v1/GetValueRequest.ts';
import type { GetValueResponseInput as _towline_v1_GetValueResponseInput, GetValueResponse as _towline_v1_GetValueResponse } from './towline/v1/GetValueResponse.ts';
import type { HistoryEntryInput as _towline_v1_HistoryEntryInput, HistoryEntry as _towline_v1_HistoryEntry } from './towline/v1/HistoryEntry.ts';
import type { HostInput as _towline_v1_HostInput, Host as _towline_v1_Host } from './towline/v1/Host.ts';
import type { ImpactInput as _towline_v1_ImpactInput, Impact as _towline_v1_Impact } from './towline/v1/Impact.ts';
import type { LeftNodeInput as _towline_v1_LeftNodeInput, LeftNode as _towline_v1_LeftNode } from './towline/v1/LeftNode.ts';
import type { LinkExaminationInput as _towline_v1_LinkExaminationInput, LinkExamination as _towline_v1_LinkExamination } from './towline/v1/LinkExamination.ts';
import type { LinkKeyInput as _towline_v1_LinkKeyInput, LinkKey as _towline_v1_LinkKey } from './towline/v1/LinkKey.ts';
import type { LinkStateInput as _towline_v1_LinkStateInput, LinkState as _towline_v1_LinkState } from './towline/v1/LinkState.ts';
import type { LinkTrendInput as _towline_v1_LinkTrendInput, LinkTrend as _towline_v1_LinkTrend } from './towline/v1/LinkTrend.ts';
import type { ListAgentVersionsRequestInput as _towline_v1_ListAgentVersionsRequestInput, ListAgentVersionsRequest as _towline_v1_ListAgentVersionsRequest } from './towline/v1/ListAgentVersionsRequest.ts';
import type { ListAgentVersionsResponseInput as _towline_v1_ListAgentVersionsResponseInput, ListAgentVersionsResponse as _towline_v1_ListAgentVersionsResponse } from './towline/v1/ListAgentVersionsResponse.ts';
import type { ListEventsRequestInput as _towline_v1_ListEventsRequestInput, ListEventsRequest as _towline_v1_ListEventsRequest } from './towline/v1/ListEventsRequest.ts';
import type { ListEventsResponseInput as _towline_v1_ListEventsResponseInput, ListEventsResponse as _towline_v1_ListEventsResponse } from './towline/v1/ListEventsResponse.ts';
import type { ListHistoryRequestInput as _towline_v1_ListHistoryRequestInput, ListHistoryRequest as _towline_v1_ListHistoryRequest } from './towline/v1/ListHistoryRequest.ts';
import type { ListHistoryResponseInput as _towline_v1_ListHistoryResponseInput, ListHistoryResponse as _towline_v1_ListHistoryResponse } from './towline/v1/ListHistoryResponse.ts';
import type { ListHostsRequestInput as _towline_v1_ListHostsRequestInput, ListHostsRequest as _towline_v1_ListHostsRequest } from './towline/v1/ListHostsRequest.ts';
import type { ListHostsResponseInput as _towline_v1_ListHostsResponseInput, ListHostsResponse as _towline_v1_ListHostsResponse } from './towline/v1/ListHostsResponse.ts';
import type { ListLogRequestInput as _towline_v1_ListLogRequestInput, ListLogRequest as _towline_v1_ListLogRequest } from './towline/v1/ListLogRequest.ts';
import type { ListLogResponseInput as _towline_v1_ListLogResponseInput, ListLogResponse as _towline_v1_ListLogResponse } from './towline/v1/ListLogResponse.ts';
import type { ListNodesRequestInput as _towline_v1_ListNodesRequestInput, ListNodesRequest as _towline_v1_ListNodesRequest } from './towline/v1/ListNodesRequest.ts';
import type { ListNodesResponseInput as _towline_v1_ListNodesResponseInput, ListNodesResponse as _towline_v1_ListNodesResponse } from './towline/v1/ListNodesResponse.ts';
import type { ListPendingRequestInput as _towline_v1_ListPendingRequestInput, ListPendingRequest as _towline_v1_ListPendingRequest } from './towline/v1/ListPendingRequest.ts';
import type { ListPendingResponseInput as _towline_v1_ListPendingResponseInput, ListPendingResponse as _towline_v1_ListPendingResponse } from './towline/v1/ListPendingResponse.ts';
import type { ListReleasesRequestInput as _towline_v1_ListReleasesRequestInput, ListReleasesRequest as _towline_v1_ListReleasesRequest } from './towline/v1/ListReleasesRequest.ts';
import type { ListReleasesResponseInput as _towline_v1_ListReleasesResponseInput, ListReleasesResponse as _towline_v1_ListReleasesResponse } from './towline/v1/ListReleasesResponse.ts';
import type { ListRolloutsRequestInput as _towline_v1_ListRolloutsRequestInput, ListRolloutsRequest as _towline_v1_ListRolloutsRequest } from './towline/v1/ListRolloutsRequest.ts';
import type { ListRolloutsResponseInput as _towline_v1_ListRolloutsResponseInput, ListRolloutsResponse as _towline_v1_ListRolloutsResponse } from './towline/v1/ListRolloutsResponse.ts';
import type { ListSitesRequestInput as _towline_v1_ListSitesRequestInput, ListSitesRequest as _towline_v1_ListSitesRequest } from './towline/v1/ListSitesRequest.ts';
import type { ListSitesResponseInput as _towline_v1_ListSitesResponseInput, ListSitesResponse as _towline_v1_ListSitesResponse } from './towline/v1/ListSitesResponse.ts';
import type { ListTokensRequestInput as _towline_v1_ListTokensRequestInput, ListTokensRequest as _towline_v1_ListTokensRequest } from './towline/v1/ListTokensRequest.ts';
import type { ListTokensResponseInput as _towline_v1_ListTokensResponseInput, ListTokensResponse as _towline_v1_ListTokensResponse } from './towline/v1/ListTokensResponse.ts';
import type { LogEntryInput as _towline_v1_LogEntryInput, LogEntry as _towline_v1_LogEntry } from './towline/v1/LogEntry.ts';
import type { LookingGlassRequestInput as _towline_v1_LookingGlassRequestInput, LookingGlassRequest as _towline_v1_LookingGlassRequest } from './towline/v1/LookingGlassRequest.ts';
import type { LookingGlassResponseInput as _towline_v1_LookingGlassResponseInput, LookingGlassResponse as _towline_v1_LookingGlassResponse } from './towline/v1/LookingGlassResponse.ts';
import type { ManifestInput as _towline_v1_ManifestInput, Manifest as _towline_v1_Manifest } from './towline/v1/Manifest.ts';
import type { ManifestFileInput as _towline_v1_ManifestFileInput, ManifestFile as _towline_v1_ManifestFile } from './towline/v1/ManifestFile.ts';
import type { NetworkPlanInput as _towline_v1_NetworkPlanInput, NetworkPlan as _towline_v1_NetworkPlan } from './towline/v1/NetworkPlan.ts';
import type { NodeInput as _towline_v1_NodeInput, Node as _towline_v1_Node } from './towline/v1/Node.ts';
import type { NodeChangeInput as _towline_v1_NodeChangeInput, NodeChange as _towline_v1_NodeChange } from './towline/v1/NodeChange.ts';
import type { NodeFactsInput as _towline_v1_NodeFactsInput, NodeFacts as _towline_v1_NodeFacts } from './towline/v1/NodeFacts.ts';
import type { NodeStatusInput as _towline_v1_NodeStatusInput, NodeStatus as _towline_v1_NodeStatus } from './towline/v1/NodeStatus.ts';
import type { OpenSessionRequestInput as _towline_v1_OpenSessionRequestInput, OpenSessionRequest as _towline_v1_OpenSessionRequest } from './towline/v1/OpenSessionRequest.ts';
import type { OpenSessionResponseInput as _towline_v1_OpenSessionResponseInput, OpenSessionResponse as _towline_v1_OpenSessionResponse } from './towline/v1/OpenSessionResponse.ts';
import type { OwnFactsInput as _towline_v1_OwnFactsInput, OwnFacts as _towline_v1_OwnFacts } from './towline/v1/OwnFacts.ts';
import type { PathAsInput as _towline_v1_PathAsInput, PathAs as _towline_v1_PathAs } from './towline/v1/PathAs.ts';
import type { PauseRolloutRequestInput as _towline_v1_PauseRolloutRequestInput, PauseRolloutRequest as _towline_v1_PauseRolloutRequest } from './towline/v1/PauseRolloutRequest.ts';
import type { PauseRolloutResponseInput as _towline_v1_PauseRolloutResponseInput, PauseRolloutResponse as _towline_v1_PauseRolloutResponse } from './towline/v1/PauseRolloutResponse.ts';
import type { PeerEndpointInput as _towline_v1_PeerEndpointInput, PeerEndpoint as _towline_v1_PeerEndpoint } from './towline/v1/PeerEndpoint.ts';
import type { PendingEnrollmentInput as _towline_v1_PendingEnrollmentInput, PendingEnrollment as _towline_v1_PendingEnrollment } from './towline/v1/PendingEnrollment.ts';
import type { PlanRequestInput as _towline_v1_PlanRequestInput, PlanRequest as _towline_v1_PlanRequest } from './towline/v1/PlanRequest.ts';
import type { PlanResponseInput as _towline_v1_PlanResponseInput, PlanResponse as _towline_v1_PlanResponse } from './towline/v1/PlanResponse.ts';
import type { PlanSummaryInput as _towline_v1_PlanSummaryInput, PlanSummary as _towline_v1_PlanSummary } from './towline/v1/PlanSummary.ts';
import type { PlannedLinkInput as _towline_v1_PlannedLinkInput, PlannedLink as _towline_v1_PlannedLink } from './towline/v1/PlannedLink.ts';
import type { PlannedWaveInput as _towline_v1_PlannedWaveInput, PlannedWave as _towline_v1_PlannedWave } from './towline/v1/PlannedWave.ts';
import type { ProgressInput as _towline_v1_ProgressInput, Progress as _towline_v1_Progress } from './towline/v1/Progress.ts';
import type { QuestionInput as _towline_v1_QuestionInput, Question as _towline_v1_Question } from './towline/v1/Question.ts';
import type { ReleaseInput as _towline_v1_ReleaseInput, Release as _towline_v1_Release } from './towline/v1/Release.ts';
import type { RemoveNodeRequestInput as _towline_v1_RemoveNodeRequestInput, RemoveNodeRequest as _towline_v1_RemoveNodeRequest } from './towline/v1/RemoveNodeRequest.ts';
import type { RemoveNodeResponseInput as _towline_v1_RemoveNodeResponseInput, RemoveNodeResponse as _towline_v1_RemoveNodeResponse } from './towline/v1/RemoveNodeResponse.ts';
import type { RemoveSiteRequestInput as _towline_v1_RemoveSiteRequestInput, RemoveSiteRequest as _towline_v1_RemoveSiteRequest } from './towline/v1/RemoveSiteRequest.ts';
import type { RemoveSiteResponseInput as _towline_v1_RemoveSiteResponseInput, RemoveSiteResponse as _towline_v1_RemoveSiteResponse } from './towline/v1/RemoveSiteResponse.ts';
import type { ReportAddressesRequestInput as _towline_v1_ReportAddressesRequestInput, ReportAddressesRequest as _towline_v1_ReportAddressesRequest } from './towline/v1/ReportAddressesRequest.ts';
import type { ReportAddressesResponseInput as _towline_v1_ReportAddressesResponseInput, ReportAddressesResponse as _towline_v1_ReportAddressesResponse } from './towline/v1/ReportAddressesResponse.ts';
import type { ReportRequestInput as _towline_v1_ReportRequestInput, ReportRequest as _towline_v1_ReportRequest } from './towline/v1/ReportRequest.ts';
import type { ReportResponseInput as _towline_v1_ReportResponseInput, ReportResponse as _towline_v1_ReportResponse } from './towline/v1/ReportResponse.ts';
import type { ResumeRolloutRequestInput as _towline_v1_ResumeRolloutRequestInput, ResumeRolloutRequest as _towline_v1_ResumeRolloutRequest } from './towline/v1/ResumeRolloutRequest.ts';
import type { ResumeRolloutResponseInput as _towline_v1_ResumeRolloutResponseInput, ResumeRolloutResponse as _towline_v1_ResumeRolloutResponse } from './towline/v1/ResumeRolloutResponse.ts';
import type { RetireSigningKeysRequestInput as _towline_v1_RetireSigningKeysRequestInput, RetireSigningKeysRequest as _towline_v1_RetireSigningKeysRequest } from './towline/v1/RetireSigningKeysRequest.ts';
import type { RetireSigningKeysResponseInput as _towline_v1_RetireSigningKeysResponseInput, RetireSigningKeysResponse as _towline_v1_RetireSigningKeysResponse } from './towline/v1/RetireSigningKeysResponse.ts';
import type { RetirementInput as _towline_v1_RetirementInput, Retirement as _towline_v1_Retirement } from './towline/v1/Retirement.ts';
import type { RevokeNodeRequestInput as _towline_v1_RevokeNodeRequestInput, RevokeNodeRequest as _towline_v1_RevokeNodeRequest } from './towline/v1/RevokeNodeRequest.ts';
import type { RevokeNodeResponseInput as _towline_v1_RevokeNodeResponseInput, RevokeNodeResponse as _towline_v1_RevokeNodeResponse } from './towline/v1/RevokeNodeResponse.ts';
import type { RevokeTokenRequestInput as _towline_v1_RevokeTokenRequestInput, RevokeTokenRequest as _towline_v1_RevokeTokenRequest } from './towline/v1/RevokeTokenRequest.ts';
import type { RevokeTokenResponseInput as _towline_v1_RevokeTokenResponseInput, RevokeTokenResponse as _towline_v1_RevokeTokenResponse } from './towline/v1/RevokeTokenResponse.ts';
import type { RollbackRequestInput as _towline_v1_RollbackRequestInput, RollbackRequest as _towline_v1_RollbackRequest } from './towline/v1/RollbackRequest.ts';
import type { RollbackResponseInput as _towline_v1_RollbackResponseInput, RollbackResponse as _towline_v1_RollbackResponse } from './towline/v1/RollbackResponse.ts';
import type { RollbackSummaryInput as _towline_v1_RollbackSummaryInput, RollbackSummary as _towline_v1_RollbackSummary } from './towline/v1/RollbackSummary.ts';
import type { RolloutInput as _towline_v1_RolloutInput, Rollout as _towline_v1_Rollout } from './towline/v1/Rollout.ts';
import type { RolloutCountInput as _towline_v1_RolloutCountInput, RolloutCount as _towline_v1_RolloutCount } from './towline/v1/RolloutCount.ts';
import type { RolloutExceptionInput as _towline_v1_RolloutExceptionInput, RolloutException as _towline_v1_RolloutException } from './towline/v1/RolloutException.ts';
import type { RolloutNodeInput as _towline_v1_RolloutNodeInput, RolloutNode as _towline_v1_RolloutNode } from './towline/v1/RolloutNode.ts';
import type { RotateLinkKeyRequestInput as _towline_v1_RotateLinkKeyRequestInput, RotateLinkKeyRequest as _towline_v1_RotateLinkKeyRequest } from './towline/v1/RotateLinkKeyRequest.ts';
import type { RotateLinkKeyResponseInput as _towline_v1_RotateLinkKeyResponseInput, RotateLinkKeyResponse as _towline_v1_RotateLinkKeyResponse } from './towline/v1/RotateLinkKeyResponse.ts';
import type { RotateMasterKeyRequestInput as _towline_v1_RotateMasterKeyRequestInput, RotateMasterKeyRequest as _towline_v1_RotateMasterKeyRequest } from './towline/v1/RotateMasterKeyRequest.ts';
import type { RotateMasterKeyResponseInput as _towline_v1_RotateMasterKeyResponseInput, RotateMasterKeyResponse as _towline_v1_RotateMasterKeyResponse } from './towline/v1/RotateMasterKeyResponse.ts';
import type { RotatePsksRequestInput as _towline_v1_RotatePsksRequestInput, RotatePsksRequest as _towline_v1_RotatePsksRequest } from './towline/v1/RotatePsksRequest.ts';
import type { RotatePsksResponseInput as _towline_v1_RotatePsksResponseInput, RotatePsksResponse as _towline_v1_RotatePsksResponse } from './towline/v1/RotatePsksResponse.ts';
import type { RotateSigningKeyRequestInput as _towline_v1_RotateSigningKeyRequestInput, RotateSigningKeyRequest as _towline_v1_RotateSigningKeyRequest } from './towline/v1/RotateSigningKeyRequest.ts';
import type { RotateSigningKeyResponseInput as _towline_v1_RotateSigningKeyResponseInput, RotateSigningKeyResponse as _towline_v1_RotateSigningKeyResponse } from './towline/v1/RotateSigningKeyResponse.ts';
import type { RotatingLinkInput as _towline_v1_RotatingLinkInput, RotatingLink as _towline_v1_RotatingLink } from './towline/v1/RotatingLink.ts';
import type { SecretInput as _towline_v1_SecretInput, Secret as _towline_v1_Secret } from './towline/v1/Secret.ts';
import type { SecretReferenceInput as _towline_v1_SecretReferenceInput, SecretReference as _towline_v1_SecretReference } from './towline/v1/SecretReference.ts';
import type { SecretsInput as _towline_v1_SecretsInput, Secrets as _towline_v1_Secrets } from './towline/v1/Secrets.ts';
import type { SetLogLevelRequestInput as _towline_v1_SetLogLevelRequestInput, SetLogLevelRequest as _towline_v1_SetLogLevelRequest } from './towline/v1/SetLogLevelRequest.ts';
import type { SetLogLevelResponseInput as _towline_v1_SetLogLevelResponseInput, SetLogLevelResponse as _towline_v1_SetLogLevelResponse } from './towline/v1/SetLogLevelResponse.ts';
import type { SetValueRequestInput as _towline_v1_SetValueRequestInput, SetValueRequest as _towline_v1_SetValueRequest } from './towline/v1/SetValueRequest.ts';
import type { SetValueResponseInput as _towline_v1_SetValueResponseInput, SetValueResponse as _towline_v1_SetValueResponse } from './towline/v1/SetValueResponse.ts';
import type { SignedAgentOrderInput as _towline_v1_SignedAgentOrderInput, SignedAgentOrder as _towline_v1_SignedAgentOrder } from './towline/v1/SignedAgentOrder.ts';
import type { SignedManifestInput as _towline_v1_SignedManifestInput, SignedManifest as _towline_v1_SignedManifest } from './towline/v1/SignedManifest.ts';
import type { SignedRetirementInput as _towline_v1_SignedRetirementInput, SignedRetirement as _towline_v1_SignedRetirement } from './towline/v1/SignedRetirement.ts';
import type { SignedSuccessionInput as _towline_v1_SignedSuccessionInput, SignedSuccession as _towline_v1_SignedSuccession } from './towline/v1/SignedSuccession.ts';
import type { SignedTunnelMoveInput as _towline_v1_SignedTunnelMoveInput, SignedTunnelMove as _towline_v1_SignedTunnelMove } from './towline/v1/SignedTunnelMove.ts';
import type { SigningChainInput as _towline_v1_SigningChainInput, SigningChain as _towline_v1_SigningChain } from './towline/v1/SigningChain.ts';
import type { SigningKeyInput as _towline_v1_SigningKeyInput, SigningKey as _towline_v1_SigningKey } from './towline/v1/SigningKey.ts';
import type { SigningNodeInput as _towline_v1_SigningNodeInput, SigningNode as _towline_v1_SigningNode } from './towline/v1/SigningNode.ts';
import type { SiteInput as _towline_v1_SiteInput, Site as _towline_v1_Site } from './towline/v1/Site.ts';
import type { SpreadInput as _towline_v1_SpreadInput, Spread as _towline_v1_Spread } from './towline/v1/Spread.ts';
import type { SuccessionInput as _towline_v1_SuccessionInput, Succession as _towline_v1_Succession } from './towline/v1/Succession.ts';
import type { TokenInput as _towline_v1_TokenInput, Token as _towline_v1_Token } from './towline/v1/Token.ts';
import type { TokenProofInput as _towline_v1_TokenProofInput, TokenProof as _towline_v1_TokenProof } from './towline/v1/TokenProof.ts';
import type { TraceInput as _towline_v1_TraceInput, Trace as _towline_v1_Trace } from './towline/v1/Trace.ts';
import type { TraceHopInput as _towline_v1_TraceHopInput, TraceHop as _towline_v1_TraceHop } from './towline/v1/TraceHop.ts';
import type { TraceQuestionInput as _towline_v1_TraceQuestionInput, TraceQuestion as _towline_v1_TraceQuestion } from './towline/v1/TraceQuestion.ts';
import type { TraceTargetInput as _towline_v1_TraceTargetInput, TraceTarget as _towline_v1_TraceTarget } from './towline/v1/TraceTarget.ts';
import type { TunnelMoveInput as _towline_v1_TunnelMoveInput, TunnelMove as _towline_v1_TunnelMove } from './towline/v1/TunnelMove.ts';
import type { TunnelNodeInput as _towline_v1_TunnelNodeInput, TunnelNode as _towline_v1_TunnelNode } from './towline/v1/TunnelNode.ts';
import type { TunnelPlaceInput as _towline_v1_TunnelPlaceInput, TunnelPlace as _towline_v1_TunnelPlace } from './towline/v1/TunnelPlace.ts';
import type { UnquarantineRequestInput as _towline_v1_UnquarantineRequestInput, UnquarantineRequest as _towline_v1_UnquarantineRequest } from './towline/v1/UnquarantineRequest.ts';
import type { UnquarantineResponseInput as _towline_v1_UnquarantineResponseInput, UnquarantineResponse as _towline_v1_UnquarantineResponse } from './towline/v1/UnquarantineResponse.ts';
import type { ValueInput as _towline_v1_ValueInput, Value as _towline_v1_Value } from './towline/v1/Value.ts';
import type { WatchRequestInput as _towline_v1_WatchRequestInput, WatchRequest as _towline_v1_WatchRequest } from './towline/v1/WatchRequest.ts';
import type { WatchResponseInput as _towline_v1_WatchResponseInput, WatchResponse as _towline_v1_WatchResponse } from './towline/v1/WatchResponse.ts';
import type { WhyFactInput as _towline_v1_WhyFactInput, WhyFact as _towline_v1_WhyFact } from './towline/v1/WhyFact.ts';
import type { WhyFindingInput as _towline_v1_WhyFindingInput, WhyFinding as _towline_v1_WhyFinding } from './towline/v1/WhyFinding.ts';
import type { WhyLinkInput as _towline_v1_WhyLinkInput, WhyLink as _towline_v1_WhyLink } from './towline/v1/WhyLink.ts';
import type { WhyRequestInput as _towline_v1_WhyRequestInput, WhyRequest as _towline_v1_WhyRequest } from './towline/v1/WhyRequest.ts';
import type { WhyResponseInput as _towline_v1_WhyResponseInput, WhyResponse as _towline_v1_WhyResponse } from './towline/v1/WhyResponse.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  towline: {
    v1: {
      AbortAgentUpgradeRequest: MessageTypeDefinition<_towline_v1_AbortAgentUpgradeRequestInput, _towline_v1_AbortAgentUpgradeRequest>
      AbortAgentUpgradeResponse: MessageTypeDefinition<_towline_v1_AbortAgentUpgradeResponseInput, _towline_v1_AbortAgentUpgradeResponse>
      AbortRolloutRequest: MessageTypeDefinition<_towline_v1_AbortRolloutRequestInput, _towline_v1_AbortRolloutRequest>
      AbortRolloutResponse: MessageTypeDefinition<_towline_v1_AbortRolloutResponseInput, _towline_v1_AbortRolloutResponse>
      AbortTunnelMoveRequest: MessageTypeDefinition<_towline_v1_AbortTunnelMoveRequestInput, _towline_v1_AbortTunnelMoveRequest>
      AbortTunnelMoveResponse: MessageTypeDefinition<_towline_v1_AbortTunnelMoveResponseInput, _towline_v1_AbortTunnelMoveResponse>
      ActivateRequest: MessageTypeDefinition<_towline_v1_ActivateRequestInput, _towline_v1_ActivateRequest>
      ActivateResponse: MessageTypeDefinition<_towline_v1_ActivateResponseInput, _towline_v1_ActivateResponse>
      AddNodeRequest: MessageTypeDefinition<_towline_v1_AddNodeRequestInput, _towline_v1_AddNodeRequest>
      AddNodeResponse: MessageTypeDefinition<_towline_v1_AddNodeResponseInput, _towline_v1_AddNodeResponse>
      AddSiteRequest: MessageTypeDefinition<_towline_v1_AddSiteRequestInput, _towline_v1_AddSiteRequest>
      AddSiteResponse: MessageTypeDefinition<_towline_v1_AddSiteResponseInput, _towline_v1_AddSiteResponse>
      AddressFact: EnumTypeDefinition
      /**
       * AdminService is what the command line speaks to, over the controller's Unix
       * socket. Who may open the socket is an admin. An error in the inventory comes
       * back as FAILED_PRECONDITION with one line a problem in its message.
       */
      AdminService: SubtypeConstructor<typeof grpc.Client, _towline_v1_AdminServiceClient> & { service: _towline_v1_AdminServiceDefinition }
      AgentConfirmation: MessageTypeDefinition<_towline_v1_AgentConfirmationInput, _towline_v1_AgentConfirmation>
      AgentFile: MessageTypeDefinition<_towline_v1_AgentFileInput, _towline_v1_AgentFile>
      AgentNodeState: EnumTypeDefinition
      AgentOfNode: MessageTypeDefinition<_towline_v1_AgentOfNodeInput, _towline_v1_AgentOfNode>
      AgentOrder: MessageTypeDefinition<_towline_v1_AgentOrderInput, _towline_v1_AgentOrder>
      AgentRunState: EnumTypeDefinition
      /**
       * AgentService serves the nodes. It listens on the controller's management
       * address only. A caller is the node whose management address it comes from;
       * each call but GetChallenge carries in addition the metadata keys
       * `towline-challenge-bin` (a challenge from GetChallenge, used once) and
       * `towline-signature-bin` (Ed25519 signature of the node's identity key over
       * "towline call v1\n", the network id, "\n", the node id in decimal, "\n", the
       * full method name such as "/towline.v1.AgentService/Watch", "\n", and the
       * challenge). An answer ends with the trailer `towline-next-challenge-bin`: a
       * challenge for one more call, as good as one from GetChallenge, which a caller
       * may use or leave.
       */
      AgentService: SubtypeConstructor<typeof grpc.Client, _towline_v1_AgentServiceClient> & { service: _towline_v1_AgentServiceDefinition }
      AgentUpgrade: MessageTypeDefinition<_towline_v1_AgentUpgradeInput, _towline_v1_AgentUpgrade>
      AgentUpgradeNode: MessageTypeDefinition<_towline_v1_AgentUpgradeNodeInput, _towline_v1_AgentUpgradeNode>
      AgentUpgradeRun: MessageTypeDefinition<_towline_v1_AgentUpgradeRunInput, _towline_v1_AgentUpgradeRun>
      AgentUpgradeState: EnumTypeDefinition
      Amount: MessageTypeDefinition<_towline_v1_AmountInput, _towline_v1_Amount>
      AnswerRequest: MessageTypeDefinition<_towline_v1_AnswerRequestInput, _towline_v1_AnswerRequest>
      AnswerResponse: MessageTypeDefinition<_towline_v1_AnswerResponseInput, _towline_v1_AnswerResponse>
      ApplyOutcome: EnumTypeDefinition
      ApplyResult: MessageTypeDefinition<_towline_v1_ApplyResultInput, _towline_v1_ApplyResult>
      ApproveRequest: MessageTypeDefinition<_towline_v1_ApproveRequestInput, _towline_v1_ApproveRequest>
      ApproveResponse: MessageTypeDefinition<_towline_v1_ApproveResponseInput, _towline_v1_ApproveResponse>
      AuditEvent: MessageTypeDefinition<_towline_v1_AuditEventInput, _towline_v1_AuditEvent>
      BackupRequest: MessageTypeDefinition<_towline_v1_BackupRequestInput, _towline_v1_BackupRequest>
      BackupResponse: MessageTypeDefinition<_towline_v1_BackupResponseInput, _towline_v1_BackupResponse>
      BackupSummary: MessageTypeDefinition<_towline_v1_BackupSummaryInput, _towline_v1_BackupSummary>
      BeginAgentUpgradeRequest: MessageTypeDefinition<_towline_v1_BeginAgentUpgradeRequestInput, _towline_v1_BeginAgentUpgradeRequest>
      BeginAgentUpgradeResponse: MessageTypeDefinition<_towline_v1_BeginAgentUpgradeResponseInput, _towline_v1_BeginAgentUpgradeResponse>
      BeginRolloutRequest: MessageTypeDefinition<_towline_v1_BeginRolloutRequestInput, _towline_v1_BeginRolloutRequest>
      BeginRolloutResponse: MessageTypeDefinition<_towline_v1_BeginRolloutResponseInput, _towline_v1_BeginRolloutResponse>
      BeginSessionRequest: MessageTypeDefinition<_towline_v1_BeginSessionRequestInput, _towline_v1_BeginSessionRequest>
      BeginSessionResponse: MessageTypeDefinition<_towline_v1_BeginSessionResponseInput, _towline_v1_BeginSessionResponse>
      BeginTunnelMoveRequest: MessageTypeDefinition<_towline_v1_BeginTunnelMoveRequestInput, _towline_v1_BeginTunnelMoveRequest>
      BeginTunnelMoveResponse: MessageTypeDefinition<_towline_v1_BeginTunnelMoveResponseInput, _towline_v1_BeginTunnelMoveResponse>
      BirdQuestion: MessageTypeDefinition<_towline_v1_BirdQuestionInput, _towline_v1_BirdQuestion>
      ChangeKind: EnumTypeDefinition
      CheckRequest: MessageTypeDefinition<_towline_v1_CheckRequestInput, _towline_v1_CheckRequest>
      CheckResponse: MessageTypeDefinition<_towline_v1_CheckResponseInput, _towline_v1_CheckResponse>
      CheckSummary: MessageTypeDefinition<_towline_v1_CheckSummaryInput, _towline_v1_CheckSummary>
      CloneAlarm: MessageTypeDefinition<_towline_v1_CloneAlarmInput, _towline_v1_CloneAlarm>
      CommitRequest: MessageTypeDefinition<_towline_v1_CommitRequestInput, _towline_v1_CommitRequest>
      CommitResponse: MessageTypeDefinition<_towline_v1_CommitResponseInput, _towline_v1_CommitResponse>
      CommitSummary: MessageTypeDefinition<_towline_v1_CommitSummaryInput, _towline_v1_CommitSummary>
      ConfirmAgentRequest: MessageTypeDefinition<_towline_v1_ConfirmAgentRequestInput, _towline_v1_ConfirmAgentRequest>
      ConfirmAgentResponse: MessageTypeDefinition<_towline_v1_ConfirmAgentResponseInput, _towline_v1_ConfirmAgentResponse>
      ConfirmRequest: MessageTypeDefinition<_towline_v1_ConfirmRequestInput, _towline_v1_ConfirmRequest>
      ConfirmResponse: MessageTypeDefinition<_towline_v1_ConfirmResponseInput, _towline_v1_ConfirmResponse>
      Confirmation: MessageTypeDefinition<_towline_v1_ConfirmationInput, _towline_v1_Confirmation>
      CreateTokenRequest: MessageTypeDefinition<_towline_v1_CreateTokenRequestInput, _towline_v1_CreateTokenRequest>
      CreateTokenResponse: MessageTypeDefinition<_towline_v1_CreateTokenResponseInput, _towline_v1_CreateTokenResponse>
      DenyRequest: MessageTypeDefinition<_towline_v1_DenyRequestInput, _towline_v1_DenyRequest>
      DenyResponse: MessageTypeDefinition<_towline_v1_DenyResponseInput, _towline_v1_DenyResponse>
      DesiredRelease: MessageTypeDefinition<_towline_v1_DesiredReleaseInput, _towline_v1_DesiredRelease>
      DiffReleasesRequest: MessageTypeDefinition<_towline_v1_DiffReleasesRequestInput, _towline_v1_DiffReleasesRequest>
      DiffReleasesResponse: MessageTypeDefinition<_towline_v1_DiffReleasesResponseInput, _towline_v1_DiffReleasesResponse>
      EnrollRequest: MessageTypeDefinition<_towline_v1_EnrollRequestInput, _towline_v1_EnrollRequest>
      EnrollResponse: MessageTypeDefinition<_towline_v1_EnrollResponseInput, _towline_v1_EnrollResponse>
      EnrollmentAccepted: MessageTypeDefinition<_towline_v1_EnrollmentAcceptedInput, _towline_v1_EnrollmentAccepted>
      EnrollmentAnswer: MessageTypeDefinition<_towline_v1_EnrollmentAnswerInput, _towline_v1_EnrollmentAnswer>
      EnrollmentDenied: MessageTypeDefinition<_towline_v1_EnrollmentDeniedInput, _towline_v1_EnrollmentDenied>
      EnrollmentPending: MessageTypeDefinition<_towline_v1_EnrollmentPendingInput, _towline_v1_EnrollmentPending>
      /**
       * EnrollmentService lets a new router ask to join. It is served over TLS on the
       * controller's public port; the router checks the hash of the server's public
       * key against its join string.
       */
      EnrollmentService: SubtypeConstructor<typeof grpc.Client, _towline_v1_EnrollmentServiceClient> & { service: _towline_v1_EnrollmentServiceDefinition }
      EventHead: MessageTypeDefinition<_towline_v1_EventHeadInput, _towline_v1_EventHead>
      Examination: MessageTypeDefinition<_towline_v1_ExaminationInput, _towline_v1_Examination>
      ExamineQuestion: MessageTypeDefinition<_towline_v1_ExamineQuestionInput, _towline_v1_ExamineQuestion>
      FamilyFacts: MessageTypeDefinition<_towline_v1_FamilyFactsInput, _towline_v1_FamilyFacts>
      FamilyProspect: MessageTypeDefinition<_towline_v1_FamilyProspectInput, _towline_v1_FamilyProspect>
      FetchAgentRequest: MessageTypeDefinition<_towline_v1_FetchAgentRequestInput, _towline_v1_FetchAgentRequest>
      FetchAgentResponse: MessageTypeDefinition<_towline_v1_FetchAgentResponseInput, _towline_v1_FetchAgentResponse>
      FetchBundleRequest: MessageTypeDefinition<_towline_v1_FetchBundleRequestInput, _towline_v1_FetchBundleRequest>
      FetchBundleResponse: MessageTypeDefinition<_towline_v1_FetchBundleResponseInput, _towline_v1_FetchBundleResponse>
      FileChange: MessageTypeDefinition<_towline_v1_FileChangeInput, _towline_v1_FileChange>
      FileContent: MessageTypeDefinition<_towline_v1_FileContentInput, _towline_v1_FileContent>
      Finding: MessageTypeDefinition<_towline_v1_FindingInput, _towline_v1_Finding>
      FinishTunnelMoveRequest: MessageTypeDefinition<_towline_v1_FinishTunnelMoveRequestInput, _towline_v1_FinishTunnelMoveRequest>
      FinishTunnelMoveResponse: MessageTypeDefinition<_towline_v1_FinishTunnelMoveResponseInput, _towline_v1_FinishTunnelMoveResponse>
      GetAgentUpgradeRequest: MessageTypeDefinition<_towline_v1_GetAgentUpgradeRequestInput, _towline_v1_GetAgentUpgradeRequest>
      GetAgentUpgradeResponse: MessageTypeDefinition<_towline_v1_GetAgentUpgradeResponseInput, _towline_v1_GetAgentUpgradeResponse>
      GetChallengeRequest: MessageTypeDefinition<_towline_v1_GetChallengeRequestInput, _towline_v1_GetChallengeRequest>
      GetChallengeResponse: MessageTypeDefinition<_towline_v1_GetChallengeResponseInput, _towline_v1_GetChallengeResponse>
      GetNodeRequest: MessageTypeDefinition<_towline_v1_GetNodeRequestInput, _towline_v1_GetNodeRequest>
      GetNodeResponse: MessageTypeDefinition<_towline_v1_GetNodeResponseInput, _towline_v1_GetNodeResponse>
      GetReleaseRequest: MessageTypeDefinition<_towline_v1_GetReleaseRequestInput, _towline_v1_GetReleaseRequest>
      GetReleaseResponse: MessageTypeDefinition<_towline_v1_GetReleaseResponseInput, _towline_v1_GetReleaseResponse>
      GetRolloutRequest: MessageTypeDefinition<_towline_v1_GetRolloutRequestInput, _towline_v1_GetRolloutRequest>
      GetRolloutResponse: MessageTypeDefinition<_towline_v1_GetRolloutResponseInput, _towline_v1_GetRolloutResponse>
      GetSigningKeysRequest: MessageTypeDefinition<_towline_v1_GetSigningKeysRequestInput, _towline_v1_GetSigningKeysRequest>
      GetSigningKeysResponse: MessageTypeDefinition<_towline_v1_GetSigningKeysResponseInput, _towline_v1_GetSigningKeysResponse>
      GetSiteRequest: MessageTypeDefinition<_towline_v1_GetSiteRequestInput, _towline_v1_GetSiteRequest>
      GetSiteResponse: MessageTypeDefinition<_towline_v1_GetSiteResponseInput, _towline_v1_GetSiteResponse>
      GetStatusRequest: MessageTypeDefinition<_towline_v1_GetStatusRequestInput, _towline_v1_GetStatusRequest>
      GetStatusResponse: MessageTypeDefinition<_towline_v1_GetStatusResponseInput, _towline_v1_GetStatusResponse>
      GetTunnelRequest: MessageTypeDefinition<_towline_v1_GetTunnelRequestInput, _towline_v1_GetTunnelRequest>
      GetTunnelResponse: MessageTypeDefinition<_towline_v1_GetTunnelResponseInput, _towline_v1_GetTunnelResponse>
      GetValueRequest: MessageTypeDefinition<_towline_v1_GetValueRequestInput, _towline_v1_GetValueRequest>
      GetValueResponse: MessageTypeDefinition<_towline_v1_GetValueResponseInput, _towline_v1_GetValueResponse>
      HistoryEntry: MessageTypeDefinition<_towline_v1_HistoryEntryInput, _towline_v1_HistoryEntry>
      Host: MessageTypeDefinition<_towline_v1_HostInput, _towline_v1_Host>
      Impact: MessageTypeDefinition<_towline_v1_ImpactInput, _towline_v1_Impact>
      ImpactKind: EnumTypeDefinition
      LeftNode: MessageTypeDefinition<_towline_v1_LeftNodeInput, _towline_v1_LeftNode>
      LinkExamination: MessageTypeDefinition<_towline_v1_LinkExaminationInput, _towline_v1_LinkExamination>
      LinkKey: MessageTypeDefinition<_towline_v1_LinkKeyInput, _towline_v1_LinkKey>
      LinkState: MessageTypeDefinition<_towline_v1_LinkStateInput, _towline_v1_LinkState>
      LinkTrend: MessageTypeDefinition<_towline_v1_LinkTrendInput, _towline_v1_LinkTrend>
      ListAgentVersionsRequest: MessageTypeDefinition<_towline_v1_ListAgentVersionsRequestInput, _towline_v1_ListAgentVersionsRequest>
      ListAgentVersionsResponse: MessageTypeDefinition<_towline_v1_ListAgentVersionsResponseInput, _towline_v1_ListAgentVersionsResponse>
      ListEventsRequest: MessageTypeDefinition<_towline_v1_ListEventsRequestInput, _towline_v1_ListEventsRequest>
      ListEventsResponse: MessageTypeDefinition<_towline_v1_ListEventsResponseInput, _towline_v1_ListEventsResponse>
      ListHistoryRequest: MessageTypeDefinition<_towline_v1_ListHistoryRequestInput, _towline_v1_ListHistoryRequest>
      ListHistoryResponse: MessageTypeDefinition<_towline_v1_ListHistoryResponseInput, _towline_v1_ListHistoryResponse>
      ListHostsRequest: MessageTypeDefinition<_towline_v1_ListHostsRequestInput, _towline_v1_ListHostsRequest>
      ListHostsResponse: MessageTypeDefinition<_towline_v1_ListHostsResponseInput, _towline_v1_ListHostsResponse>
      ListLogRequest: MessageTypeDefinition<_towline_v1_ListLogRequestInput, _towline_v1_ListLogRequest>
      ListLogResponse: MessageTypeDefinition<_towline_v1_ListLogResponseInput, _towline_v1_ListLogResponse>
      ListNodesRequest: MessageTypeDefinition<_towline_v1_ListNodesRequestInput, _towline_v1_ListNodesRequest>
      ListNodesResponse: MessageTypeDefinition<_towline_v1_ListNodesResponseInput, _towline_v1_ListNodesResponse>
      ListPendingRequest: MessageTypeDefinition<_towline_v1_ListPendingRequestInput, _towline_v1_ListPendingRequest>
      ListPendingResponse: MessageTypeDefinition<_towline_v1_ListPendingResponseInput, _towline_v1_ListPendingResponse>
      ListReleasesRequest: MessageTypeDefinition<_towline_v1_ListReleasesRequestInput, _towline_v1_ListReleasesRequest>
      ListReleasesResponse: MessageTypeDefinition<_towline_v1_ListReleasesResponseInput, _towline_v1_ListReleasesResponse>
      ListRolloutsRequest: MessageTypeDefinition<_towline_v1_ListRolloutsRequestInput, _towline_v1_ListRolloutsRequest>
      ListRolloutsResponse: MessageTypeDefinition<_towline_v1_ListRolloutsResponseInput, _towline_v1_ListRolloutsResponse>
      ListSitesRequest: MessageTypeDefinition<_towline_v1_ListSitesRequestInput, _towline_v1_ListSitesRequest>
      ListSitesResponse: MessageTypeDefinition<_towline_v1_ListSitesResponseInput, _towline_v1_ListSitesResponse>
      ListTokensRequest: MessageTypeDefinition<_towline_v1_ListTokensRequestInput, _towline_v1_ListTokensRequest>
      ListTokensResponse: MessageTypeDefinition<_towline_v1_ListTokensResponseInput, _towline_v1_ListTokensResponse>
      LogEntry: MessageTypeDefinition<_towline_v1_LogEntryInput, _towline_v1_LogEntry>
      LookingGlassRequest: MessageTypeDefinition<_towline_v1_LookingGlassRequestInput, _towline_v1_LookingGlassRequest>
      LookingGlassResponse: MessageTypeDefinition<_towline_v1_LookingGlassResponseInput, _towline_v1_LookingGlassResponse>
      Manifest: MessageTypeDefinition<_towline_v1_ManifestInput, _towline_v1_Manifest>
      ManifestFile: MessageTypeDefinition<_towline_v1_ManifestFileInput, _towline_v1_ManifestFile>
      NetworkPlan: MessageTypeDefinition<_towline_v1_NetworkPlanInput, _towline_v1_NetworkPlan>
      Node: MessageTypeDefinition<_towline_v1_NodeInput, _towline_v1_Node>
      NodeChange: MessageTypeDefinition<_towline_v1_NodeChangeInput, _towline_v1_NodeChange>
      NodeCondition: EnumTypeDefinition
      NodeFacts: MessageTypeDefinition<_towline_v1_NodeFactsInput, _towline_v1_NodeFacts>
      NodeStatus: MessageTypeDefinition<_towline_v1_NodeStatusInput, _towline_v1_NodeStatus>
      OpenSessionRequest: MessageTypeDefinition<_towline_v1_OpenSessionRequestInput, _towline_v1_OpenSessionRequest>
      OpenSessionResponse: MessageTypeDefinition<_towline_v1_OpenSessionResponseInput, _towline_v1_OpenSessionResponse>
      OwnFacts: MessageTypeDefinition<_towline_v1_OwnFactsInput, _towline_v1_OwnFacts>
      PathAs: MessageTypeDefinition<_towline_v1_PathAsInput, _towline_v1_PathAs>
      PauseRolloutRequest: MessageTypeDefinition<_towline_v1_PauseRolloutRequestInput, _towline_v1_PauseRolloutRequest>
      PauseRolloutResponse: MessageTypeDefinition<_towline_v1_PauseRolloutResponseInput, _towline_v1_PauseRolloutResponse>
      PeerEndpoint: MessageTypeDefinition<_towline_v1_PeerEndpointInput, _towline_v1_PeerEndpoint>
      PendingEnrollment: MessageTypeDefinition<_towline_v1_PendingEnrollmentInput, _towline_v1_PendingEnrollment>
      PlanRequest: MessageTypeDefinition<_towline_v1_PlanRequestInput, _towline_v1_PlanRequest>
      PlanResponse: MessageTypeDefinition<_towline_v1_PlanResponseInput, _towline_v1_PlanResponse>
      PlanSummary: MessageTypeDefinition<_towline_v1_PlanSummaryInput, _towline_v1_PlanSummary>
      PlannedLink: MessageTypeDefinition<_towline_v1_PlannedLinkInput, _towline_v1_PlannedLink>
      PlannedWave: MessageTypeDefinition<_towline_v1_PlannedWaveInput, _towline_v1_PlannedWave>
      Progress: MessageTypeDefinition<_towline_v1_ProgressInput, _towline_v1_Progress>
      Prospect: EnumTypeDefinition
      Question: MessageTypeDefinition<_towline_v1_QuestionInput, _towline_v1_Question>
      Release: MessageTypeDefinition<_towline_v1_ReleaseInput, _towline_v1_Release>
      RemoveNodeRequest: MessageTypeDefinition<_towline_v1_RemoveNodeRequestInput, _towline_v1_RemoveNodeRequest>
      RemoveNodeResponse: MessageTypeDefinition<_towline_v1_RemoveNodeResponseInput, _towline_v1_RemoveNodeResponse>
      RemoveSiteRequest: MessageTypeDefinition<_towline_v1_RemoveSiteRequestInput, _towline_v1_RemoveSiteRequest>
      RemoveSiteResponse: MessageTypeDefinition<_towline_v1_RemoveSiteResponseInput, _towline_v1_RemoveSiteResponse>
      ReportAddressesRequest: MessageTypeDefinition<_towline_v1_ReportAddressesRequestInput, _towline_v1_ReportAddressesRequest>
      ReportAddressesResponse: MessageTypeDefinition<_towline_v1_ReportAddressesResponseInput, _towline_v1_ReportAddressesResponse>
      ReportRequest: MessageTypeDefinition<_towline_v1_ReportRequestInput, _towline_v1_ReportRequest>
      ReportResponse: MessageTypeDefinition<_towline_v1_ReportResponseInput, _towline_v1_ReportResponse>
      ResumeRolloutRequest: MessageTypeDefinition<_towline_v1_ResumeRolloutRequestInput, _towline_v1_ResumeRolloutRequest>
      ResumeRolloutResponse: MessageTypeDefinition<_towline_v1_ResumeRolloutResponseInput, _towline_v1_ResumeRolloutResponse>
      RetireSigningKeysRequest: MessageTypeDefinition<_towline_v1_RetireSigningKeysRequestInput, _towline_v1_RetireSigningKeysRequest>
      RetireSigningKeysResponse: MessageTypeDefinition<_towline_v1_RetireSigningKeysResponseInput, _towline_v1_RetireSigningKeysResponse>
      Retirement: MessageTypeDefinition<_towline_v1_RetirementInput, _towline_v1_Retirement>
      RevokeNodeRequest: MessageTypeDefinition<_towline_v1_RevokeNodeRequestInput, _towline_v1_RevokeNodeRequest>
      RevokeNodeResponse: MessageTypeDefinition<_towline_v1_RevokeNodeResponseInput, _towline_v1_RevokeNodeResponse>
      RevokeTokenRequest: MessageTypeDefinition<_towline_v1_RevokeTokenRequestInput, _towline_v1_RevokeTokenRequest>
      RevokeTokenResponse: MessageTypeDefinition<_towline_v1_RevokeTokenResponseInput, _towline_v1_RevokeTokenResponse>
      RollbackRequest: MessageTypeDefinition<_towline_v1_RollbackRequestInput, _towline_v1_RollbackRequest>
      RollbackResponse: MessageTypeDefinition<_towline_v1_RollbackResponseInput, _towline_v1_RollbackResponse>
      RollbackSummary: MessageTypeDefinition<_towline_v1_RollbackSummaryInput, _towline_v1_RollbackSummary>
      Rollout: MessageTypeDefinition<_towline_v1_RolloutInput, _towline_v1_Rollout>
      RolloutCount: MessageTypeDefinition<_towline_v1_RolloutCountInput, _towline_v1_RolloutCount>
      RolloutException: MessageTypeDefinition<_towline_v1_RolloutExceptionInput, _towline_v1_RolloutException>
      RolloutNode: MessageTypeDefinition<_towline_v1_RolloutNodeInput, _towline_v1_RolloutNode>
      RolloutNodeState: EnumTypeDefinition
      RolloutState: EnumTypeDefinition
      RotateLinkKeyRequest: MessageTypeDefinition<_towline_v1_RotateLinkKeyRequestInput, _towline_v1_RotateLinkKeyRequest>
      RotateLinkKeyResponse: MessageTypeDefinition<_towline_v1_RotateLinkKeyResponseInput, _towline_v1_RotateLinkKeyResponse>
      RotateMasterKeyRequest: MessageTypeDefinition<_towline_v1_RotateMasterKeyRequestInput, _towline_v1_RotateMasterKeyRequest>
      RotateMasterKeyResponse: MessageTypeDefinition<_towline_v1_RotateMasterKeyResponseInput, _towline_v1_RotateMasterKeyResponse>
      RotatePsksRequest: MessageTypeDefinition<_towline_v1_RotatePsksRequestInput, _towline_v1_RotatePsksRequest>
      RotatePsksResponse: MessageTypeDefinition<_towline_v1_RotatePsksResponseInput, _towline_v1_RotatePsksResponse>
      RotateSigningKeyRequest: MessageTypeDefinition<_towline_v1_RotateSigningKeyRequestInput, _towline_v1_RotateSigningKeyRequest>
      RotateSigningKeyResponse: MessageTypeDefinition<_towline_v1_RotateSigningKeyResponseInput, _towline_v1_RotateSigningKeyResponse>
      RotatingLink: MessageTypeDefinition<_towline_v1_RotatingLinkInput, _towline_v1_RotatingLink>
      Secret: MessageTypeDefinition<_towline_v1_SecretInput, _towline_v1_Secret>
      SecretReference: MessageTypeDefinition<_towline_v1_SecretReferenceInput, _towline_v1_SecretReference>
      Secrets: MessageTypeDefinition<_towline_v1_SecretsInput, _towline_v1_Secrets>
      SetLogLevelRequest: MessageTypeDefinition<_towline_v1_SetLogLevelRequestInput, _towline_v1_SetLogLevelRequest>
      SetLogLevelResponse: MessageTypeDefinition<_towline_v1_SetLogLevelResponseInput, _towline_v1_SetLogLevelResponse>
      SetValueRequest: MessageTypeDefinition<_towline_v1_SetValueRequestInput, _towline_v1_SetValueRequest>
      SetValueResponse: MessageTypeDefinition<_towline_v1_SetValueResponseInput, _towline_v1_SetValueResponse>
      SignedAgentOrder: MessageTypeDefinition<_towline_v1_SignedAgentOrderInput, _towline_v1_SignedAgentOrder>
      SignedManifest: MessageTypeDefinition<_towline_v1_SignedManifestInput, _towline_v1_SignedManifest>
      SignedRetirement: MessageTypeDefinition<_towline_v1_SignedRetirementInput, _towline_v1_SignedRetirement>
      SignedSuccession: MessageTypeDefinition<_towline_v1_SignedSuccessionInput, _towline_v1_SignedSuccession>
      SignedTunnelMove: MessageTypeDefinition<_towline_v1_SignedTunnelMoveInput, _towline_v1_SignedTunnelMove>
      SigningChain: MessageTypeDefinition<_towline_v1_SigningChainInput, _towline_v1_SigningChain>
      SigningKey: MessageTypeDefinition<_towline_v1_SigningKeyInput, _towline_v1_SigningKey>
      SigningNode: MessageTypeDefinition<_towline_v1_SigningNodeInput, _towline_v1_SigningNode>
      Site: MessageTypeDefinition<_towline_v1_SiteInput, _towline_v1_Site>
      Spread: MessageTypeDefinition<_towline_v1_SpreadInput, _towline_v1_Spread>
      Succession: MessageTypeDefinition<_towline_v1_SuccessionInput, _towline_v1_Succession>
      Token: MessageTypeDefinition<_towline_v1_TokenInput, _towline_v1_Token>
      TokenProof: MessageTypeDefinition<_towline_v1_TokenProofInput, _towline_v1_TokenProof>
      TokenState: EnumTypeDefinition
      Trace: MessageTypeDefinition<_towline_v1_TraceInput, _towline_v1_Trace>
      TraceHop: MessageTypeDefinition<_towline_v1_TraceHopInput, _towline_v1_TraceHop>
      TraceQuestion: MessageTypeDefinition<_towline_v1_TraceQuestionInput, _towline_v1_TraceQuestion>
      TraceTarget: MessageTypeDefinition<_towline_v1_TraceTargetInput, _towline_v1_TraceTarget>
      TunnelMove: MessageTypeDefinition<_towline_v1_TunnelMoveInput, _towline_v1_TunnelMove>
      TunnelMoveState: EnumTypeDefinition
      TunnelNode: MessageTypeDefinition<_towline_v1_TunnelNodeInput, _towline_v1_TunnelNode>
      TunnelNodeState: EnumTypeDefinition
      TunnelPlace: MessageTypeDefinition<_towline_v1_TunnelPlaceInput, _towline_v1_TunnelPlace>
      UnquarantineRequest: MessageTypeDefinition<_towline_v1_UnquarantineRequestInput, _towline_v1_UnquarantineRequest>
      UnquarantineResponse: MessageTypeDefinition<_towline_v1_UnquarantineResponseInput, _towline_v1_UnquarantineResponse>
      Value: MessageTypeDefinition<_towline_v1_ValueInput, _towline_v1_Value>
      WatchRequest: MessageTypeDefinition<_towline_v1_WatchRequestInput, _towline_v1_WatchRequest>
      WatchResponse: MessageTypeDefinition<_towline_v1_WatchResponseInput, _towline_v1_WatchResponse>
      WhyFact: MessageTypeDefinition<_towline_v1_WhyFactInput, _towline_v1_WhyFact>
      WhyFinding: MessageTypeDefinition<_towline_v1_WhyFindingInput, _towline_v1_WhyFinding>
      WhyLink: MessageTypeDefinition<_towline_v1_WhyLinkInput, _towline_v1_WhyLink>
      WhyRequest: MessageTypeDefinition<_towline_v1_WhyRequestInput, _towline_v1_WhyRequest>
      WhyResponse: MessageTypeDefinition<_towline_v1_WhyResponseInput, _towline_v1_WhyResponse>
    }
  }
}

