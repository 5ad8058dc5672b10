import "server-only";

export type { LayerSharing, TagMoveRow, TagRow } from "#lib/catalog/index.ts";
export { addTag } from "./add-tag.ts";
export { getRaw, type RawBytes } from "./get-raw.ts";
export { getManifest, getTag } from "./get-tag.ts";
export { listTags, type TagPage } from "./list-tags.ts";
export type {
  ArtifactView,
  CompanionView,
  GoneTagView,
  ImageView,
  LayerStepView,
  ManifestPage,
  ManifestView,
  Place,
  PlatformView,
  TagView,
} from "./types.ts";
