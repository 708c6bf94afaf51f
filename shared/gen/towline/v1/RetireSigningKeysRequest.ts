// Original file: proto/towline/v1/admin.proto


/**
 * RetireSigningKeysRequest has no fields.
 */
export interface RetireSigningKeysRequestInput {
}

/**
 * RetireSigningKeysRequest has no fields.
 */
export interface RetireSigningKeysRequest {
}
