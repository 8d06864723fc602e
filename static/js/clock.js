// Tells how long a timed exam still runs: `<p data-clock data-seconds-left="1200" data-over="/attempts/7/" …>`.
//
// The server says how many seconds are left; the browser only counts them down, whatever its own clock says. The end is
// kept by the server. When it has come, what is unsaved is sent once more, and the page goes to where the exam stands.
(() => {
  "use strict";

  const SPOKEN = [1800, 600, 300, 60, 30]; // seconds at which a screen reader is told
  const TO_ARRIVE = 3000;

  function words(clock, seconds) {
    const { minutes, minute, seconds: few } = clock.dataset;
    if (seconds < 60) return few.replace("%d", Math.max(0, seconds));
    const whole = Math.ceil(seconds / 60);
    return whole === 1 ? minute : minutes.replace("%d", whole);
  }

  function run(clock) {
    const began = performance.now();
    const given = Number(clock.dataset.secondsLeft);
    const left = clock.querySelector(".clock-left");
    const spoken = document.createElement("span");
    spoken.className = "visually-hidden";
    spoken.setAttribute("role", "status");
    clock.append(spoken);

    const timer = setInterval(show, 1000);
    function show() {
      const seconds = Math.ceil(given - (performance.now() - began) / 1000);
      left.textContent = words(clock, seconds);
      clock.classList.toggle("is-short", seconds <= 300);
      if (SPOKEN.includes(seconds)) spoken.textContent = words(clock, seconds);
      if (seconds <= 0) {
        clearInterval(timer);
        document.querySelectorAll("form[data-autosave]").forEach((form) => form.dispatchEvent(new Event("change")));
        setTimeout(() => location.assign(clock.dataset.over), TO_ARRIVE);
      }
    }
    show();
  }

  document.querySelectorAll("[data-clock]").forEach(run);
})();
