const chat = () => document.querySelector("kreft-chat").shadowRoot;

document.querySelector("#open").addEventListener("click", () => document.querySelector("kreft-chat").open());
window.isOpen = () => chat().querySelector(".bubble")?.getBoundingClientRect().height > 0;
window.ask = () => {
  const field = chat().querySelector("textarea");
  field.value = "Hvor lenge kan jeg få sykepenger?";
  field.dispatchEvent(new Event("input"));
  field.form.requestSubmit();
};
