export const heads = `
-- What a comparison with a release reads, without the manifests; and a release's names.
CREATE INDEX bundles_heads ON bundles (node_id, release, node_name, digest, sealing_key);
DROP INDEX bundles_release;
CREATE INDEX bundles_release ON bundles (release, node_name, node_id);
CREATE INDEX confirmations_release ON confirmations (release);
CREATE INDEX releases_commit ON releases (inventory_commit);
`;
