/** Read passages aloud, each by its own voice, and return what stops it. `tell` hears when it begins and when it ends.
 * Throws where there is a voice for none of them.
 * @param {{passages: {text: string, voice?: SpeechSynthesisVoice}[], tell: (reading: boolean) => void}} what */
export function read({ passages, tell }) {
  const readable = passages.filter(({ voice }) => voice);
  if (passages.length && !readable.length) throw new Error("no voice");
  let reading = true;
  const end = () => {
    if (reading) tell(false);
    reading = false;
  };
  const stop = () => {
    if (reading) speechSynthesis.cancel();
    end();
  };
  tell(true);
  const utterances = readable.flatMap(({ text, voice }) =>
    sentences(text, voice.lang).map((sentence) => Object.assign(new SpeechSynthesisUtterance(sentence), { voice, lang: voice.lang, onerror: stop })),
  );
  if (!utterances.length) end();
  for (const utterance of utterances) speechSynthesis.speak(utterance);
  if (utterances.length) utterances.at(-1).onend = end;
  return stop;
}

// One at a time, since some browsers fall silent in the middle of a long text.
function sentences(text, language) {
  const segments = new Intl.Segmenter(language, { granularity: "sentence" }).segment(text);
  return [...segments].map(({ segment }) => segment.trim()).filter(Boolean);
}
