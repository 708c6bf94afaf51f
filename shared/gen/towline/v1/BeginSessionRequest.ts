// Original file: proto/towline/v1/admin.proto


/**
 * BeginSessionRequest has no fields.
 */
export interface BeginSessionRequestInput {
}

/**
 * BeginSessionRequest has no fields.
 */
export interface BeginSessionRequest {
}
