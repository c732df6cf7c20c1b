// Says that something takes a while, and since when: a form with a file, which is then sent once, or a paper, which is
// drawn and taken while one reads on. Without script the browser's own sign must do.
function begin(sign) {
  const since = sign.querySelector("[data-since]");
  const start = Date.now();
  const tell = () => {
    const seconds = Math.round((Date.now() - start) / 1000).toLocaleString(document.documentElement.lang);
    since.textContent = since.dataset.since.replace("{seconds}", seconds);
  };
  say(sign, sign.dataset.begun);
  sign.querySelector("progress").hidden = false;
  tell();
  const clock = setInterval(tell, 1000);
  return (words) => {
    clearInterval(clock);
    sign.querySelector("progress").hidden = true;
    since.textContent = "";
    say(sign, words);
  };
}

function say(sign, words) {
  sign.querySelector("[role=status]").textContent = words;
}

for (const form of document.querySelectorAll("form:has([data-lasting])")) {
  const sign = form.querySelector("[data-lasting]");
  let [end, sent] = [undefined, -Infinity];
  form.addEventListener("submit", (event) => {
    // A double press sends nothing twice; who stopped the browser presses again.
    if (event.timeStamp - sent < 3000) event.preventDefault();
    // Another script may still hold the form back.
    setTimeout(() => {
      if (event.defaultPrevented) return;
      sent = event.timeStamp;
      end?.("");
      end = begin(sign);
    });
  });
  // Brought back by the browser as it was left, the page waits for nothing any more.
  addEventListener("pageshow", (event) => { if (event.persisted) end?.(""); });
}

for (const link of document.querySelectorAll("a[data-lasts]")) {
  const sign = document.getElementById(link.dataset.lasts);
  let end;
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (end) return;
    end = begin(sign);
    end = end(await take(link, sign).catch(() => sign.dataset.failed));
  });
}

async function take(link, sign) {
  const answer = await fetch(link.href);
  const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1];
  if (!answer.ok || !name) {
    // The page there says why.
    location.assign(link.href);
    return "";
  }
  const made = document.createElement("a");
  made.download = name;
  made.href = URL.createObjectURL(await answer.blob());
  made.click();
  setTimeout(() => URL.revokeObjectURL(made.href), 60_000);
  return sign.dataset.done.replace("{name}", name);
}
