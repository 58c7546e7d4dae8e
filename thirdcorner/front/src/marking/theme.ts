/** The marking page follows the device: light, or dark. */
export function theme(): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => void (document.documentElement.dataset.theme = dark.matches ? "dark" : "light");
  dark.addEventListener("change", follow);
  follow();
}
