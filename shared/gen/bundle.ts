import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { ManifestInput as _towline_v1_ManifestInput, Manifest as _towline_v1_Manifest } from './towline/v1/Manifest.ts';
import type { ManifestFileInput as _towline_v1_ManifestFileInput, ManifestFile as _towline_v1_ManifestFile } from './towline/v1/ManifestFile.ts';
import type { SecretInput as _towline_v1_SecretInput, Secret as _towline_v1_Secret } from './towline/v1/Secret.ts';
import type { SecretReferenceInput as _towline_v1_SecretReferenceInput, SecretReference as _towline_v1_SecretReference } from './towline/v1/SecretReference.ts';
import type { SecretsInput as _towline_v1_SecretsInput, Secrets as _towline_v1_Secrets } from './towline/v1/Secrets.ts';
import type { SignedManifestInput as _towline_v1_SignedManifestInput, SignedManifest as _towline_v1_SignedManifest } from './towline/v1/SignedManifest.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  towline: {
    v1: {
      Manifest: MessageTypeDefinition<_towline_v1_ManifestInput, _towline_v1_Manifest>
      ManifestFile: MessageTypeDefinition<_towline_v1_ManifestFileInput, _towline_v1_ManifestFile>
      Secret: MessageTypeDefinition<_towline_v1_SecretInput, _towline_v1_Secret>
      SecretReference: MessageTypeDefinition<_towline_v1_SecretReferenceInput, _towline_v1_SecretReference>
      Secrets: MessageTypeDefinition<_towline_v1_SecretsInput, _towline_v1_Secrets>
      SignedManifest: MessageTypeDefinition<_towline_v1_SignedManifestInput, _towline_v1_SignedManifest>
    }
  }
}

