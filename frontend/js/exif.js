// Carries when and where a photo was taken over to its smaller copy, which the canvas would otherwise drop.
const EXIF = 0x45786966;
const ORIENTATION = 0x0112;

// The Exif segment of a JPEG, its marker included, or null.
function segment(bytes) {
  const view = new DataView(bytes);
  if (view.byteLength < 12 || view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 10 <= view.byteLength && view.getUint8(at) === 0xff) {
    const length = view.getUint16(at + 2);
    if (view.getUint8(at + 1) === 0xe1 && view.getUint32(at + 4) === EXIF) return bytes.slice(at, at + 2 + length);
    if (view.getUint8(at + 1) === 0xda) return null;
    at += 2 + length;
  }
  return null;
}

// The canvas has turned the picture upright, so the copy must not be turned again.
function upright(exif) {
  const view = new DataView(exif);
  const base = 10;
  const little = view.getUint16(base) === 0x4949;
  const table = base + view.getUint32(base + 4, little);
  const entries = view.getUint16(table, little);
  for (let at = table + 2; at < table + 2 + entries * 12; at += 12) {
    if (view.getUint16(at, little) === ORIENTATION) view.setUint16(at + 8, 1, little);
  }
  return exif;
}

export async function carryExif(original, copy) {
  try {
    const found = segment(await original.slice(0, 262144).arrayBuffer());
    if (!found) return copy;
    return new Blob([copy.slice(0, 2), upright(found), copy.slice(2)], { type: "image/jpeg" });
  } catch (_damaged) {
    return copy;
  }
}
