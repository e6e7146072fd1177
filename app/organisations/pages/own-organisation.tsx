import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { Button } from "#app/ui/button.tsx";
import { RowSelect, SelectField, TextField, mailInput } from "#app/ui/fields.tsx";
import { Notice, Section, VerifiedMark } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { inviteSchema, organisationSchema } from "#app/accounts/schema.ts";
import { organisationRoles } from "#app/codes/codes.ts";
import { changeMember, changeProfile } from "#app/organisations/commands.server.ts";
import { cancelInvitation, inviteColleague } from "#app/organisations/invitations.server.ts";
import { organisationPeople, publicOrganisation } from "#app/organisations/queries.server.ts";
import { OrganisationForm } from "#app/organisations/parts/organisation-form.tsx";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { codeName, codeOptions } from "#app/i18n/codes.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { z } from "zod";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  if (!viewer.active) throw redirect("/organisations/new");
  const { organisationId, role } = viewer.active;
  const { services } = context;
  const profile = await answering(publicOrganisation(services, organisationId));
  const people = await answering(organisationPeople(services, viewer, organisationId));
  return { profile, ...people, role, userId: viewer.userId };
}

export const meta = ({ data }: { data: { profile: { name: string } } | undefined }) =>
  pageTitle(data?.profile.name);

interface Done {
  done: string;
}

export const action = takesSteps<Done>("signedIn", {
  words: { conflict: (t) => t("organisations:lastOwner") },
  steps: {
    profile: step({
      fields: organisationSchema,
      checkedInBrowser: true,
      run: async (fields, { services, viewer, t }) => {
        await changeProfile(services, viewer, fields);
        return { shown: { done: t("organisations:profileSaved") } };
      },
    }),
    invite: step<typeof inviteSchema, Done>({
      fields: inviteSchema,
      checkedInBrowser: true,
      run: async (fields, { services, context, viewer, t }) => {
        const seconds = await inviteColleague(services, context.limits, viewer, fields);
        if (seconds > 0) return { seconds, at: "email" };
        return { shown: { done: t("organisations:inviteSent", { email: fields.email }) } };
      },
    }),
    cancel: step({
      fields: z.object({ invitationId: z.uuid() }),
      run: ({ invitationId }, { services, viewer }) =>
        cancelInvitation(services, viewer, invitationId),
    }),
    role: step({
      fields: z.object({ memberId: z.uuid(), role: z.enum(organisationRoles) }),
      run: ({ memberId, role }, { services, viewer }) =>
        changeMember(services, viewer, memberId, role),
    }),
    remove: step({
      fields: z.object({ memberId: z.uuid() }),
      run: ({ memberId }, { services, viewer }) => changeMember(services, viewer, memberId, null),
    }),
  },
});

export default function ManageOrganisation() {
  const { t } = useTranslation();
  const { profile, members, invitations, role, userId } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>()?.shown?.done;
  const busy = useNavigation().state !== "idle";
  const owner = role === "owner";
  const { region, ...words } = profile;
  return (
    <div className="mx-auto max-w-3xl space-y-5">
      <LostRefusal />
      <h1>{profile.name}</h1>
      <ul className="flex flex-wrap items-center gap-x-4 gap-y-1">
        {profile.verified ? (
          <li>
            <VerifiedMark />
          </li>
        ) : null}
        {owner ? (
          <li>
            <Link to="/organisation/verification" className="link">
              {t("trust:verification.title")}
            </Link>
          </li>
        ) : null}
        <li>
          <Link to="/organisation/blocked" className="link">
            {t("trust:block.title")}
          </Link>
        </li>
        <li>
          <Link to="/organisation/reports" className="link">
            {t("trust:report.against")}
          </Link>
        </li>
        <li>
          <Link to={`/organisations/${profile.id}`} className="link">
            {t("organisations:publicPage")}
          </Link>
        </li>
      </ul>
      {done ? <Notice tone="success">{done}</Notice> : null}
      <Section title={t("organisations:members")}>
        <p className="text-sm text-ink-soft">{t("organisations:roleHint")}</p>
        <ul className="divide-y divide-line">
          {members.map((member) => (
            <li key={member.id} className="flex flex-wrap items-center justify-between gap-3 py-2">
              <span>
                {member.name} {member.userId === userId ? t("organisations:you") : ""}
                <span className="block text-sm text-ink-soft">{member.email}</span>
              </span>
              {owner ? (
                <StepForm
                  step={["role", "remove"]}
                  row={{ memberId: member.id }}
                  className="flex flex-wrap items-center gap-2"
                >
                  <RowSelect
                    field={{ id: `role-${member.id}`, name: "role" }}
                    label={`${t("organisations:role")} ${member.name}`}
                    options={codeOptions(t, "organisationRoles", organisationRoles)}
                    defaultValue={member.role}
                  />
                  <Button name="step" value="role" look="secondary" pending={busy}>
                    {t("organisations:changeRole")}
                  </Button>
                  <Button
                    name="step"
                    value="remove"
                    look="quiet"
                    pending={busy}
                    aria-label={t("organisations:removeMember", { name: member.name })}
                  >
                    {t("common:action.remove")}
                  </Button>
                </StepForm>
              ) : (
                <span>{codeName(t, "organisationRoles", member.role)}</span>
              )}
            </li>
          ))}
        </ul>
      </Section>
      {owner ? (
        <Section title={t("organisations:invite")}>
          <StepForm step="invite" className="grid items-end gap-3 sm:grid-cols-[1fr_12rem_auto]">
            <TextField
              field={{ id: "email", name: "email" }}
              label={t("auth:email")}
              {...mailInput}
              autoComplete="off"
            />
            <SelectField
              field={{ id: "role", name: "role" }}
              label={t("organisations:role")}
              options={codeOptions(t, "organisationRoles", organisationRoles)}
              defaultValue="editor"
            />
            <Button pending={busy}>{t("organisations:invite")}</Button>
          </StepForm>
          {invitations.length > 0 ? <h3>{t("organisations:invitations")}</h3> : null}
          <ul>
            {invitations.map(({ id, email, role: invited }) => (
              <li key={id} className="flex flex-wrap items-center justify-between gap-3">
                <span>
                  {email} · {codeName(t, "organisationRoles", invited ?? "reader")}
                </span>
                <StepForm step="cancel" row={{ invitationId: id }}>
                  <Button look="quiet" pending={busy}>
                    {t("organisations:cancelInvitation")}
                  </Button>
                </StepForm>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {owner ? (
        <OrganisationForm
          value={{ ...words, region: region ?? "" }}
          submit={t("common:action.save")}
        />
      ) : null}
    </div>
  );
}
