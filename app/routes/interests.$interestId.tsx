import { randomUUID } from "node:crypto";
import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/components/button.tsx";
import { Choices, TextArea } from "#app/components/fields.tsx";
import { Notice, Section, StateBadge } from "#app/components/parts.tsx";
import { declineReasons } from "#app/domain/codes/codes.ts";
import { isRefusal } from "#app/domain/errors.ts";
import { decideInterest, sendMessage } from "#app/domain/interests/commands.server.ts";
import { interestThread } from "#app/domain/interests/queries.server.ts";
import { declineSchema, messageSchema } from "#app/domain/interests/schema.ts";
import { answering, signedIn, signedInWithForm } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { codeName, codeOptions } from "#app/i18n/codes.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText } from "#app/i18n/issues.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { useRoom } from "#realtime/client.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const thread = await answering(
    interestThread(context.services, viewer, idOfPath(params.interestId)),
  );
  return { thread, typedBy: viewer.userId, clientKey: randomUUID() };
}

export const meta = ({ data }: { data: { thread: { postTitle: string } } | undefined }) =>
  pageTitle(data?.thread.postTitle);

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const viewer = await signedInWithForm(context, request, form);
  const interestId = idOfPath(params.interestId);
  const { services } = context;
  const step = String(form.get("step"));
  const t = await getT(request);
  const body = String(form.get("body") ?? "");
  const refuse = (error: string, field: "form" | "reason" | "body" = "form") =>
    json({ error, field, body }, { status: 422 });
  try {
    switch (step) {
      case "accept":
      case "withdraw":
        await decideInterest(services, viewer, interestId, step);
        break;
      case "decline": {
        const parsed = declineSchema.safeParse(Object.fromEntries(form));
        if (!parsed.success) return refuse(t("errors:required"), "reason");
        await decideInterest(services, viewer, interestId, step, parsed.data);
        break;
      }
      case "message": {
        const parsed = messageSchema.safeParse(Object.fromEntries(form));
        if (!parsed.success) return refuse(t("errors:required"), "body");
        await sendMessage(services, viewer, interestId, parsed.data);
        break;
      }
      default:
        throw new Response("", { status: 400 });
    }
  } catch (error) {
    if (isRefusal(error) && error.code === "illegalStep") return refuse(errorText(t, error.code));
    if (isRefusal(error) && error.code === "notPossible")
      return refuse(errorText(t, error.code), step === "message" ? "body" : "form");
    return answering(Promise.reject(error as Error));
  }
  return redirect(`/interests/${interestId}`);
}

