import { plural } from "../languages.js";

/** The few words of the launcher, in all languages: the first page that is seen must not wait for them. */
const LAUNCHERS = {
  nb: {
    open: "Spør oss om kreft",
    resume: "Fortsett samtalen",
    unread: { one: "# ny melding", other: "# nye meldinger" },
    loading: "Åpner …",
    failed: "Samtalen lot seg ikke åpne. Prøv igjen, eller ring 21 49 49 21. Ved fare for liv: 113.",
  },
  nn: {
    open: "Spør oss om kreft",
    resume: "Hald fram samtalen",
    unread: { one: "# ny melding", other: "# nye meldingar" },
    loading: "Opnar …",
    failed: "Samtalen let seg ikkje opne. Prøv igjen, eller ring 21 49 49 21. Ved fare for liv: 113.",
  },
  se: {
    open: "Jeara mis borasdávdda birra",
    resume: "Joatkke ságastallama",
    unread: { one: "# ođđa diehtu", two: "# ođđa dieđu", other: "# ođđa dieđu" },
    loading: "Rahpamin …",
    failed: "Ságastallan ii rahpasan. Geahččal ođđasit, dahje riŋge 21 49 49 21. Jus heagga lea váras: 113.",
  },
  en: {
    open: "Ask us about cancer",
    resume: "Continue the conversation",
    unread: { one: "# new message", other: "# new messages" },
    loading: "Opening …",
    failed: "The chat could not be opened. Try again, or call 21 49 49 21. If life is in danger: 113.",
  },
  pl: {
    open: "Zapytaj nas o raka",
    resume: "Wróć do rozmowy",
    unread: { one: "# nowa wiadomość", few: "# nowe wiadomości", many: "# nowych wiadomości", other: "# nowej wiadomości" },
    loading: "Otwieranie …",
    failed: "Nie udało się otworzyć czatu. Spróbuj ponownie lub zadzwoń: 21 49 49 21. W razie zagrożenia życia: 113.",
  },
  uk: {
    open: "Запитайте нас про рак",
    resume: "Продовжити розмову",
    unread: { one: "# нове повідомлення", few: "# нові повідомлення", many: "# нових повідомлень", other: "# нового повідомлення" },
    loading: "Відкриваємо …",
    failed: "Не вдалося відкрити чат. Спробуйте ще раз або зателефонуйте: 21 49 49 21. Якщо є загроза життю: 113.",
  },
  ar: {
    open: "اسألنا عن السرطان",
    resume: "متابعة المحادثة",
    unread: { zero: "لا رسائل جديدة", one: "رسالة جديدة واحدة", two: "رسالتان جديدتان", few: "# رسائل جديدة", many: "# رسالة جديدة", other: "# رسالة جديدة" },
    loading: "جارٍ الفتح …",
    failed: "تعذّر فتح المحادثة. حاول مرة أخرى، أو اتصل بالرقم \u206621 49 49 21\u2069. عند وجود خطر على الحياة: 113.",
  },
  so: {
    open: "Naga weydii kansarka",
    resume: "Sii wad wada-hadalka",
    unread: { one: "# fariin cusub", other: "# fariimood oo cusub" },
    loading: "Waa la furayaa …",
    failed: "Wada-hadalka lama furi karin. Mar kale isku day, ama wac 21 49 49 21. Haddii naftu khatar ku jirto: 113.",
  },
};

/** Give the launcher's words in one language. */
export function launcherIn(language) {
  const { unread, ...words } = LAUNCHERS[language];
  return { ...words, unread: (count) => plural(language, count, unread) };
}
