// What the page notices of its own work: tasks over 50 ms, and what moved without being asked to.
window.tasks = [];
window.shift = 0;
new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask", buffered: true });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });

/** Press the button; give the milliseconds until the open widget has been painted. */
window.timeToOpen = () =>
  new Promise((resolve) => {
    const start = performance.now();
    const look = () => {
      if (!window.isOpen()) return requestAnimationFrame(look);
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
    };
    document.querySelector("#open").click();
    look();
  });

/** Give the longest task since the last call; 0 when none was over 50 ms. */
window.longest = () => Math.max(0, ...tasks.splice(0));
