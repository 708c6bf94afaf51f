// Original file: proto/towline/v1/agent.proto

import type { BirdQuestionInput as _towline_v1_BirdQuestionInput, BirdQuestion as _towline_v1_BirdQuestion } from '../../towline/v1/BirdQuestion.ts';
import type { TraceQuestionInput as _towline_v1_TraceQuestionInput, TraceQuestion as _towline_v1_TraceQuestion } from '../../towline/v1/TraceQuestion.ts';
import type { ExamineQuestionInput as _towline_v1_ExamineQuestionInput, ExamineQuestion as _towline_v1_ExamineQuestion } from '../../towline/v1/ExamineQuestion.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Question asks a node to look at something; it changes nothing there. A node
 * that does not know the subject refuses.
 */
export interface QuestionInput {
  /**
   * Number of the question, which the answer names.
   */
  'questionId'?: (number | string | Long);
  /**
   * What BIRD says.
   */
  'bird'?: (_towline_v1_BirdQuestionInput | null);
  /**
   * The way that packets take.
   */
  'trace'?: (_towline_v1_TraceQuestionInput | null);
  /**
   * How the node and its links are.
   */
  'examine'?: (_towline_v1_ExamineQuestionInput | null);
  /**
   * Exactly one of these is set.
   */
  'subject'?: "bird"|"trace"|"examine";
}

/**
 * Question asks a node to look at something; it changes nothing there. A node
 * that does not know the subject refuses.
 */
export interface Question {
  /**
   * Number of the question, which the answer names.
   */
  'questionId': (number);
  /**
   * What BIRD says.
   */
  'bird'?: (_towline_v1_BirdQuestion | null);
  /**
   * The way that packets take.
   */
  'trace'?: (_towline_v1_TraceQuestion | null);
  /**
   * How the node and its links are.
   */
  'examine'?: (_towline_v1_ExamineQuestion | null);
  /**
   * Exactly one of these is set.
   */
  'subject'?: "bird"|"trace"|"examine";
}
