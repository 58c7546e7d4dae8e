/** A chart that its reader may explore: Vega loads only when asked for, and draws as SVG. */

export function explorable(figure: HTMLElement, scriptOf: (name: string) => Promise<unknown>): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tc-button";
  button.textContent = "Explore this chart";
  button.addEventListener("click", async () => {
    button.disabled = true;
    const picture = figure.querySelector<HTMLElement>(".tc-chart-picture")!;
    const spec = JSON.parse(figure.querySelector(".tc-chart-spec")?.textContent ?? "{}");
    const width = Math.max(280, picture.clientWidth - 8);
    try {
      await scriptOf("vega");
      const stage = document.createElement("div");
      stage.className = "tc-chart-live";
      stage.tabIndex = 0;
      stage.setAttribute("role", "img");
      stage.setAttribute("aria-label", figure.querySelector("svg")?.getAttribute("aria-label") ?? "");
      const config = { ...spec.config, mark: { ...spec.config?.mark, tooltip: { content: "data" } } };
      const sized = { ...spec, config, width, autosize: { type: "fit-x", contains: "padding" } };
      await vegaEmbed(stage, sized, { ast: true, actions: false, renderer: "svg" });
      picture.append(stage);
      figure.dataset.state = "live";
      button.textContent = "Point at a mark to read it";
    } catch (error) {
      button.textContent = "This chart could not be opened; its data stand in the table";
      console.warn(`thirdcorner: chart ${figure.dataset.chart}:`, error);
    }
  });
  figure.querySelector(".tc-chart-tools")?.prepend(button);
}
