// Runs before the page is painted, so that a reader who chose dark or light never sees the other flash.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage may be forbidden; then the page follows the system.
}
document.documentElement.classList.add("script");
