import assert from "node:assert/strict";
import { test } from "node:test";
import { SITE } from "./page.js";
import { FakeServer, conversationWith } from "./fakes.js";
import { LogView } from "../../../web_widget/static/widget/log.js";
import { chat as strings } from "../../../web_widget/static/widget/strings/nb.js";

const ARTICLE = { slug: "sykepenger", title: "Sykepenger", url: "/artikler/sykepenger", section: "Hvor lenge", reviewed: null, score: 0.8 };
const HELPLINE = { id: "r", name: "Rådgivningstjenesten", phone: "21 49 49 21", url: "https://kreftforeningen.no/", open_now: false, opens: "2026-11-23T09:00:00+01:00" };
const bot = (fields) => ({ id: `b${Math.random()}`, sender: "bot", at: "2026-11-21T12:01:00Z", text: "Svar.", route: "answer", ...fields });

function shown(...messages) {
  const conversation = conversationWith(new FakeServer());
  const followed = [];
  const log = new LogView({ conversation, strings, site: SITE, follow: (event) => followed.push(event) });
  const say = (...more) => {
    conversation.entries.push(...more.map((message) => ({ key: message.id, message })));
    log.sync();
  };
  say(...messages);
  return { conversation, log, say, box: log.element };
}

test("the log is announced politely and named", () => {
  const { box } = shown();
  assert.deepEqual([box.getAttribute("role"), box.getAttribute("aria-live"), box.getAttribute("aria-label")], ["log", "polite", "Samtalen"]);
});

test("a message is read as sender, then text, then choices", () => {
  const { box } = shown(bot({ buttons: [{ title: "Ja", payload: "/affirm" }] }));
  const [entry] = box.querySelectorAll(".entry");
  assert.deepEqual([...entry.children].map((part) => part.textContent), ["Veiviseren", "Svar.", "Velg: Ja"]);
});

test("an answer shows its article, where in it, and that nobody has approved it yet", () => {
  const card = shown(bot({ articles: [ARTICLE] })).box.querySelector(".card");
  assert.match(card.textContent, /Sykepenger.*Hvor lenge.*Ikke faglig godkjent ennå.*Les hele artikkelen/);
  assert.equal(card.querySelector("a").href, "https://veiviser.example/artikler/sykepenger");
});

test("an approved article shows the day in Norwegian", () => {
  const card = shown(bot({ articles: [{ ...ARTICLE, reviewed: "2026-11-01" }] })).box.querySelector(".card");
  assert.match(card.textContent, /Faglig godkjent 1\. november 2026/);
});

test("at most two other articles are offered", () => {
  const articles = ["a", "b", "c", "d"].map((slug) => ({ ...ARTICLE, slug, title: slug }));
  const others = shown(bot({ articles })).box.querySelectorAll(".others a");
  assert.equal(others.length, 2);
});

test("an article with a hostile address is named but not linked", () => {
  const card = shown(bot({ articles: [{ ...ARTICLE, url: "javascript:alert(1)" }] })).box.querySelector(".card");
  assert.equal(card.querySelector("a"), null);
});

test("a contact with a number is a telephone link that says when it opens", () => {
  const contact = shown(bot({ contacts: [HELPLINE] })).box.querySelector("a.contact");
  assert.equal(contact.getAttribute("href"), "tel:21494921");
  assert.match(contact.textContent, /Rådgivningstjenesten.*Stengt nå\. Åpner mandag.*09.00.*Ring 21 49 49 21/);
});

test("a contact without a number leads to its page, and one with neither is left out", () => {
  const page = { ...HELPLINE, phone: null, open_now: null };
  const { box } = shown(bot({ contacts: [page, { ...page, url: null }, { ...page, url: "javascript:x" }] }));
  assert.deepEqual([...box.querySelectorAll("a.contact")].map(({ href }) => href), ["https://kreftforeningen.no/"]);
});

test("an urgent message shows the numbers before the words, and no rating", () => {
  const { box } = shown(bot({ route: "crisis", urgent: true, contacts: [HELPLINE], articles: [] }));
  const entry = box.querySelector(".urgent");
  assert.deepEqual([...entry.children].map(({ className }) => className), ["name", "contacts", "bubble"]);
  assert.equal(box.querySelector(".rating"), null);
});

