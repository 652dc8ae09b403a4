// A real OpenID Connect provider on the loopback address. Whoever comes is signed in as `provider.who`, without being asked.
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

/** Starts a provider for a client that is sent back to `back`. `who` is { sub, acr, email, email_verified }. */
export async function startProvider() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const state = { who: undefined, back: undefined };
  const client = { client_id: "grobunn", client_secret: "a-secret-of-the-test", token_endpoint_auth_method: "client_secret_basic" };
  let provider;

  const serve = (back) => {
    provider = new Provider(issuer, {
      clients: [{ ...client, redirect_uris: [back], grant_types: ["authorization_code"], response_types: ["code"] }],
      acrValues: ["low", "high"],
      claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], acr: null },
      conformIdTokenClaims: false,
      cookies: { keys: ["a key of the test"] },
      features: { devInteractions: { enabled: false } },
      findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...state.who.claims }) }),
      interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
      loadExistingGrant: async ({ oidc }) => {
        const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
        grant.addOIDCScope("openid email profile");
        await grant.save();
        return grant;
      },
      pkce: { required: () => true },
      ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 300, Interaction: 60, Session: 60, Grant: 60 },
    });
    provider.use(async (ctx, next) => {
      if (!ctx.path.startsWith("/interaction/")) return next();
      ctx.respond = false;
      const { sub, acr } = state.who;
      await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: sub, acr, remember: false } });
    });
    server.on("request", provider.callback());
  };

  return {
    issuer,
    client,
    serve,
    /** Who comes next. */
    is: (sub, acr, claims) => (state.who = { sub, acr, claims }),
    stop: () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())),
  };
}
