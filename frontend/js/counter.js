// x-data="counting" around a field with maxlength: how many characters are left, as x-text="left".
export function counting() {
  return {
    used: 0,
    most: 0,
    init() {
      const box = this.$root.querySelector("textarea[maxlength], input[maxlength]");
      const read = () => {
        this.used = box.value.length;
      };
      this.most = box.maxLength;
      box.addEventListener("input", read);
      read();
    },
    get left() {
      return this.most - this.used;
    },
  };
}
