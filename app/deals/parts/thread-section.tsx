import { Link, useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { TextArea } from "#app/ui/fields.tsx";
import { Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { DealContents } from "#app/deals/contents.server.ts";
import type { DealView } from "#app/deals/record.server.ts";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { useSentForm } from "./use-sent-form.ts";
import { sideName } from "./words.ts";

/** The one thread of the deal, with who has read what. */
export function ThreadSection(props: {
  deal: DealView;
  contents: DealContents;
  typedBy: string;
  clientKey: string;
  earlierPage: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { deal, contents, earlierPage } = props;
  const { messages, earlier } = contents;
  return (
    <Section title={t("deals:section.thread")}>
      <div id="thread" className="flex flex-wrap justify-between gap-2 text-sm">
        {earlier ? (
          <Link to={`?before=${earlier}#thread`} className="link" preventScrollReset>
            {t("deals:thread.earlier")}
          </Link>
        ) : null}
        {earlierPage ? (
          <Link to="?" className="link" preventScrollReset>
            {t("deals:thread.newest")}
          </Link>
        ) : null}
      </div>
      {messages.length === 0 ? <p className="text-ink-soft">{t("deals:thread.empty")}</p> : null}
      <ol className="space-y-3" aria-live="polite">
        {messages.map((message) => (
          <li
            key={message.id}
            data-testid="message"
            className={`max-w-[85%] rounded-md px-3 py-2 ${message.own ? "ml-auto bg-accent-soft" : "bg-sunken"}`}
          >
            <p className="text-sm text-ink-soft">
              {[message.authorName, sideName(t, message.side, deal.side)]
                .filter((part) => part !== "")
                .join(" · ")}{" "}
              · {format.dateTime(message.createdAt)}
            </p>
            <p className="whitespace-pre-line">{message.body}</p>
            {message.own ? (
              <p className="text-right text-sm text-ink-soft">{readWords(message.readBy)}</p>
            ) : null}
          </li>
        ))}
      </ol>
      {contents.unreadMessageId ? <ReadMark messageId={contents.unreadMessageId} /> : null}
      {deal.may.message ? (
        <MessageForm {...props} />
      ) : (
        <p className="text-ink-soft">
          {deal.stage === "ended" ? t("deals:thread.closed") : t("deals:thread.readOnly")}
        </p>
      )}
    </Section>
  );

  function readWords(names: string[]): string {
    const known = names.filter((name) => name !== "");
    if (names.length === 0) return t("deals:thread.sent");
    return known.length === 0
      ? t("deals:thread.read")
      : t("deals:thread.readBy", { names: format.list(known) });
  }
}

/** Tells the server that the newest message has been read, once the end of the thread is in view. */
function ReadMark({ messageId }: { messageId: string }) {
  const { submit } = useFetcher();
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!end.current) return;
    let inView = false;
    let told = false;
    const tell = () => {
      if (told || !inView || document.visibilityState !== "visible") return;
      told = true;
      submit({ step: "read", messageId }, { method: "post" });
    };
    const observer = new IntersectionObserver(([entry]) => {
      inView = entry?.isIntersecting ?? false;
      tell();
    });
    observer.observe(end.current);
    document.addEventListener("visibilitychange", tell);
    return () => {
      observer.disconnect();
      document.removeEventListener("visibilitychange", tell);
    };
  }, [messageId, submit]);
  return <div ref={end} aria-hidden className="h-px" />;
}

function MessageForm(props: { deal: DealView; typedBy: string; clientKey: string }) {
  const { t } = useTranslation();
  const given = useGivenForm({ step: "message" });
  const { form, round, clientKey, busy, onSubmit } = useSentForm({
    clientKey: props.clientKey,
    refused: given !== null,
    keepAs: `duijie:${props.typedBy}:deal:${props.deal.id}`,
  });
  return (
    <StepForm
      key={round}
      step="message"
      ref={form}
      onSubmit={onSubmit}
      className="space-y-2"
      preventScrollReset
    >
      <input type="hidden" name="clientKey" value={clientKey} />
      <TextArea
        field={{ id: "body", name: "body" }}
        label={t("deals:thread.write")}
        limit={4000}
        required
      />
      <Button pending={busy}>{t("common:action.send")}</Button>
    </StepForm>
  );
}
