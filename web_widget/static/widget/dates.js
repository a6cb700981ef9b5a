const LOCALES = { en: "en-GB", ar: "ar-u-nu-latn" };
const OSLO = { timeZone: "Europe/Oslo" };
const NUMBERS = { ...OSLO, weekday: "short", day: "numeric", month: "numeric", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const WEEK = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

// Where browsers know neither the days nor the months of a language (Chromium 156), and would tell them in their own.
const NAMES = {
  nn: {
    days: "søndag måndag tysdag onsdag torsdag fredag laurdag",
    months: "januar februar mars april mai juni juli august september oktober november desember",
    date: (day, month, year) => `${day}. ${month} ${year}`,
  },
  se: {
    days: "sotnabeaivi vuossárga maŋŋebárga gaskavahkku duorasdat bearjadat lávvardat",
    months: "ođđajagimánu guovvamánu njukčamánu cuoŋománu miessemánu geassemánu suoidnemánu borgemánu čakčamánu golggotmánu skábmamánu juovlamánu",
    date: (day, month, year) => `${month} ${day}. beaivi ${year}`,
  },
  so: {
    days: "Axad Isniin Talaado Arbaco Khamiis Jimce Sabti",
    months: "Jannaayo Febraayo Maarso Abriil May Juun Luuliyo Ogost Sebtembar Oktoobar Nofembar Desembar",
    date: (day, month, year) => `${day} ${month} ${year}`,
  },
};

export function dayOf(date, language) {
  const { date: written, months } = NAMES[language] ?? {};
  return told(date, (moment) => {
    if (!written) return format(moment, language, { dateStyle: "long" });
    const { day, month, year } = numbersOf(moment);
    return written(Number(day), months.split(" ")[month - 1], year);
  });
}

/** Tell the time in Norway, with the day of the week unless `day` is empty. */
export function momentOf(date, language, day = { weekday: "long" }) {
  return told(date, (moment) => {
    const days = NAMES[language]?.days;
    if (!days) return format(moment, language, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const { weekday, hour, minute } = numbersOf(moment);
    return `${day.weekday ? `${days.split(" ")[WEEK.indexOf(weekday)]} ` : ""}${hour}:${minute}`;
  });
}

function told(date, tell) {
  const moment = new Date(date ?? "");
  return Number.isNaN(moment.getTime()) ? (date ?? "") : tell(moment);
}

function format(moment, language, options) {
  return new Intl.DateTimeFormat(LOCALES[language] ?? language, { ...OSLO, ...options }).format(moment);
}

function numbersOf(moment) {
  return Object.fromEntries(new Intl.DateTimeFormat("en-GB", NUMBERS).formatToParts(moment).map(({ type, value }) => [type, value]));
}
