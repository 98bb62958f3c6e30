try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {} // storage may be forbidden; then the page follows the system
document.documentElement.classList.add("script");
