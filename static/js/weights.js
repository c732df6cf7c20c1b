// Says what the weights add up to while they are written; without script it is said where they are refused.
const number = (text) => Number(text.trim().replace(",", ".")) || 0;

for (const group of document.querySelectorAll("[data-weights]")) {
  const fields = [...group.querySelectorAll("input[inputmode]")];
  const said = document.createElement("output");
  const tell = () => {
    const sum = fields.reduce((sum, field) => sum + number(field.value), 0);
    const shown = sum.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2 });
    said.value = fields.some((field) => field.value.trim()) ? group.dataset.weights.replace("{sum}", shown) : "";
    said.dataset.whole = sum === 100;
  };
  group.append(said);
  group.addEventListener("input", tell);
  tell();
}
