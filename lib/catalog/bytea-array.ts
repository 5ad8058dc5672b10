/** pg_type.dat. */
const byteaOid = 17;
const headerBytes = 20;

/**
 * A parameter of type bytea[], as array_recv reads it: dimensions, nulls, element type, length and lower bound, then each
 * element's length and bytes. From an array of buffers pg would write hexadecimal text, twice as long.
 */
export function byteaArray(items: readonly Uint8Array[]): Buffer {
  const array = Buffer.alloc(headerBytes + items.reduce((sum, { byteLength }) => sum + 4 + byteLength, 0));
  [1, 0, byteaOid, items.length, 1].forEach((field, index) => void array.writeInt32BE(field, index * 4));
  let at = headerBytes;
  for (const item of items) {
    at = array.writeInt32BE(item.byteLength, at);
    array.set(item, at);
    at += item.byteLength;
  }
  return array;
}
