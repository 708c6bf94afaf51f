// Original file: proto/towline/v1/admin.proto


/**
 * PlanRequest has no fields.
 */
export interface PlanRequestInput {
}

/**
 * PlanRequest has no fields.
 */
export interface PlanRequest {
}