test("choices to clarify are not shown as articles too", () => {
  const { box } = shown(bot({ route: "clarify", articles: [ARTICLE], buttons: [{ title: "Sykepenger", payload: "/x" }] }));
  assert.equal(box.querySelector(".card"), null);
});

test("the choices of an older turn are over, while the topics of the greeting stay", () => {
  const choice = [{ title: "Ja", payload: "/affirm" }];
  const { box, say } = shown(bot({ id: "m0", buttons: choice }), bot({ id: "m1", buttons: choice }));
  say({ id: "u1", sender: "user", text: "noe annet" });
  assert.deepEqual([...box.querySelectorAll(".choices")].map(({ hidden }) => hidden), [false, true]);
});

test("what the user wrote is shown to the letter", () => {
  const { box } = shown({ id: "u1", sender: "user", text: "<b>hei</b> [x](https://y.no) **z**" });
  assert.equal(box.querySelector(".bubble").textContent, "<b>hei</b> [x](https://y.no) **z**");
  assert.equal(box.querySelector(".bubble b, .bubble a"), null);
});

test("a failed send has its reason with clickable numbers, and a way to try again", () => {
  const { box, conversation, log } = shown();
  conversation.entries.push({ key: "k", message: { sender: "user", text: "hei" }, status: "failed", retryable: true, problem: "Ring 113." });
  log.sync();
  assert.equal(box.querySelector(".failed a").getAttribute("href"), "tel:113");
  assert.equal(box.querySelector(".failed button").textContent, "Prøv igjen");
});

test("what has not changed is not drawn again, so that it is not read aloud again", () => {
  const { box, log, say } = shown(bot({ id: "m0" }));
  const before = box.querySelector(".entry");
  say(bot({ id: "m1" }));
  log.sync();
  assert.equal(box.querySelector(".entry"), before);
  assert.equal(box.querySelectorAll(".entry").length, 2);
});

test("no contact at the start shows the numbers and a way to try again", () => {
  const { box, conversation, log } = shown();
  conversation.phase = "unreachable";
  log.sync();
  const numbers = [...box.querySelectorAll(".problem a")].map((link) => link.getAttribute("href"));
  assert.deepEqual(numbers, ["tel:21494921", "tel:113"]);
  assert.equal(box.querySelector(".problem button").textContent, "Prøv igjen");
});

test("an answer can be rated once, and thanks", async () => {
  const { box } = shown(bot({ id: "m1", articles: [ARTICLE] }));
  box.querySelector(".rating button").click();
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(box.querySelector(".rating").textContent, "Takk for at du sier fra.");
});

const adviser = (fields) => ({ id: `a${Math.random()}`, sender: "adviser", at: "2026-11-21T12:02:00Z", text: "Hei.", author_name: "Kari", author_role: "nurse", ...fields });
const ENDED = { id: "s1", sender: "system", at: "2026-11-21T12:03:00Z", text: "Kari har avsluttet samtalen." };

test("an adviser's message has the name and the profession", () => {
  const { box } = shown(adviser(), adviser({ author_role: null }), adviser({ author_name: null }));
  assert.deepEqual([...box.querySelectorAll(".name")].map(({ textContent }) => textContent), ["Kari, sykepleier", "Kari", "Rådgiver"]);
});

test("an article that an adviser sends is shown as a card", () => {
  const { box } = shown(adviser({ articles: [ARTICLE] }));
  assert.match(box.querySelector(".card").textContent, /Les hele artikkelen/);
});

test("the end asks whether the adviser was of help, and offers the transcript", async () => {
  const { box, log, say } = shown(adviser(), ENDED);
  assert.match(box.querySelector(".end").textContent, /Var samtalen med rådgiveren til hjelp\?.*Last ned samtalen/);
  box.querySelector(".end .rating button").click();
  await new Promise((resolve) => setTimeout(resolve));
  log.sync();
  assert.match(box.querySelector(".end").textContent, /Takk for at du sier fra/);
  say({ id: "u1", sender: "user", text: "en ting til" });
  assert.equal(box.querySelector(".end").textContent, "");
});

