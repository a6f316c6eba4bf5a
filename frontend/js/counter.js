// x-data="counting" around a textarea with maxlength and x-model="text": how many characters are left.
export function counting() {
  return {
    text: "",
    most: 0,
    init() {
      const box = this.$root.querySelector("textarea, input");
      this.text = box.value;
      this.most = box.maxLength;
    },
    get left() {
      return this.most - this.text.length;
    },
    get near() {
      return this.left < 50;
    },
  };
}
