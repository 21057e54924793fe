// The viewer of a 3D model says whether it drew the model; the download stands beside it either way.
(() => {
  const shape = document.querySelector("model-viewer");
  const said = document.querySelector(".viewer-said");
  const tell = (state) => {
    document.documentElement.dataset.model = state;
    said.textContent = said.dataset[state];
  };
  shape.addEventListener("load", () => tell("ready"));
  shape.addEventListener("error", () => tell("failed"));
  if (!customElements.get("model-viewer")) tell("failed");
})();
