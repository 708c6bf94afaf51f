import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { AgentConfirmationInput as _towline_v1_AgentConfirmationInput, AgentConfirmation as _towline_v1_AgentConfirmation } from './towline/v1/AgentConfirmation.ts';
import type { AgentOrderInput as _towline_v1_AgentOrderInput, AgentOrder as _towline_v1_AgentOrder } from './towline/v1/AgentOrder.ts';
import type { AgentServiceClient as _towline_v1_AgentServiceClient, AgentServiceDefinition as _towline_v1_AgentServiceDefinition } from './towline/v1/AgentService.ts';
import type { AgentUpgradeInput as _towline_v1_AgentUpgradeInput, AgentUpgrade as _towline_v1_AgentUpgrade } from './towline/v1/AgentUpgrade.ts';
import type { AnswerRequestInput as _towline_v1_AnswerRequestInput, AnswerRequest as _towline_v1_AnswerRequest } from './towline/v1/AnswerRequest.ts';
import type { AnswerResponseInput as _towline_v1_AnswerResponseInput, AnswerResponse as _towline_v1_AnswerResponse } from './towline/v1/AnswerResponse.ts';
import type { ApplyResultInput as _towline_v1_ApplyResultInput, ApplyResult as _towline_v1_ApplyResult } from './towline/v1/ApplyResult.ts';
import type { BirdQuestionInput as _towline_v1_BirdQuestionInput, BirdQuestion as _towline_v1_BirdQuestion } from './towline/v1/BirdQuestion.ts';
import type { ConfirmAgentRequestInput as _towline_v1_ConfirmAgentRequestInput, ConfirmAgentRequest as _towline_v1_ConfirmAgentRequest } from './towline/v1/ConfirmAgentRequest.ts';
import type { ConfirmAgentResponseInput as _towline_v1_ConfirmAgentResponseInput, ConfirmAgentResponse as _towline_v1_ConfirmAgentResponse } from './towline/v1/ConfirmAgentResponse.ts';
import type { ConfirmRequestInput as _towline_v1_ConfirmRequestInput, ConfirmRequest as _towline_v1_ConfirmRequest } from './towline/v1/ConfirmRequest.ts';
import type { ConfirmResponseInput as _towline_v1_ConfirmResponseInput, ConfirmResponse as _towline_v1_ConfirmResponse } from './towline/v1/ConfirmResponse.ts';
import type { ConfirmationInput as _towline_v1_ConfirmationInput, Confirmation as _towline_v1_Confirmation } from './towline/v1/Confirmation.ts';
import type { DesiredReleaseInput as _towline_v1_DesiredReleaseInput, DesiredRelease as _towline_v1_DesiredRelease } from './towline/v1/DesiredRelease.ts';
import type { EnrollRequestInput as _towline_v1_EnrollRequestInput, EnrollRequest as _towline_v1_EnrollRequest } from './towline/v1/EnrollRequest.ts';
import type { EnrollResponseInput as _towline_v1_EnrollResponseInput, EnrollResponse as _towline_v1_EnrollResponse } from './towline/v1/EnrollResponse.ts';
import type { EnrollmentAcceptedInput as _towline_v1_EnrollmentAcceptedInput, EnrollmentAccepted as _towline_v1_EnrollmentAccepted } from './towline/v1/EnrollmentAccepted.ts';
import type { EnrollmentAnswerInput as _towline_v1_EnrollmentAnswerInput, EnrollmentAnswer as _towline_v1_EnrollmentAnswer } from './towline/v1/EnrollmentAnswer.ts';
import type { EnrollmentDeniedInput as _towline_v1_EnrollmentDeniedInput, EnrollmentDenied as _towline_v1_EnrollmentDenied } from './towline/v1/EnrollmentDenied.ts';
import type { EnrollmentPendingInput as _towline_v1_EnrollmentPendingInput, EnrollmentPending as _towline_v1_EnrollmentPending } from './towline/v1/EnrollmentPending.ts';
import type { EnrollmentServiceClient as _towline_v1_EnrollmentServiceClient, EnrollmentServiceDefinition as _towline_v1_EnrollmentServiceDefinition } from './towline/v1/EnrollmentService.ts';
import type { ExaminationInput as _towline_v1_ExaminationInput, Examination as _towline_v1_Examination } from './towline/v1/Examination.ts';
import type { ExamineQuestionInput as _towline_v1_ExamineQuestionInput, ExamineQuestion as _towline_v1_ExamineQuestion } from './towline/v1/ExamineQuestion.ts';
import type { FamilyFactsInput as _towline_v1_FamilyFactsInput, FamilyFacts as _towline_v1_FamilyFacts } from './towline/v1/FamilyFacts.ts';
import type { FamilyProspectInput as _towline_v1_FamilyProspectInput, FamilyProspect as _towline_v1_FamilyProspect } from './towline/v1/FamilyProspect.ts';
import type { FetchAgentRequestInput as _towline_v1_FetchAgentRequestInput, FetchAgentRequest as _towline_v1_FetchAgentRequest } from './towline/v1/FetchAgentRequest.ts';
import type { FetchAgentResponseInput as _towline_v1_FetchAgentResponseInput, FetchAgentResponse as _towline_v1_FetchAgentResponse } from './towline/v1/FetchAgentResponse.ts';
import type { FetchBundleRequestInput as _towline_v1_FetchBundleRequestInput, FetchBundleRequest as _towline_v1_FetchBundleRequest } from './towline/v1/FetchBundleRequest.ts';
import type { FetchBundleResponseInput as _towline_v1_FetchBundleResponseInput, FetchBundleResponse as _towline_v1_FetchBundleResponse } from './towline/v1/FetchBundleResponse.ts';
import type { FileContentInput as _towline_v1_FileContentInput, FileContent as _towline_v1_FileContent } from './towline/v1/FileContent.ts';
import type { GetChallengeRequestInput as _towline_v1_GetChallengeRequestInput, GetChallengeRequest as _towline_v1_GetChallengeRequest } from './towline/v1/GetChallengeRequest.ts';
import type { GetChallengeResponseInput as _towline_v1_GetChallengeResponseInput, GetChallengeResponse as _towline_v1_GetChallengeResponse } from './towline/v1/GetChallengeResponse.ts';
import type { LinkExaminationInput as _towline_v1_LinkExaminationInput, LinkExamination as _towline_v1_LinkExamination } from './towline/v1/LinkExamination.ts';
import type { LinkKeyInput as _towline_v1_LinkKeyInput, LinkKey as _towline_v1_LinkKey } from './towline/v1/LinkKey.ts';
import type { LinkStateInput as _towline_v1_LinkStateInput, LinkState as _towline_v1_LinkState } from './towline/v1/LinkState.ts';
import type { ManifestInput as _towline_v1_ManifestInput, Manifest as _towline_v1_Manifest } from './towline/v1/Manifest.ts';
import type { ManifestFileInput as _towline_v1_ManifestFileInput, ManifestFile as _towline_v1_ManifestFile } from './towline/v1/ManifestFile.ts';
import type { NodeFactsInput as _towline_v1_NodeFactsInput, NodeFacts as _towline_v1_NodeFacts } from './towline/v1/NodeFacts.ts';
import type { OwnFactsInput as _towline_v1_OwnFactsInput, OwnFacts as _towline_v1_OwnFacts } from './towline/v1/OwnFacts.ts';
import type { PeerEndpointInput as _towline_v1_PeerEndpointInput, PeerEndpoint as _towline_v1_PeerEndpoint } from './towline/v1/PeerEndpoint.ts';
import type { QuestionInput as _towline_v1_QuestionInput, Question as _towline_v1_Question } from './towline/v1/Question.ts';
import type { ReportAddressesRequestInput as _towline_v1_ReportAddressesRequestInput, ReportAddressesRequest as _towline_v1_ReportAddressesRequest } from './towline/v1/ReportAddressesRequest.ts';
import type { ReportAddressesResponseInput as _towline_v1_ReportAddressesResponseInput, ReportAddressesResponse as _towline_v1_ReportAddressesResponse } from './towline/v1/ReportAddressesResponse.ts';
import type { ReportRequestInput as _towline_v1_ReportRequestInput, ReportRequest as _towline_v1_ReportRequest } from './towline/v1/ReportRequest.ts';
import type { ReportResponseInput as _towline_v1_ReportResponseInput, ReportResponse as _towline_v1_ReportResponse } from './towline/v1/ReportResponse.ts';
import type { RetirementInput as _towline_v1_RetirementInput, Retirement as _towline_v1_Retirement } from './towline/v1/Retirement.ts';
import type { SecretInput as _towline_v1_SecretInput, Secret as _towline_v1_Secret } from './towline/v1/Secret.ts';
import type { SecretReferenceInput as _towline_v1_SecretReferenceInput, SecretReference as _towline_v1_SecretReference } from './towline/v1/SecretReference.ts';
import type { SecretsInput as _towline_v1_SecretsInput, Secrets as _towline_v1_Secrets } from './towline/v1/Secrets.ts';
import type { SignedAgentOrderInput as _towline_v1_SignedAgentOrderInput, SignedAgentOrder as _towline_v1_SignedAgentOrder } from './towline/v1/SignedAgentOrder.ts';
import type { SignedManifestInput as _towline_v1_SignedManifestInput, SignedManifest as _towline_v1_SignedManifest } from './towline/v1/SignedManifest.ts';
import type { SignedRetirementInput as _towline_v1_SignedRetirementInput, SignedRetirement as _towline_v1_SignedRetirement } from './towline/v1/SignedRetirement.ts';
import type { SignedSuccessionInput as _towline_v1_SignedSuccessionInput, SignedSuccession as _towline_v1_SignedSuccession } from './towline/v1/SignedSuccession.ts';
import type { SignedTunnelMoveInput as _towline_v1_SignedTunnelMoveInput, SignedTunnelMove as _towline_v1_SignedTunnelMove } from './towline/v1/SignedTunnelMove.ts';
import type { SigningChainInput as _towline_v1_SigningChainInput, SigningChain as _towline_v1_SigningChain } from './towline/v1/SigningChain.ts';
import type { SpreadInput as _towline_v1_SpreadInput, Spread as _towline_v1_Spread } from './towline/v1/Spread.ts';
import type { SuccessionInput as _towline_v1_SuccessionInput, Succession as _towline_v1_Succession } from './towline/v1/Succession.ts';
import type { TokenProofInput as _towline_v1_TokenProofInput, TokenProof as _towline_v1_TokenProof } from './towline/v1/TokenProof.ts';
import type { TraceQuestionInput as _towline_v1_TraceQuestionInput, TraceQuestion as _towline_v1_TraceQuestion } from './towline/v1/TraceQuestion.ts';
import type { TunnelMoveInput as _towline_v1_TunnelMoveInput, TunnelMove as _towline_v1_TunnelMove } from './towline/v1/TunnelMove.ts';
import type { WatchRequestInput as _towline_v1_WatchRequestInput, WatchRequest as _towline_v1_WatchRequest } from './towline/v1/WatchRequest.ts';
import type { WatchResponseInput as _towline_v1_WatchResponseInput, WatchResponse as _towline_v1_WatchResponse } from './towline/v1/WatchResponse.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  towline: {
    v1: {
      AddressFact: EnumTypeDefinition
      AgentConfirmation: MessageTypeDefinition<_towline_v1_AgentConfirmationInput, _towline_v1_AgentConfirmation>
      AgentOrder: MessageTypeDefinition<_towline_v1_AgentOrderInput, _towline_v1_AgentOrder>
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
      AgentUpgradeState: EnumTypeDefinition
      AnswerRequest: MessageTypeDefinition<_towline_v1_AnswerRequestInput, _towline_v1_AnswerRequest>
      AnswerResponse: MessageTypeDefinition<_towline_v1_AnswerResponseInput, _towline_v1_AnswerResponse>
      ApplyOutcome: EnumTypeDefinition
      ApplyResult: MessageTypeDefinition<_towline_v1_ApplyResultInput, _towline_v1_ApplyResult>
      BirdQuestion: MessageTypeDefinition<_towline_v1_BirdQuestionInput, _towline_v1_BirdQuestion>
      ConfirmAgentRequest: MessageTypeDefinition<_towline_v1_ConfirmAgentRequestInput, _towline_v1_ConfirmAgentRequest>
      ConfirmAgentResponse: MessageTypeDefinition<_towline_v1_ConfirmAgentResponseInput, _towline_v1_ConfirmAgentResponse>
      ConfirmRequest: MessageTypeDefinition<_towline_v1_ConfirmRequestInput, _towline_v1_ConfirmRequest>
      ConfirmResponse: MessageTypeDefinition<_towline_v1_ConfirmResponseInput, _towline_v1_ConfirmResponse>
      Confirmation: MessageTypeDefinition<_towline_v1_ConfirmationInput, _towline_v1_Confirmation>
      DesiredRelease: MessageTypeDefinition<_towline_v1_DesiredReleaseInput, _towline_v1_DesiredRelease>
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
      Examination: MessageTypeDefinition<_towline_v1_ExaminationInput, _towline_v1_Examination>
      ExamineQuestion: MessageTypeDefinition<_towline_v1_ExamineQuestionInput, _towline_v1_ExamineQuestion>
      FamilyFacts: MessageTypeDefinition<_towline_v1_FamilyFactsInput, _towline_v1_FamilyFacts>
      FamilyProspect: MessageTypeDefinition<_towline_v1_FamilyProspectInput, _towline_v1_FamilyProspect>
      FetchAgentRequest: MessageTypeDefinition<_towline_v1_FetchAgentRequestInput, _towline_v1_FetchAgentRequest>
      FetchAgentResponse: MessageTypeDefinition<_towline_v1_FetchAgentResponseInput, _towline_v1_FetchAgentResponse>
      FetchBundleRequest: MessageTypeDefinition<_towline_v1_FetchBundleRequestInput, _towline_v1_FetchBundleRequest>
      FetchBundleResponse: MessageTypeDefinition<_towline_v1_FetchBundleResponseInput, _towline_v1_FetchBundleResponse>
      FileContent: MessageTypeDefinition<_towline_v1_FileContentInput, _towline_v1_FileContent>
      GetChallengeRequest: MessageTypeDefinition<_towline_v1_GetChallengeRequestInput, _towline_v1_GetChallengeRequest>
      GetChallengeResponse: MessageTypeDefinition<_towline_v1_GetChallengeResponseInput, _towline_v1_GetChallengeResponse>
      LinkExamination: MessageTypeDefinition<_towline_v1_LinkExaminationInput, _towline_v1_LinkExamination>
      LinkKey: MessageTypeDefinition<_towline_v1_LinkKeyInput, _towline_v1_LinkKey>
      LinkState: MessageTypeDefinition<_towline_v1_LinkStateInput, _towline_v1_LinkState>
      Manifest: MessageTypeDefinition<_towline_v1_ManifestInput, _towline_v1_Manifest>
      ManifestFile: MessageTypeDefinition<_towline_v1_ManifestFileInput, _towline_v1_ManifestFile>
      NodeFacts: MessageTypeDefinition<_towline_v1_NodeFactsInput, _towline_v1_NodeFacts>
      OwnFacts: MessageTypeDefinition<_towline_v1_OwnFactsInput, _towline_v1_OwnFacts>
      PeerEndpoint: MessageTypeDefinition<_towline_v1_PeerEndpointInput, _towline_v1_PeerEndpoint>
      Prospect: EnumTypeDefinition
      Question: MessageTypeDefinition<_towline_v1_QuestionInput, _towline_v1_Question>
      ReportAddressesRequest: MessageTypeDefinition<_towline_v1_ReportAddressesRequestInput, _towline_v1_ReportAddressesRequest>
      ReportAddressesResponse: MessageTypeDefinition<_towline_v1_ReportAddressesResponseInput, _towline_v1_ReportAddressesResponse>
      ReportRequest: MessageTypeDefinition<_towline_v1_ReportRequestInput, _towline_v1_ReportRequest>
      ReportResponse: MessageTypeDefinition<_towline_v1_ReportResponseInput, _towline_v1_ReportResponse>
      Retirement: MessageTypeDefinition<_towline_v1_RetirementInput, _towline_v1_Retirement>
      Secret: MessageTypeDefinition<_towline_v1_SecretInput, _towline_v1_Secret>
      SecretReference: MessageTypeDefinition<_towline_v1_SecretReferenceInput, _towline_v1_SecretReference>
      Secrets: MessageTypeDefinition<_towline_v1_SecretsInput, _towline_v1_Secrets>
      SignedAgentOrder: MessageTypeDefinition<_towline_v1_SignedAgentOrderInput, _towline_v1_SignedAgentOrder>
      SignedManifest: MessageTypeDefinition<_towline_v1_SignedManifestInput, _towline_v1_SignedManifest>
      SignedRetirement: MessageTypeDefinition<_towline_v1_SignedRetirementInput, _towline_v1_SignedRetirement>
      SignedSuccession: MessageTypeDefinition<_towline_v1_SignedSuccessionInput, _towline_v1_SignedSuccession>
      SignedTunnelMove: MessageTypeDefinition<_towline_v1_SignedTunnelMoveInput, _towline_v1_SignedTunnelMove>
      SigningChain: MessageTypeDefinition<_towline_v1_SigningChainInput, _towline_v1_SigningChain>
      Spread: MessageTypeDefinition<_towline_v1_SpreadInput, _towline_v1_Spread>
      Succession: MessageTypeDefinition<_towline_v1_SuccessionInput, _towline_v1_Succession>
      TokenProof: MessageTypeDefinition<_towline_v1_TokenProofInput, _towline_v1_TokenProof>
      TraceQuestion: MessageTypeDefinition<_towline_v1_TraceQuestionInput, _towline_v1_TraceQuestion>
      TunnelMove: MessageTypeDefinition<_towline_v1_TunnelMoveInput, _towline_v1_TunnelMove>
      WatchRequest: MessageTypeDefinition<_towline_v1_WatchRequestInput, _towline_v1_WatchRequest>
      WatchResponse: MessageTypeDefinition<_towline_v1_WatchResponseInput, _towline_v1_WatchResponse>
    }
  }
}

