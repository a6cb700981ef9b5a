const REFUSED = ["not-allowed", "service-not-allowed", "audio-capture"];

/** Write what is said into the composer until it is stopped, or nothing more is said. */
export class Dictation {
  #recognition;

  /** @param {{language: string, write: (text: string) => void, ended: (problem: "" | "refused" | "failed") => void}} on */
  constructor({ language, write, ended }) {
    const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;
    let problem = "";
    this.#recognition = Object.assign(new Recognition(), { lang: withCountry(language), interimResults: true, continuous: true });
    this.#recognition.onresult = ({ results }) => write([...results].map(([best]) => best.transcript).join(""));
    this.#recognition.onerror = ({ error }) => (problem = problemOf(error));
    this.#recognition.onend = () => ended(problem);
  }

  async start() {
    const { lang } = this.#recognition;
    const support = await this.#recognition.constructor.available?.({ langs: [lang], processLocally: true }).catch(() => "");
    // Where the device itself can, the sound does not leave it.
    if (support === "available") this.#recognition.processLocally = true;
    this.#recognition.start();
  }

  stop() {
    this.#recognition.stop();
  }
}

function problemOf(error) {
  if (error === "no-speech" || error === "aborted") return "";
  return REFUSED.includes(error) ? "refused" : "failed";
}

/** Name the language as a speech recogniser knows it: with a country, and bokmål for nynorsk, which none of them writes. */
export function withCountry(language) {
  const { language: spoken, region } = new Intl.Locale(language === "nn" ? "nb" : language).maximize();
  return `${spoken}-${region}`;
}
