// Original file: proto/towline/v1/admin.proto


/**
 * BackupRequest asks for everything that a controller is.
 */
export interface BackupRequestInput {
}

/**
 * BackupRequest asks for everything that a controller is.
 */
export interface BackupRequest {
}
