export { languageList } from "./language_list.js";
export { default as css } from "./languages.css";
