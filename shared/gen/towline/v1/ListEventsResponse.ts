// Original file: proto/towline/v1/admin.proto

import type { AuditEventInput as _towline_v1_AuditEventInput, AuditEvent as _towline_v1_AuditEvent } from '../../towline/v1/AuditEvent.ts';
import type { EventHeadInput as _towline_v1_EventHeadInput, EventHead as _towline_v1_EventHead } from '../../towline/v1/EventHead.ts';

/**
 * ListEventsResponse is a part of the audit log.
 */
export interface ListEventsResponseInput {
  /**
   * Events, in order.
   */
  'events'?: (_towline_v1_AuditEventInput)[];
  /**
   * Where the log ended when it was asked for; in the first message.
   */
  'head'?: (_towline_v1_EventHeadInput | null);
}

/**
 * ListEventsResponse is a part of the audit log.
 */
export interface ListEventsResponse {
  /**
   * Events, in order.
   */
  'events': (_towline_v1_AuditEvent)[];
  /**
   * Where the log ended when it was asked for; in the first message.
   */
  'head': (_towline_v1_EventHead | null);
}
