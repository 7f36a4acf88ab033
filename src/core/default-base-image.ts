/**
 * The base of toolchains unless a setting says otherwise: Debian bookworm's slim image, a multi-platform index,
 * pinned by digest so that it is the same everywhere and for ever. The manifest's default setting is a copy.
 */
export const defaultBaseImage =
  'debian:bookworm-slim@sha256:96e378d7e6531ac9a15ad505478fcc2e69f371b10f5cdf87857c4b8188404716';
