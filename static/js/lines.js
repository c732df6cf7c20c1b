// Says how many of the lines are structures while they are typed; without script it is said when they are saved.
const APART = /\t|;|\||,|:|\s[-–—]\s/;
const parts = (line) => line.replace(/^\s*([-–—*•·]|\d{1,3}[.)])\s+/, "").split(APART);

for (const group of document.querySelectorAll("[data-counted]")) {
  const field = group.querySelector("[data-lines]");
  const said = document.createElement("output");
  said.className = "start-counted";
  const tell = () => {
    const found = field.value.split("\n").filter((line) => parts(line)[0].trim() && parts(line)[1]?.trim());
    said.value = field.value.trim() ? group.dataset.counted.replace("{n}", found.length) : "";
  };
  field.after(said);
  field.addEventListener("input", tell);
  tell();
}
