import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { Button } from "#app/ui/button.tsx";
import { RowSelect } from "#app/ui/fields.tsx";
import { NextPage, Notice, Section, VerifiedMark } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { setPlatformRole } from "#app/accounts/platform-roles.server.ts";
import { platformRoles } from "#app/codes/codes.ts";
import { platformOrganisations, platformPeople } from "#app/organisations/queries.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf, queryOf } from "#app/http/params.ts";
import { codeOptions } from "#app/i18n/codes.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { lineOf } from "#app/kernel/texts.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const asked = queryOf(request, asking);
  const page = (before: string | undefined) => ({ text: asked.q, before, limit: 30 });
  const { services } = context;
  const [people, organisations] = await Promise.all([
    answering(platformPeople(services, viewer, page(asked.people))),
    answering(platformOrganisations(services, viewer, page(asked.organisations))),
  ]);
  const title = (await getT(request))("organisations:people");
  return { people, organisations, self: viewer.userId, asked, title };
}

const asking = z.object({
  q: lineOf(100).default("").catch(""),
  people: z.uuid().optional().catch(undefined),
  organisations: z.uuid().optional().catch(undefined),
  saved: z.uuid().optional().catch(undefined),
});

export const action = takesSteps("administrators", {
  steps: {
    role: step({
      fields: z.object({ id: z.uuid(), platformRole: z.enum(platformRoles) }),
      run: async ({ id, platformRole }, { services, viewer, request }) => {
        await setPlatformRole(services, viewer, id, platformRole);
        const back = parametersOf(request);
        back.set("saved", id);
        return `/admin/people?${back.toString()}`;
      },
    }),
  },
});

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function People() {
  const { t } = useTranslation();
  const { people, organisations, self, asked } = useLoaderData<typeof loader>();
  const next = (list: "people" | "organisations", before: string | null) =>
    before && `?${new URLSearchParams({ q: asked.q, [list]: before }).toString()}`;
  return (
    <div className="mx-auto max-w-4xl space-y-5">
      <LostRefusal />
      <h1>{t("organisations:people")}</h1>
      {asked.saved ? (
        <Notice tone="success">
          {t("organisations:savedFor", {
            name: [...people.lines, ...organisations.lines].find(({ id }) => id === asked.saved)
              ?.name,
          })}
        </Notice>
      ) : null}
      <Form role="search" className="flex max-w-xl gap-2">
        <input
          type="search"
          name="q"
          defaultValue={asked.q}
          aria-label={t("organisations:findPeople")}
          placeholder={t("organisations:findPeople")}
          className="control"
        />
        <Button look="secondary">{t("common:searchBox.submit")}</Button>
      </Form>
      <Section title={t("organisations:platformRole")}>
        {people.lines.length === 0 ? <p>{t("common:none")}</p> : null}
        <ul className="divide-y divide-line">
          {people.lines.map(({ id, name, email, platformRole }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-3 py-2">
              <span>
                {name} <span className="block text-sm text-ink-soft">{email}</span>
              </span>
              <StepForm step="role" row={{ id }} className="flex gap-2">
                <RowSelect
                  field={{ id: `role-${id}`, name: "platformRole" }}
                  label={`${t("organisations:platformRole")} ${name}`}
                  options={codeOptions(t, "platformRoles", platformRoles)}
                  defaultValue={platformRole}
                  disabled={id === self}
                />
                <Button look="secondary" disabled={id === self}>
                  {t("common:action.save")}
                </Button>
              </StepForm>
            </li>
          ))}
        </ul>
        <NextPage to={next("people", people.next)} />
      </Section>
      <Section title={t("organisations:all")}>
        {organisations.lines.length === 0 ? <p>{t("common:none")}</p> : null}
        <ul className="divide-y divide-line">
          {organisations.lines.map(({ id, name, verified }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-3 py-2">
              <span>
                <Link to={`/organisations/${id}`} className="link">
                  {name}
                </Link>{" "}
                {verified ? <VerifiedMark /> : null}
              </span>
              <Link to={`/admin/verifications/${id}`} className="link">
                {t("trust:verification.title")}
              </Link>
            </li>
          ))}
        </ul>
        <NextPage to={next("organisations", organisations.next)} />
      </Section>
    </div>
  );
}
