// Shows what needs a passkey only where the browser knows passkeys, and says so when one did not work. The rest is
// django-allauth's: it asks the device, fills in the form and sends it.
(() => {
  "use strict";

  if (!window.PublicKeyCredential) return;
  document.querySelectorAll("[data-passkey]").forEach((part) => { part.hidden = false; });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    document.querySelectorAll("[data-passkey-problem]").forEach((part) => { part.hidden = false; });
  });
})();
