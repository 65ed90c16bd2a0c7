/* The command palette: a dialog with a combobox over options that the server renders. */
export function palette() {
  return {
    place: -1,
    asked: 0,
    shown: null,
    going: false,

    init() {
      document.addEventListener("keydown", (event) => {
        if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
          event.preventDefault();
          if (this.$root.open) this.close();
          else this.open();
        }
      });
      document.addEventListener("click", (event) => {
        if (!event.target.closest("[data-palette-open]") || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        this.open();
      });
      this.$refs.options.addEventListener("mousemove", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.choose(this.options().indexOf(option));
      });
      if (/Mac|iPhone|iPad/.test(navigator.platform)) {
        for (const keys of document.querySelectorAll(".kv-search-keys")) keys.textContent = "⌘ K";
      }
    },

    open() {
      this.$root.showModal();
      this.$refs.box.select();
      this.ask();
    },

    close() {
      this.$root.close();
    },

    options() {
      return [...this.$refs.options.querySelectorAll("[role=option]")];
    },

    async ask() {
      const turn = ++this.asked;
      const words = this.$refs.box.value;
      const address = `${this.$root.dataset.url}?q=${encodeURIComponent(words)}`;
      let answer;
      try {
        answer = await fetch(address, { headers: { "X-Palette": "1" }, redirect: "error" });
      } catch {
        return;
      }
      if (turn !== this.asked || !answer.ok) return;
      this.$refs.options.innerHTML = await answer.text();
      const count = this.options().length;
      this.$refs.options.dataset.empty = count ? "" : this.$root.dataset.none;
      this.$refs.count.textContent = count ? `${count} ${this.$root.dataset.some}` : this.$root.dataset.none;
      this.choose(count ? 0 : -1);
      this.shown = words;
      if (this.going) this.go();
    },

    go() {
      const chosen = this.options()[this.place];
      this.going = false;
      if (chosen) window.location.assign(chosen.href);
    },

    choose(place) {
      const options = this.options();
      options.forEach((option, number) => option.setAttribute("aria-selected", String(number === place)));
      this.place = place;
      if (place < 0) {
        this.$refs.box.removeAttribute("aria-activedescendant");
        return;
      }
      this.$refs.box.setAttribute("aria-activedescendant", options[place].id);
      options[place].scrollIntoView({ block: "nearest" });
    },

    press(event) {
      const options = this.options();
      const last = options.length - 1;
      const moves = { ArrowDown: this.place >= last ? 0 : this.place + 1, ArrowUp: this.place <= 0 ? last : this.place - 1, Home: 0, End: last };
      if (event.key in moves && options.length && !event.isComposing) {
        if ((event.key === "Home" || event.key === "End") && this.$refs.box.value && !event.ctrlKey) return;
        event.preventDefault();
        this.choose(moves[event.key]);
      } else if (event.key === "Enter" && !event.isComposing) {
        event.preventDefault();
        if (this.shown === this.$refs.box.value) this.go();
        else {
          // Typed faster than answered: what stands there still answers the words before.
          this.going = true;
          this.ask();
        }
      } else {
        this.going = false;
      }
    },
  };
}