export default function InterestPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { thread, typedBy, clientKey } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  useRoom(`interest:${thread.id}`);
  const other = thread.otherName || t("interests:anonymous");
  return (
    <div className="mx-auto max-w-3xl space-y-5">
      <header className="space-y-2">
        <StateBadge state={thread.state} label={t(`interests:state.${thread.state}`)} />
        <h1>
          <Link
            to={`/${thread.postKind}s/${thread.postId}`}
            className="text-accent hover:underline"
          >
            {thread.postTitle}
          </Link>
        </h1>
        <p className="text-ink-soft">
          {thread.sent ? t("interests:outgoing") : t("interests:incoming")} ·{" "}
          {thread.otherId ? (
            <Link to={`/organisations/${thread.otherId}`} className="link">
              {other}
            </Link>
          ) : (
            other
          )}{" "}
          · {format.dateTime(thread.createdAt)}
        </p>
      </header>
      {refused?.field === "form" ? <Notice tone="danger">{refused.error}</Notice> : null}
      <Section title={t("interests:message")}>
        <p className="whitespace-pre-line">{thread.message}</p>
        {thread.ownPost ? (
          <p className="text-sm">
            {t("interests:ownPost")}:{thread.ownPost.title}
          </p>
        ) : null}
        {thread.declineReason ? (
          <Notice tone="warning">
            {t("interests:declineReason")}:{codeName(t, "declineReasons", thread.declineReason)}
            {thread.declineNote === "" ? null : <p>{thread.declineNote}</p>}
          </Notice>
        ) : null}
        <div className="flex flex-wrap items-start gap-3">
          {thread.may.accept ? (
            <Form method="post">
              <Button name="step" value="accept" pending={busy}>
                {t("interests:accept")}
              </Button>
            </Form>
          ) : null}
          {thread.may.withdraw ? (
            <Form method="post">
              <Button name="step" value="withdraw" look="secondary" pending={busy}>
                {t("interests:withdraw")}
              </Button>
            </Form>
          ) : null}
          {thread.may.decline ? (
            <details open={refused?.field === "reason"}>
              <summary className="inline-flex min-h-10 items-center rounded-md border border-line-strong px-4">
                {t("interests:decline")}
              </summary>
              <Form method="post" className="mt-3 space-y-3">
                <Choices
                  kind="radio"
                  field={{
                    id: "reason",
                    name: "reason",
                    errors: refused?.field === "reason" ? [refused.error] : undefined,
                  }}
                  label={t("interests:declineReason")}
                  hint={t("interests:declineHint")}
                  options={codeOptions(t, "declineReasons", declineReasons)}
                  chosen={[]}
                />
                <TextArea
                  field={{ id: "note", name: "note" }}
                  label={t("interests:declineNote")}
                  needed={false}
                  maxLength={500}
                />
                <Button name="step" value="decline" look="danger" pending={busy}>
                  {t("interests:decline")}
                </Button>
              </Form>
            </details>
          ) : null}
        </div>
      </Section>
      <Section title={t("interests:thread")}>
        {thread.messages.length === 0 ? (
          <p className="text-ink-soft">{t("interests:noMessages")}</p>
        ) : null}
        <ol className="space-y-3" aria-live="polite">
          {thread.messages.map((message) => (
            <li
              key={message.id}
              data-testid="message"
              className={`max-w-[85%] rounded-md px-3 py-2 ${message.own ? "ml-auto bg-accent-soft" : "bg-sunken"}`}
            >
              <p className="text-sm text-ink-soft">
                {message.own ? t("interests:you") : other} {message.authorName} ·{" "}
                {format.dateTime(message.createdAt)}
                {message.own ? null : (
                  <>
                    {" · "}
                    <Link to={`/reports/new?kind=message&id=${message.id}`} className="link">
                      {t("trust:report.link")}
                    </Link>
                  </>
                )}
              </p>
              <p className="whitespace-pre-line">{message.body}</p>
            </li>
          ))}
        </ol>
        {thread.may.write ? (
          <MessageForm
            typedBy={typedBy}
            clientKey={clientKey}
            count={thread.messages.length}
            error={refused?.field === "body" ? refused.error : undefined}
          />
        ) : (
          <p className="text-ink-soft">
            {thread.state === "pending" || thread.state === "accepted"
              ? t("interests:readOnly")
              : t("interests:closed")}
          </p>
        )}
      </Section>
    </div>
  );
}

/** The key stays with the text until it has arrived, so a repeated send is one message. */
function MessageForm(props: {
  typedBy: string;
  clientKey: string;
  count: number;
  error: string | undefined;
}) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const form = useRef<HTMLFormElement>(null);
  const sent = useRef(false);
  const key = useRef(props.clientKey);
  useEffect(() => {
    if (!sent.current || busy) return;
    sent.current = false;
    if (props.error !== undefined) return;
    key.current = crypto.randomUUID();
    form.current?.reset();
  }, [busy, props.count, props.error]);
  return (
    <Form
      method="post"
      ref={form}
      className="space-y-2"
      onSubmit={() => {
        sent.current = true;
      }}
    >
      <input type="hidden" name="typedBy" value={props.typedBy} />
      <input type="hidden" name="clientKey" value={key.current} />
      <TextArea
        field={{ id: "body", name: "body", errors: props.error ? [props.error] : undefined }}
        label={t("interests:write")}
        maxLength={4000}
        required
      />
      <Button name="step" value="message" pending={busy}>
        {t("common:action.send")}
      </Button>
    </Form>
  );
}
