import { talk } from "./api.js";
import { Column } from "./column.js";
import { Conversation } from "./conversation.js";
import { Drafts } from "./drafts.js";
import { ask } from "./dialogs.js";
import { MineList } from "./mine_list.js";
import { Outbox } from "./outbox.js";
import { QueueList } from "./queue_list.js";
import { words } from "./strings.js";
import { Tools } from "./tools.js";

/** The adviser's desk: the queue, the conversations side by side, and what helps with the one at hand. */
export class Desk {
  #open = new Map();
  #hidden = new Set();
  // What this adviser has just ended or passed on.
  #leaving = new Set();
  #active = null;
  #overview = null;

  constructor(root, { me, choices, notify, sound, refresh }) {
    Object.assign(this, { me, choices, notify, sound, refresh });
    this.columns = root.querySelector("[data-columns]");
    this.noColumns = root.querySelector("[data-no-columns]");
    this.drafts = new Drafts();
    this.outbox = new Outbox({ changed: (id) => this.#open.get(id)?.column.showPending(), sent: (id) => this.#open.get(id)?.conversation.refresh() });
    this.queue = new QueueList(root, { take: (waiting) => this.#take(waiting) });
    this.mine = new MineList(root, { open: (id) => this.#bringUp(id) });
    this.tools = new Tools(root.querySelector("[data-tools]"), { composer: () => this.#open.get(this.#active)?.column.composer });
    addEventListener("focus", () => this.#readActive());
  }

  /** Show the overview, and open and close columns as conversations come and go. */
  show(overview) {
    this.#overview = overview;
    const held = new Map(overview.mine.map((each) => [each.id, each]));
    for (const id of [...this.#open.keys()]) if (!held.has(id)) this.#close(id);
    for (const each of overview.mine) this.#showHeld(each);
    if (!this.#open.has(this.#active)) this.#activate(this.#visible()[0] ?? null);
    this.queue.show(overview.queue);
    this.#showMine();
    this.noColumns.hidden = this.#visible().length > 0;
  }

  /** Fetch what is new in these conversations; null means all. */
  async update(ids) {
    const wanted = [...this.#open.values()].filter(({ conversation }) => !ids || ids.includes(conversation.id));
    await Promise.all(wanted.map(({ conversation }) => conversation.refresh()));
  }

  /** Send what could not be sent while there was no connection. */
  resend() {
    for (const id of this.outbox.ids) if (this.#open.has(id)) this.outbox.retry(id);
  }

  focusQueue() {
    this.queue.focus();
  }

  focusTools() {
    if (this.#active) this.tools.open();
  }

  /** Go to the next conversation that is unread, or else just the next. */
  next() {
    const ids = this.#overview.mine.map((each) => each.id);
    const after = [...ids.slice(ids.indexOf(this.#active) + 1), ...ids];
    const unread = this.#overview.mine.filter((each) => each.unread > 0).map((each) => each.id);
    const id = after.find((each) => unread.includes(each) && each !== this.#active) ?? after[0];
    if (id) this.#bringUp(id);
  }

  #showHeld(held) {
    const known = this.#open.get(held.id);
    if (known) {
      known.column.describe(held);
      return;
    }
    const column = new Column(held, {
      me: this.me,
      outbox: this.outbox,
      drafts: this.drafts,
      activate: (id) => this.#activate(id),
      hide: (id) => this.#hide(id),
      openPass: (id) => this.#pass(id),
      openEnd: (id) => this.#end(id),
      openTools: (id) => this.#activate(id, () => this.tools.open()),
    });
    const conversation = new Conversation(held.id, {
      changed: (each, fresh) => this.#changed(each, fresh),
      lost: () => this.refresh(),
    });
    this.#open.set(held.id, { column, conversation });
    this.columns.append(column.node);
    column.showPending();
    conversation.refresh();
    this.outbox.retry(held.id);
  }

  #changed(conversation, fresh) {
    const { column } = this.#open.get(conversation.id) ?? {};
    if (!column) return;
    const whole = conversation.messages.length === fresh.length;
    column.add(fresh);
    column.showTyping(conversation.typing);
    this.outbox.confirm(conversation.id, fresh);
    this.tools.suggestFor(conversation.id, conversation.messages);
    if (!whole && fresh.some((message) => message.danger)) this.#alarm(column.name);
    this.#readActive();
  }

  #alarm(name) {
    this.sound.play("urgent");
    this.notify(words.news.danger(name), { problem: true });
  }

  async #take(waiting) {
    try {
      await talk.take(waiting.id);
      await this.refresh();
      this.#bringUp(waiting.id);
    } catch (error) {
      this.notify(error.message, { problem: true });
      await this.refresh();
      this.focusQueue();
    }
  }

  #bringUp(id) {
    const { column } = this.#open.get(id) ?? {};
    if (!column) return;
    this.#hidden.delete(id);
    column.node.hidden = false;
    this.noColumns.hidden = true;
    column.node.scrollIntoView({ inline: "nearest", block: "nearest" });
    column.scrollToEnd();
    column.composer.focus();
    this.#activate(id);
  }

  #hide(id) {
    this.#hidden.add(id);
    this.#open.get(id).column.node.hidden = true;
    this.#activate(this.#visible()[0] ?? null);
    this.noColumns.hidden = this.#visible().length > 0;
    const tab = [...this.mine.list.children].find((node) => node.dataset.key === id);
    tab?.querySelector("button").focus();
  }

  #close(id) {
    const { column } = this.#open.get(id);
    const hadFocus = column.node.contains(document.activeElement);
    this.#tellIfLost(id, column.name);
    column.node.remove();
    this.#open.delete(id);
    this.#hidden.delete(id);
    if (hadFocus) this.focusQueue();
  }

  #tellIfLost(id, name) {
    const unsent = this.outbox.of(id).map((each) => each.text).join(" ");
    this.outbox.drop(id);
    const wanted = this.#leaving.delete(id);
    if (unsent) this.notify(words.unsent(name, unsent), { problem: true });
    else if (!wanted) this.notify(words.lost(name), { problem: true });
  }

  /** Put the focus where work goes on when what had it is gone. */
  #keepFocus() {
    if (document.activeElement !== document.body) return;
    const { column } = this.#open.get(this.#active) ?? {};
    if (column) column.composer.focus();
    else this.focusQueue();
  }

  #activate(id, then = () => {}) {
    if (id !== this.#active) {
      this.#active = id;
      for (const [each, { column }] of this.#open) column.setActive(each === id);
      this.tools.show(id);
      if (id) this.tools.suggestFor(id, this.#open.get(id).conversation.messages);
      this.#showMine();
    }
    this.#readActive();
    then();
  }

  #readActive() {
    const { conversation, column } = this.#open.get(this.#active) ?? {};
    if (conversation && column.isOnPage && document.hasFocus()) conversation.markRead();
  }

  #visible() {
    return [...this.#open.keys()].filter((id) => !this.#hidden.has(id));
  }

  #showMine() {
    if (this.#overview) this.mine.show(this.#overview.mine, this.#active);
  }

  #pass(id) {
    const { advisers } = this.#overview;
    const colleagues = advisers.filter((each) => each.id !== this.me.id);
    ask({
      title: words.passTitle,
      explain: words.passExplain,
      groups: [
        { title: words.passRole, options: this.choices.roles.map(({ role, title }) => ({ value: { role }, label: title })) },
        { title: words.passColleague, none: words.noColleagues, options: colleagues.map(({ id: colleague, name, role_title }) => ({ value: { colleague }, label: role_title ? `${name}, ${role_title.toLowerCase()}` : name })) },
        { title: words.passQueue, options: [{ value: { queue: true }, label: words.passBack }] },
      ],
      submit: words.pass,
      closed: () => this.#keepFocus(),
      act: (to) => this.#finish(id, () => talk.pass(id, to), words.done.pass),
    });
  }

  #end(id) {
    ask({
      title: words.endTitle,
      explain: words.endExplain,
      groups: [{ title: words.endTopic, options: this.choices.topics.map(({ topic, title }) => ({ value: topic, label: title })) }],
      submit: words.end,
      closed: () => this.#keepFocus(),
      act: (topic) => this.#finish(id, () => talk.end(id, topic), words.done.end),
    });
  }

  async #finish(id, act, done) {
    await act();
    this.#leaving.add(id);
    this.notify(done);
    await this.refresh();
  }
}
