// What the server says about the reader of this page, read once.

const told = document.body.dataset;

/**
 * `user` is an opaque id, empty when signed out. `secret` opens what this user sealed on this device; `offline` marks the pages that the
 * service worker keeps, which belong to nobody.
 */
export const page = {
  user: told.user ?? "",
  secret: told.draftSecret ?? "",
  idleSeconds: Number(told.idleSeconds) || 0,
  language: told.language === "km" ? "km" : "en",
  sent: told.sent ?? "",
  offline: "offline" in told,
};

// A page that is saved to a file, or shown by the browser's tools, must not carry the secret along.
delete told.draftSecret;
