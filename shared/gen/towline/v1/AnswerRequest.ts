// Original file: proto/towline/v1/agent.proto

import type { ExaminationInput as _towline_v1_ExaminationInput, Examination as _towline_v1_Examination } from '../../towline/v1/Examination.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * AnswerRequest is the answer to one question.
 */
export interface AnswerRequestInput {
  /**
   * Number of the question.
   */
  'questionId'?: (number | string | Long);
  /**
   * What BIRD or the trace said, as it said it.
   */
  'text'?: (string);
  /**
   * Why there is no answer.
   */
  'refusal'?: (string);
  /**
   * What the node found when it looked at itself and its links.
   */
  'examination'?: (_towline_v1_ExaminationInput | null);
  /**
   * Whether the text was longer than a node sends, and is cut.
   */
  'isCut'?: (boolean);
  /**
   * Exactly one of these is set.
   */
  'result'?: "text"|"refusal"|"examination";
}

/**
 * AnswerRequest is the answer to one question.
 */
export interface AnswerRequest {
  /**
   * Number of the question.
   */
  'questionId': (number);
  /**
   * What BIRD or the trace said, as it said it.
   */
  'text'?: (string);
  /**
   * Why there is no answer.
   */
  'refusal'?: (string);
  /**
   * What the node found when it looked at itself and its links.
   */
  'examination'?: (_towline_v1_Examination | null);
  /**
   * Whether the text was longer than a node sends, and is cut.
   */
  'isCut': (boolean);
  /**
   * Exactly one of these is set.
   */
  'result'?: "text"|"refusal"|"examination";
}
