// Original file: proto/towline/v1/admin.proto


/**
 * RotateMasterKeyRequest has no fields.
 */
export interface RotateMasterKeyRequestInput {
}

/**
 * RotateMasterKeyRequest has no fields.
 */
export interface RotateMasterKeyRequest {
}
