"""Tables on a narrow screen: what of them is out of sight, and whether that is said."""

from playwright.sync_api import Page

_CUT = """async () => {
  // Observers of sizes have spoken after two frames.
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  const cuts = (each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== "visible";
  const boxes = (each) => (each.matches("main") ? [] : [each, ...boxes(each.parentElement)]);
  const isSaid = (box) => {
    const sign = box.previousElementSibling;
    return sign?.matches(".more-columns") && !sign.hidden && /^[→←] [1-9]/.test(sign.textContent);
  };
  return [...document.querySelectorAll("main table")]
    .filter((table) => table.getClientRects().length)
    .filter((table) => boxes(table.parentElement).some((box) => cuts(box) && !isSaid(box)))
    .map((table) => `${table.className}: ${table.textContent.trim().slice(0, 60)}`);
}"""


def cut_unsaid(page: Page) -> list[str]:
    """Return each table that is wider than its box where nothing says how many columns are out of sight."""
    found: list[str] = page.evaluate(_CUT)
    return found
