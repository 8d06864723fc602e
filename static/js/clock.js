// Tells how long a timed exam still runs: `<p data-clock data-seconds-left="1200" data-grace="10" data-over="/attempts/7/" …>`.
//
// The server says how many seconds are left; the browser only counts them down, whatever its own clock says. The end is
// kept by the server. When it has come, what is unsaved is sent once more; when nothing can be on its way any longer,
// the page goes to the result. While an answer is not saved the page stays, so that its learner reads why.
(() => {
  "use strict";

  const SPOKEN = [1800, 600, 300, 60, 30]; // seconds at which a screen reader is told

  function words(clock, seconds) {
    const { minutes, minute, seconds: few, second } = clock.dataset;
    if (seconds === 1) return second;
    if (seconds < 60) return few.replace("%d", seconds);
    const whole = Math.ceil(seconds / 60);
    return whole === 1 ? minute : minutes.replace("%d", whole);
  }

  function run(clock) {
    const began = performance.now();
    const given = Number(clock.dataset.secondsLeft);
    const grace = Number(clock.dataset.grace) + 1;
    const left = clock.querySelector(".clock-left");
    const spoken = document.createElement("span");
    spoken.className = "visually-hidden";
    spoken.setAttribute("role", "status");
    clock.append(spoken);

    let before = Infinity;
    const timer = setInterval(show, 1000);
    // A timer of a page in the background may sleep past a second; none is waited for exactly.
    function show() {
      const seconds = Math.ceil(given - (performance.now() - began) / 1000);
      if (seconds <= 0) return over(seconds);
      left.textContent = words(clock, seconds);
      clock.classList.toggle("is-short", seconds <= 300);
      if (SPOKEN.some((each) => seconds <= each && each < before && before < Infinity)) {
        spoken.textContent = words(clock, seconds);
      }
      before = seconds;
    }

    function over(seconds) {
      if (before > 0) {
        before = 0;
        clock.classList.add("is-short");
        left.textContent = clock.dataset.ended;
        spoken.textContent = clock.dataset.ended;
        document.querySelectorAll("form[data-autosave]").forEach((form) => form.dispatchEvent(new Event("change")));
      }
      if (seconds > -grace) return;
      clearInterval(timer);
      if (!document.querySelector("form .save-state.is-late")) location.assign(clock.dataset.over);
    }
    show();
  }

  document.querySelectorAll("[data-clock]").forEach(run);
})();
