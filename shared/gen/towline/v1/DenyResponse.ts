// Original file: proto/towline/v1/admin.proto


/**
 * DenyResponse has no fields.
 */
export interface DenyResponseInput {
}

/**
 * DenyResponse has no fields.
 */
export interface DenyResponse {
}