test("nothing is asked while the adviser is still there", () => {
  const { box, conversation, log } = shown();
  conversation.mode = "human";
  conversation.entries.push({ key: "a", message: adviser() }, { key: "s", message: ENDED });
  log.sync();
  assert.equal(box.querySelector(".end").textContent, "");
});

test("who writes is called by name, and the place in the queue is told", () => {
  const { box, conversation, log } = shown();
  Object.assign(conversation, { mode: "waiting", queue: 2 });
  log.sync();
  assert.equal(box.querySelector(".status").textContent, "Du er nummer 2 i køen.");
  Object.assign(conversation, { mode: "human", adviser: { name: "Kari" }, typing: "adviser" });
  log.sync();
  assert.equal(box.querySelector(".status").textContent, "Kari skriver …");
});

test("lost contact is told where the place in the queue was", () => {
  const { box, conversation, log } = shown();
  Object.assign(conversation, { mode: "waiting", queue: 2, contact: false });
  log.sync();
  assert.match(box.querySelector(".status").textContent, /Ingen kontakt akkurat nå/);
});

test("a message to an adviser that did not get through is not called unanswered", () => {
  const { box, conversation, log } = shown();
  conversation.mode = "human";
  conversation.entries.push({ key: "k", message: { sender: "user", text: "hei" }, status: "failed", retryable: true, problem: "" });
  log.sync();
  assert.match(box.querySelector(".failed").textContent, /^Ikke sendt\./);
});

test("the first words say what is kept, with a link to more", () => {
  const consent = shown().box.querySelector(".consent");
  assert.match(consent.textContent, /automatiske svar .* samtykker .*\. Ikke skriv navn/);
  assert.equal(consent.querySelector("a").href, "https://veiviser.example/personvern");
});

test("the focus is kept in the log when what had it is drawn anew", () => {
  const { box, conversation, log } = shown();
  document.body.replaceChildren(box);
  const entry = { key: "k", message: { sender: "user", text: "hei" }, status: "failed", retryable: true, problem: "" };
  conversation.entries.push(entry);
  log.sync();
  box.querySelector(".failed button").focus();
  entry.status = "sending";
  log.sync();
  assert.equal(document.activeElement, box);
});

test("a problem that has not changed keeps its button", () => {
  const { box, conversation, log } = shown();
  conversation.phase = "unreachable";
  log.sync();
  const button = box.querySelector(".problem button");
  log.sync();
  assert.equal(box.querySelector(".problem button"), button);
  conversation.phase = "ready";
  log.sync();
  assert.equal(box.querySelector(".problem").hidden, true);
});

test("every link to an article says which", () => {
  const { box } = shown(bot({ articles: [ARTICLE] }), bot({ articles: [{ ...ARTICLE, slug: "aap", title: "AAP" }] }));
  assert.deepEqual([...box.querySelectorAll(".card .more")].map(({ textContent }) => textContent.split(" (")[0]), ["Les hele artikkelen «Sykepenger»", "Les hele artikkelen «AAP»"]);
});

test("no network is told to who writes with the bot too", () => {
  const { box, conversation, log } = shown();
  conversation.contact = false;
  log.sync();
  assert.match(box.querySelector(".status").textContent, /Ingen kontakt akkurat nå/);
});

test("the log gives way to a view and comes back to where it was, or to what came meanwhile", () => {
  const { box, log, say } = shown(bot({ id: "m0" }));
  box.scrollTop = 120;
  log.cover(true);
  assert.equal(box.hidden, true);
  log.cover(false);
  assert.deepEqual([box.hidden, box.scrollTop], [false, 120]);
  const scrolled = [];
  box.scrollTo = ({ behavior }) => scrolled.push(behavior);
  log.cover(true);
  say(bot({ id: "m1" }));
  assert.deepEqual(scrolled, []);
  log.cover(false);
  assert.deepEqual(scrolled, ["instant"]);
});
