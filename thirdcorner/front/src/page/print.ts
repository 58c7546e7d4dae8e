/** On paper a page's answers stand together on a sheet of their own at its end, not below each exercise. */

export function sheetOfAnswers(): void {
  const places = new Map<Element, Comment>();
  addEventListener("beforeprint", () => {
    const folds = [...document.querySelectorAll("details.tc-answers[data-sheet]")];
    if (!folds.length || places.size) return;
    let sheet = document.querySelector(".tc-answer-sheet");
    if (!sheet) {
      sheet = document.createElement("section");
      sheet.className = "tc-answer-sheet tc-made";
      const title = document.createElement("p");
      title.className = "tc-sheet-title";
      title.textContent = "Answers";
      sheet.append(title);
      document.querySelector("main article")?.append(sheet);
    }
    const after = sheet.querySelector(".tc-sheet-title");
    for (const fold of folds.reverse()) {
      const answers = fold.querySelector(".tc-answer-group");
      if (!answers) continue;
      const mark = document.createComment("");
      answers.before(mark);
      places.set(answers, mark);
      after?.after(answers);
    }
  });
  addEventListener("afterprint", () => {
    for (const [answers, mark] of places) mark.replaceWith(answers);
    places.clear();
    document.querySelector(".tc-answer-sheet.tc-made")?.remove();
  });
}
