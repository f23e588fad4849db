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

  // Without a mouse: the claim's own span is selected, and its ends are moved by words.
  let adjusting = false;
  function adjust() {
    const parts = passage.querySelectorAll(".m-claim [data-at]");
    if (!parts.length) return say("Select the words in the passage first.");
    getSelection().setBaseAndExtent(parts[0], 0, parts[parts.length - 1], parts[parts.length - 1].childNodes.length);
    adjusting = true;
    say("← → move the end by a word, with Shift the beginning. s takes the span, Esc leaves.");
  }

  function moveEdge(event) {
    if (!adjusting) return false;
    const chosen = getSelection();
    const { startContainer, startOffset, endContainer, endOffset } = chosen.getRangeAt(0);
    if (event.shiftKey) chosen.setBaseAndExtent(endContainer, endOffset, startContainer, startOffset);
    else chosen.setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
    chosen.modify("extend", event.key === "ArrowRight" ? "forward" : "backward", "word");
    const outside = !passage.contains(chosen.anchorNode) || !passage.contains(chosen.focusNode);
    if (chosen.isCollapsed || outside) chosen.setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
  }

  function leaveSpan() {
    if (!adjusting) return false;
    adjusting = false;
    getSelection().removeAllRanges();
    say("The span is as it was.");
  }

  function takeSpan() {
    const chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return adjust();
    adjusting = false;
    const range = chosen.getRangeAt(0);
    const words = chosen.toString();
    let start = offset(range.startContainer, range.startOffset);
    let end = offset(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) return say("Select words of the passage.", "warning");
    start += words.length - words.trimStart().length;
    end -= words.length - words.trimEnd().length;
    document.querySelector("#corrections").open = true;
    form.elements.start.value = start;
    form.elements.end.value = end;
    document.querySelector("[data-span]").textContent = `Span: “${words.trim().slice(0, 200)}”. Save to keep it.`;
    say("The span is chosen. Save to keep it: Ctrl Enter.");
  }

  // A second key, pressed before the next claim has come, is not meant for this one.
  let sent = false;
  form.addEventListener("submit", () => (sent = true));
  addEventListener("pageshow", () => (sent = false));
  const submit = (button) => sent || form.requestSubmit(button);

  const editing = () => {
    const note = document.querySelector("#note");
    if (!note) return say("Log in to write.");
    note.focus();
  };
  return {
    verdict: (event) => {
      const button = form.querySelector(`button[data-key="${event.key}"]`);
      if (!button) return false;
      submit(button);
    },
    j: () => follow("next"),
    k: () => follow("prev"),
    e: editing,
    s: takeSpan,
    ArrowLeft: moveEdge,
    ArrowRight: moveEdge,
    Escape: leaveSpan,
    save: () => submit(form.querySelector("[data-save]")),
  };
}
