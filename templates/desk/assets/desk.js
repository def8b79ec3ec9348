// All pages work without this. With it a field is judged at once, progress moves, and the desk knows that somebody is there.
(() => {
  "use strict";
  const post = (address, data) => fetch(address, { method: "POST", body: new URLSearchParams(data || {}) });

  document.querySelectorAll("form[data-judge]").forEach((form) => form.addEventListener("change", async (event) => {
    const field = event.target, key = field.dataset.key;
    if (!key) return;
    const answer = await post(form.dataset.judge, { key, value: field.value });
    if (!answer.ok) return;
    const said = document.getElementById("said-" + key);
    said.innerHTML = await answer.text(); // made by our own templates, every value escaped there
    const wrong = said.querySelector(".fault") !== null;
    field.toggleAttribute("aria-invalid", wrong);
    if (wrong) field.setAttribute("aria-invalid", "true");
    field.closest(".field").classList.toggle("wrong", wrong);
  }));

  let unsaved = false;
  document.querySelectorAll("form[data-guard]").forEach((form) => {
    form.addEventListener("input", () => { unsaved = true; });
    form.addEventListener("submit", () => { unsaved = false; });
  });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

  const followed = document.querySelector("[data-follow]");
  const follow = async () => {
    const answer = await fetch(followed.dataset.follow);
    if (!answer.ok || answer.headers.get("X-Over")) { location.reload(); return; }
    const made = await answer.text();
    if (made.trim() !== followed.innerHTML.trim()) followed.innerHTML = made;
    setTimeout(follow, 700);
  };
  if (followed) setTimeout(follow, 700);

  document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => print()));
  const problem = document.querySelector(".problem");
  if (problem) problem.focus();

  const beat = () => post("/beat").catch(() => { document.getElementById("gone").hidden = false; });
  setInterval(beat, 20000);
  beat();
  window.addEventListener("pagehide", () => navigator.sendBeacon("/leave"));
})();
