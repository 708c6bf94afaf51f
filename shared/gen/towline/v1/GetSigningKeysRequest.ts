// Original file: proto/towline/v1/admin.proto


/**
 * GetSigningKeysRequest has no fields.
 */
export interface GetSigningKeysRequestInput {
}

/**
 * GetSigningKeysRequest has no fields.
 */
export interface GetSigningKeysRequest {
}
