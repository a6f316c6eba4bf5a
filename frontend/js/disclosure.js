// x-data="disclosure": something that opens and closes. For plain cases prefer <details>.
export function disclosure() {
  return {
    open: false,
    get closed() {
      return !this.open;
    },
    toggle() {
      this.open = !this.open;
    },
    close() {
      this.open = false;
    },
  };
}
