/** Pieces of bytes as one; `lengthBytes` is what their lengths add up to. */
export function joinedBytes(pieces: readonly Uint8Array[], lengthBytes: number): Uint8Array {
  const all = new Uint8Array(lengthBytes);
  let position = 0;
  for (const piece of pieces) {
    all.set(piece, position);
    position += piece.length;
  }
  return all;
}
