import { tick } from "svelte";

/** Words for a live region: said again even when they are the same as before. */
export class Announcer {
  words = $state("");

  async say(words: string): Promise<void> {
    this.words = "";
    await tick();
    requestAnimationFrame(() => (this.words = words));
  }
}
