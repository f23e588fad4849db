// The claim: verdict keys, and a span that is selected in the passage.
export function startClaim({ say }) {
  const form = document.querySelector("#review");
  const passage = document.querySelector("#passage");
  const follow = (rel) => document.querySelector(`a[rel=${rel}]`)?.click() ?? say("There is no further claim.");

  // Offsets count code points of the article; a selection counts UTF-16 units of one piece of the page.
  function offset(node, units) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : (node.childNodes[units] ?? node.lastChild);
    const piece = element?.nodeType === Node.ELEMENT_NODE ? element.closest("[data-at]") ?? element.querySelector("[data-at]") : null;
    if (!piece || !passage.contains(piece)) return null;
    const start = Number(piece.dataset.at);
    if (piece.dataset.kind !== "text") return start + (units > 0 ? Number(piece.dataset.length) : 0);
    return node.nodeType === Node.TEXT_NODE ? start + [...node.data.slice(0, units)].length : start;
  }

  function takeSpan() {
    const chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return say("Select the words in the passage first.");
    const range = chosen.getRangeAt(0);
    const start = offset(range.startContainer, range.startOffset);
    const end = offset(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) return say("Select words of the passage.", "warning");
    document.querySelector("#corrections").open = true;
    form.elements.start.value = start;
    form.elements.end.value = end;
    document.querySelector("[data-span]").textContent = `Span: “${chosen.toString().slice(0, 200)}”. Save to keep it.`;
  }

  const editing = () => {
    const note = document.querySelector("#note");
    if (!note) return say("Log in to write.");
    note.focus();
  };
  return {
    verdict: (event) => {
      const button = form.querySelector(`button[data-key="${event.key}"]`);
      if (!button) return false;
      form.requestSubmit(button);
    },
    j: () => follow("next"),
    k: () => follow("prev"),
    e: editing,
    s: takeSpan,
    save: () => form.requestSubmit(form.querySelector("[data-save]")),
  };
}
