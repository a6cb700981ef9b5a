// A certified OpenID provider for the tests. Whoever is PUT to /who signs in next, with no page to click through.
import { createServer } from "node:http";
import { once } from "node:events";
import { Provider } from "oidc-provider";

const [redirectUri] = process.argv.slice(2);
let who = {};

const server = createServer(answer);
server.listen(0, "127.0.0.1");
await once(server, "listening");
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    { client_id: "kreftveiviser", client_secret: "a made-up secret for the tests", redirect_uris: [redirectUri] },
  ],
  claims: { openid: ["sub", "amr", "acr"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
  scopes: ["openid", "email", "profile", "groups"],
  // Most providers put the claims into the ID token itself.
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  cookies: { keys: ["made up for the tests"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, accountId) => ({ accountId, claims: () => ({ ...who.claims, sub: accountId }) }),
});
const callback = provider.callback();

async function answer(request, response) {
  if (request.url === "/who") {
    let body = "";
    for await (const chunk of request) body += chunk;
    who = JSON.parse(body);
    response.writeHead(204).end();
  } else if (request.url.startsWith("/interaction/")) {
    await signIn(request, response);
  } else {
    await callback(request, response);
  }
}

async function signIn(request, response) {
  if (who.denies) return provider.interactionFinished(request, response, { error: "access_denied" });
  const { params } = await provider.interactionDetails(request, response);
  const grant = new provider.Grant({ accountId: who.sub, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const login = { accountId: who.sub, amr: who.amr, acr: who.acr };
  await provider.interactionFinished(request, response, { login, consent: { grantId: await grant.save() } });
}

console.log(issuer);
