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

  // A field that hangs on a switch of the same page comes and goes with it.
  const hanging = document.querySelectorAll("[data-when]");
  const turn = () => hanging.forEach((field) => {
    field.hidden = !field.dataset.when.split(" ").some((key) => document.querySelector(`[name="f:${key}"][value="true"]`)?.checked);
  });
  document.addEventListener("change", turn);
  turn();

  // What was typed and is not saved yet is lost by no link and no other button: the page asks first.
  let unsaved = null; // the form
  const asking = document.getElementById("unsaved");
  document.querySelectorAll("form[data-guard]").forEach((form) => {
    form.addEventListener("input", () => { unsaved = form; });
    if (form.dataset.guard === "unsaved") unsaved = form;
  });
  const ask = (then, leave) => {
    const form = unsaved, save = form.querySelector("[data-save]");
    const buttons = Object.fromEntries([...asking.querySelectorAll("button")].map((button) => [button.value, button]));
    buttons.save.hidden = !save;
    buttons.save.onclick = () => {
      const field = form.elements.then || form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "then" }));
      field.value = then;
      asking.close();
      form.requestSubmit(save);
    };
    buttons.stay.onclick = () => asking.close();
    buttons.leave.onclick = () => { unsaved = null; asking.close(); leave(); };
    asking.showModal();
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!unsaved || !link || event.ctrlKey || event.metaKey || event.shiftKey || link.target || link.hasAttribute("download")) return;
    const to = new URL(link.href);
    if (to.pathname + to.search === location.pathname + location.search && to.hash) return; // within the page
    event.preventDefault();
    ask(to.pathname + to.search + to.hash, () => location.assign(link.href));
  });
  document.addEventListener("submit", (event) => {
    if (!unsaved || event.target === unsaved) { unsaved = null; return; }
    event.preventDefault();
    ask(location.pathname, () => event.target.requestSubmit(event.submitter));
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
