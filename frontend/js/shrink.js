// A phone's photo made small enough for a slow network: at most 2000 px on its longer side, JPEG.
import { carryExif } from "./exif.js";

const LONGEST = 2000;
const SMALL_ENOUGH = 700 * 1024;

function drawn(picture, factor) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * factor);
  canvas.height = Math.round(picture.height * factor);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
}

const isPicture = (file) => file.size > 0 && (!file.type || file.type.startsWith("image/"));

// Null for what is no photo, or is broken. The file itself where it is small already, or where the browser cannot read it (HEIC): the server can.
export async function shrink(file) {
  if (!isPicture(file)) return null;
  if (!window.createImageBitmap || !/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const factor = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    if (factor === 1 && file.size <= SMALL_ENOUGH) return file;
    const copy = await drawn(picture, factor);
    picture.close();
    if (!copy || copy.size >= file.size) return file;
    const whole = file.type === "image/jpeg" ? await carryExif(file, copy) : copy;
    return new File([whole], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
  } catch (_unreadable) {
    return null;
  }
}
