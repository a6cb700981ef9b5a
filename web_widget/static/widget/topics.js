import { el } from "./dom.js";
import { anchor, safeHref } from "./markup.js";
import { ofArticle } from "./spoken.js";

const FOR_CHILDREN = "barn";

/** Draw the topics with their articles; `place` (`{category, slug}`) is where they were left. To a child, its own articles come first. */
export function topicsBody(topics, context) {
  const nodes = context.isChild ? childsGroups(topics, context) : topics.map((topic) => group(topic, context));
  return { nodes, settle: () => comeBack(nodes, context.place) };
}

function childsGroups(topics, context) {
  const { strings } = context;
  const isForChildren = ({ audience }) => audience === FOR_CHILDREN;
  const children = topics.flatMap(({ articles }) => articles.filter(isForChildren));
  const rest = topics.map((topic) => ({ ...topic, articles: topic.articles.filter((article) => !isForChildren(article)) }));
  return [
    el("h4", {}, strings.forChildren),
    articleList({ category: FOR_CHILDREN, articles: children }, context),
    el("h4", {}, strings.forAdults),
    ...rest.filter(({ articles }) => articles.length).map((topic) => group(topic, context)),
  ];
}

function group(topic, context) {
  const { place, strings } = context;
  return el(
    "details",
    { open: place.category === topic.category },
    el("summary", {}, ofArticle(el("span", {}, topic.title), strings), el("span", { class: "quiet" }, strings.articleCount(topic.articles.length))),
    articleList(topic, context),
  );
}

function articleList({ category, articles }, { links, strings }) {
  const item = ({ slug, title, summary }) => {
    const link = anchor(safeHref(`/artikler/${slug}`, links.base), [title], links);
    Object.assign(link.dataset, { category, slug });
    return el("li", {}, link, el("p", {}, summary));
  };
  return ofArticle(el("ul", {}, ...articles.map(item)), strings);
}

function comeBack(nodes, { category, slug }) {
  const links = nodes.flatMap((node) => [...node.querySelectorAll("a")]);
  const link = links.find(({ dataset }) => dataset.slug === slug && dataset.category === category);
  link?.scrollIntoView?.({ block: "center" });
  link?.focus({ preventScroll: true });
}
