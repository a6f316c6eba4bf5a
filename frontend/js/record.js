// [data-recorder] around an <input type="file" accept="audio/*">: a voice note by one button, where the browser can.
// Without scripts the plain file input does the job: phones offer their own recorder behind it.
import { notify } from "./say.js";

const KINDS = ["audio/mp4", "audio/webm;codecs=opus", "audio/ogg;codecs=opus"];

const canRecord = () => {
  try {
    return Boolean(new DataTransfer().items && window.MediaRecorder && navigator.mediaDevices);
  } catch (_old) {
    return false;
  }
};

class Recorder {
  constructor(root) {
    this.root = root;
    this.input = root.querySelector("input[type=file]");
    this.playback = root.querySelector("audio");
    this.running = null;
    this.input.hidden = true;
    this.part("tools").hidden = false;
    this.part("start").addEventListener("click", () => this.start());
    this.part("stop").addEventListener("click", () => this.stop());
    this.part("drop").addEventListener("click", () => this.keep(null));
    this.input.form.addEventListener("submit", (event) => this.wait(event), true);
  }

  part(name) {
    return this.root.querySelector(`[data-${name}]`);
  }

  async start() {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (_refused) {
      notify(this.root.dataset.sayRefused, "warning");
      this.input.hidden = false;
      return;
    }
    const pieces = [];
    const mimeType = KINDS.find((each) => MediaRecorder.isTypeSupported(each));
    this.running = new MediaRecorder(this.stream, mimeType ? { mimeType } : {});
    this.running.addEventListener("dataavailable", (event) => pieces.push(event.data));
    this.ended = new Promise((done) => {
      this.running.addEventListener("stop", () => {
        this.keep(new File(pieces, "voice", { type: this.running.mimeType }));
        this.running = null;
        done();
      });
    });
    this.since = Date.now();
    this.ticking = setInterval(() => this.tick(), 250);
    this.running.start();
    this.show();
    this.part("stop").focus();
  }

  tick() {
    const seconds = Math.floor((Date.now() - this.since) / 1000);
    this.part("seconds").textContent = `${seconds}″`;
    if (seconds >= Number(this.root.dataset.most)) this.stop();
  }

  stop() {
    clearInterval(this.ticking);
    if (this.running && this.running.state !== "inactive") this.running.stop();
    this.stream.getTracks().forEach((track) => track.stop());
  }

  // Sent while it records: the note is finished first.
  wait(event) {
    if (!this.running) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.stop();
    this.ended.then(() => setTimeout(() => this.input.form.requestSubmit(event.submitter)));
  }

  keep(file) {
    const sent = new DataTransfer();
    if (file) sent.items.add(file);
    this.input.files = sent.files;
    if (this.playback.src) URL.revokeObjectURL(this.playback.src);
    if (file) this.playback.src = URL.createObjectURL(file);
    else this.playback.removeAttribute("src");
    setTimeout(() => this.show(file));
  }

  show(file = null) {
    const records = Boolean(this.running);
    this.part("start").hidden = records || Boolean(file);
    this.part("stop").hidden = !records;
    this.part("kept").hidden = !file;
  }
}

export function recording(onLoad) {
  if (!canRecord()) return;
  onLoad((root) => {
    root.querySelectorAll("[data-recorder]:not([data-ready])").forEach((each) => {
      each.dataset.ready = "yes";
      new Recorder(each);
    });
  });
}
