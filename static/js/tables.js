// Says beside a table that is wider than its box how many of its columns are out of sight, and where. Without script a
// shadow at the edge says that there is more.
const words = document.querySelector("main").dataset;
for (const box of document.querySelectorAll(".scroll")) {
  const table = box.querySelector("table");
  if (!table) continue;
  const sign = document.createElement("p");
  sign.className = "more-columns no-print";
  // Who hears the table is told of every column.
  sign.ariaHidden = "true";
  sign.hidden = true;
  box.before(sign);
  const look = () => {
    const { left, right } = box.getBoundingClientRect();
    const [first, ...heads] = [...table.rows[0].cells].map((each) => each.getBoundingClientRect());
    const after = heads.filter((each) => each.right > right + 1).length;
    // The first column stays where it is, and covers what scrolls below it.
    const before = heads.filter((each) => each.left < Math.max(left, first.right) - 1).length;
    const number = after || before;
    sign.hidden = box.scrollWidth <= box.clientWidth + 1 || !number;
    sign.textContent = `${after ? "→" : "←"} ${number} ${number === 1 ? words.moreColumn : words.moreColumns}`;
  };
  box.addEventListener("scroll", look, { passive: true });
  const watcher = new ResizeObserver(look);
  watcher.observe(box);
  watcher.observe(table);
}
