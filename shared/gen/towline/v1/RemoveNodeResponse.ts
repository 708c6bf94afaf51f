// Original file: proto/towline/v1/admin.proto


/**
 * RemoveNodeResponse has no fields.
 */
export interface RemoveNodeResponseInput {
}

/**
 * RemoveNodeResponse has no fields.
 */
export interface RemoveNodeResponse {
}
