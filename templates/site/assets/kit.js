/* Two small comforts; without this script every link still leads where it says. */
(() => {
  const english = document.documentElement.lang === "en";
  const copied = english ? "Address copied" : "已复制本条的地址";

  /* A clause's address: copied, and gone to. */
  const said = document.createElement("p");
  said.className = "said";
  said.setAttribute("role", "status");
  document.body.append(said);
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a.headerlink");
    if (!link || !navigator.clipboard) return;
    try {
      await navigator.clipboard.writeText(link.href);
    } catch {
      return;
    }
    said.textContent = copied;
    setTimeout(() => { said.textContent = ""; }, 2500);
  });

  /* A term: its meaning below the paragraph; a second tap opens the glossary. */
  let bubble = null;
  let shown = null;
  const close = () => { bubble?.remove(); bubble = shown = null; };
  document.addEventListener("click", (event) => {
    const term = event.target.closest("a.term");
    if (event.target.closest(".meaning")) return;
    const again = term && shown === term;
    close();
    if (!term || again) return;
    event.preventDefault();
    bubble = document.createElement("div");
    bubble.className = "meaning";
    bubble.setAttribute("role", "status");
    const name = document.createElement("b");
    name.textContent = term.textContent;
    const more = document.createElement("a");
    more.href = term.href;
    more.textContent = english ? "Glossary" : "术语表";
    const block = term.closest("p, li, td");
    if (block.tagName === "P") block.after(bubble); else block.append(bubble);
    bubble.append(name, "：", term.title, " ", more);
    shown = term;
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
})();
