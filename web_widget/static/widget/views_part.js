export { default as css } from "./views.css";
export { Views } from "./views.js";
