// An answer that came in out of sight is brought into sight: on a phone it stands above the board.
"use strict";
document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "answer") { event.target.scrollIntoView({ block: "nearest" }); }
});
