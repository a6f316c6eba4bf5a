// [data-photo-picker] around an <input type="file">: previews, removal, smaller copies before they are sent.
// Without scripts the plain file input does the job.
import { icon, notify, say } from "./say.js";
import { shrink } from "./shrink.js";

const TIME_TO_READ = 1500; // milliseconds before which nobody has read that a photo is broken

const canReplace = () => {
  try {
    return Boolean(new DataTransfer().items);
  } catch (_old) {
    return false;
  }
};

class Picker {
  constructor(root) {
    this.root = root;
    this.input = root.querySelector("input[type=file]");
    this.most = Number(root.dataset.most || 6);
    this.files = [];
    this.reading = null;
    this.saidAt = -TIME_TO_READ;
    this.input.addEventListener("change", () => this.read([...this.input.files]));
    if (this.input.form) {
      this.input.form.addEventListener("reset", () => this.clear());
      this.input.form.addEventListener("submit", (event) => this.wait(event), true);
    }
    if (this.input.files.length) this.read([...this.input.files]); // put there before we came: kept without network, or Back
  }

  read(chosen) {
    const reading = this.add(chosen).finally(() => {
      if (this.reading === reading) this.reading = null;
    });
    this.reading = reading;
  }

  // Sent while a photo is still being read: the form waits for it, and stays if it turns out to be none; as it does
  // for a tap that comes before anybody can have read so.
  wait(event) {
    const unread = performance.now() - this.saidAt < TIME_TO_READ;
    if (!this.reading && !unread) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const form = this.input.form;
    (this.reading || Promise.resolve(false)).then((areWhole) => setTimeout(() => {
      form.dispatchEvent(new CustomEvent("jiayuan:stays", { bubbles: true }));
      if (areWhole) form.requestSubmit(event.submitter);
      else this.root.scrollIntoView({ block: "center" });
    }));
  }

  async add(chosen) {
    this.root.setAttribute("aria-busy", "true");
    const room = this.most - (this.input.multiple ? this.files.length : 0);
    if (chosen.length > room) notify(this.root.dataset.sayMost, "warning");
    const taken = await Promise.all(chosen.slice(0, Math.max(room, 0)).map(shrink));
    const ready = taken.filter((each) => each !== null);
    if (ready.length < taken.length) {
      notify(this.root.dataset.sayBroken, "error");
      this.saidAt = performance.now();
    }
    this.files = this.input.multiple ? [...this.files, ...ready] : ready;
    this.root.removeAttribute("aria-busy");
    this.show();
    return ready.length === taken.length;
  }

  clear() {
    this.files = [];
    setTimeout(() => this.show());
  }

  remove(file) {
    this.files = this.files.filter((each) => each !== file);
    this.show();
    this.input.focus();
  }

  show() {
    const sent = new DataTransfer();
    this.files.forEach((file) => sent.items.add(file));
    this.input.files = sent.files;
    this.root.querySelectorAll("[data-preview]").forEach((old) => old.remove());
    const drop = this.root.querySelector(".photo-drop");
    this.files.forEach((file, index) => drop.before(this.preview(file, index + 1)));
    drop.hidden = this.files.length >= this.most;
  }

  preview(file, number) {
    const frame = document.createElement("span");
    const picture = document.createElement("img");
    const button = document.createElement("button");
    const address = URL.createObjectURL(file);
    frame.className = "photo";
    frame.dataset.preview = "";
    picture.src = address;
    picture.alt = `${say("photo")} ${number}`;
    picture.onload = picture.onerror = () => URL.revokeObjectURL(address);
    button.type = "button";
    button.className = "photo-remove";
    button.setAttribute("aria-label", `${say("removePhoto")} ${number}`);
    button.append(icon("x"));
    button.addEventListener("click", () => this.remove(file));
    frame.append(picture, button);
    return frame;
  }
}

export function photoPickers(onLoad) {
  if (!canReplace()) return;
  onLoad((root) => {
    root.querySelectorAll("[data-photo-picker]:not([data-ready])").forEach((each) => {
      each.dataset.ready = "yes";
      new Picker(each);
    });
  });
}
