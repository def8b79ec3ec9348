// A Worker for pages opened from a disk, where browsers refuse real ones: search needs it.
// After iframe-worker 1.0.4, Copyright (c) 2020-2022 Martin Donath, MIT License.
"use strict";
(() => {
  if (location.protocol !== "file:") return;

  const send = (message, origin) => parent.postMessage(message, origin || "*");
  const load = (...sources) => sources.reduce(
    (done, source) => done.then(() => new Promise((resolve) => {
      const script = document.createElement("script");
      script.src = source;
      script.onload = resolve;
      document.body.appendChild(script);
    })),
    Promise.resolve(),
  );

  class FrameWorker extends EventTarget {
    constructor(url) {
      super();
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.appendChild(this.frame);
      this.listen = (event) => {
        if (event.source !== this.inside) return;
        this.dispatchEvent(new MessageEvent("message", { data: event.data }));
        if (this.onmessage) this.onmessage(event);
      };
      window.addEventListener("message", this.listen);
      this.inside.document.open();
      this.inside.document.write(
        `<html><body><script>postMessage=${send};importScripts=${load}<\/script>` +
        `<script src="${url}"><\/script></body></html>`,
      );
      this.inside.document.close();
      this.ready = new Promise((resolve) => { this.inside.onload = resolve; });
    }

    get inside() { return this.frame.contentWindow; }

    postMessage(data) {
      this.ready.then(() => {
        this.inside.dispatchEvent(new MessageEvent("message", { data: structuredClone(data) }));
      });
    }

    terminate() {
      window.removeEventListener("message", this.listen);
      this.frame.remove();
    }
  }

  // Material's search asks for the first name to find its own files.
  window.IFrameWorker = FrameWorker;
  window.Worker = FrameWorker;
})();
