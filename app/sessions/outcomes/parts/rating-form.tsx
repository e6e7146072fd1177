import { useStepForm } from "#app/forms/use-step-form.ts";
import { useNavigation } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { FieldError, TextArea, type FieldState } from "#app/ui/fields.tsx";
import { Notice } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { shownChance } from "#app/matching/certainty.ts";
import type { MeetingRecord } from "#app/sessions/outcomes/meeting-record.server.ts";
import { goesOn, ratingSchema } from "#app/sessions/outcomes/ratings.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { NumberField } from "#app/ui/number-field.tsx";

type Own = NonNullable<MeetingRecord["own"]>;

const tile =
  "relative flex min-h-12 cursor-pointer items-center justify-center gap-2 rounded-md border border-line-strong bg-surface px-2 py-2 has-checked:border-accent has-checked:bg-accent-soft has-checked:font-semibold has-focus-visible:outline-2 has-focus-visible:outline-accent";
/** Shown while one of the two outcomes that open a deal is chosen; needs no script. */
const whileGoingOn = "knows-has:hidden space-y-4 group-has-[[data-goes-on]:checked]/rating:block";

/** What a side thinks of a meeting, for a thumb on a phone. */
export function RatingForm({ own }: { own: Own }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigation = useNavigation();
  const { rating, subjects, deals, apart, outcomes } = own;
  const choosesSubject =
    subjects.length > 0 && !apart && !deals.some(({ stage }) => stage !== "ended");
  const { form, fields, formProps } = useStepForm<Record<string, string>>({
    step: "rate",
    id: "rate",
    defaultValue: {
      stars: rating ? String(rating.stars) : "",
      outcome: rating?.outcome ?? "",
      note: rating?.note ?? "",
      intendedAmount: rating?.intendedAmount ?? "",
      /** Saving a wish to go on once more must not open what was left open before. */
      subject: subjects[0] && !goesOn(rating?.outcome ?? null) ? valueOf(subjects[0]) : "none",
    },
    shouldRevalidate: "onInput",
    schemaOf: () => ratingSchema,
  });
  const field = (name: string) => {
    const found = fields[name];
    if (!found) throw new Error(`no field ${name}`);
    return found;
  };
  const busy = navigation.state !== "idle" && navigation.formData?.get("step") === "rate";
  const subjectTile = (one: Own["subjects"][number]) => (
    <Tile key={valueOf(one)} field={field("subject")} value={valueOf(one)}>
      <span className="grow">
        {one.ownTitle === null
          ? t("sessionAfter:subjectAlone", { title: one.title })
          : t("sessionAfter:subjectPair", { title: one.title, own: one.ownTitle })}
        {one.score === null ? null : (
          <span className="block text-sm font-normal text-ink-soft">
            {t("sessionAfter:subjectMatch", {
              score: format.percent(shownChance(one.score)),
            })}
          </span>
        )}
      </span>
    </Tile>
  );
  return (
    <StepForm {...formProps} version={rating?.version ?? 0} className="group/rating space-y-4">
      {form.errors ? <Notice tone="danger">{form.errors.join(" ")}</Notice> : null}
      <Tiles field={field("stars")} legend={t("sessionAfter:stars")} columns="grid-cols-5">
        {[1, 2, 3, 4, 5].map((count) => (
          <Tile key={count} field={field("stars")} value={String(count)}>
            <span aria-hidden className="whitespace-nowrap">
              {count} ★
            </span>
            <span className="knows-has:sr-only">{t("sessionAfter:starsOf", { count })}</span>
          </Tile>
        ))}
      </Tiles>
      <Tiles field={field("outcome")} legend={t("sessionAfter:outcome")} columns="sm:grid-cols-2">
        {outcomes.map((outcome) => (
          <Tile key={outcome} field={field("outcome")} value={outcome} opensDeal={goesOn(outcome)}>
            <span className="text-center">
              {t(`sessionAfter:outcomes.${outcome}`)}
              <span className="block text-sm font-normal text-ink-soft">
                {t(`sessionAfter:outcomeHints.${outcome}`)}
              </span>
            </span>
          </Tile>
        ))}
      </Tiles>
      {outcomes.length < 4 ? (
        <p className="text-sm text-ink-soft">{t("sessionAfter:readerOutcomes")}</p>
      ) : null}
      <div className={whileGoingOn}>
        {choosesSubject ? (
          <Tiles
            field={field("subject")}
            legend={t("sessionAfter:subject")}
            hint={t("sessionAfter:subjectHint")}
            columns=""
          >
            {subjects.slice(0, subjectsAtOnce).map(subjectTile)}
            {subjects.length > subjectsAtOnce ? (
              <details>
                <summary className="min-h-10 cursor-pointer py-2">
                  {t("sessionAfter:moreSubjects", { count: subjects.length - subjectsAtOnce })}
                </summary>
                <div className="space-y-2">{subjects.slice(subjectsAtOnce).map(subjectTile)}</div>
              </details>
            ) : null}
            <Tile field={field("subject")} value="none">
              <span className="grow">{t("sessionAfter:subjectNone")}</span>
            </Tile>
          </Tiles>
        ) : null}
        <NumberField
          kind="amount"
          field={field("intendedAmount")}
          label={t("sessionAfter:amount")}
          hint={t("sessionAfter:amountHint")}
          needed={false}
          defaultValue={field("intendedAmount").initialValue}
        />
      </div>
      <TextArea
        field={field("note")}
        label={t("sessionAfter:note")}
        hint={t("sessionAfter:noteHint")}
        needed={false}
        rows={3}
        defaultValue={field("note").initialValue}
      />
      <Button pending={busy} className="min-h-12 w-full sm:w-auto">
        {t("sessionAfter:save")}
      </Button>
    </StepForm>
  );
}

/** The best matches of what both brought; the others are behind a fold. */
const subjectsAtOnce = 4;

const valueOf = ({ aboutId, ownId }: Own["subjects"][number]): string =>
  `${aboutId}/${ownId ?? ""}`;

interface TileField extends FieldState {
  initialValue?: string | undefined;
}

function Tiles(props: {
  field: TileField;
  legend: string;
  hint?: string;
  columns: string;
  children: ReactNode;
}) {
  const { field, legend, hint, columns, children } = props;
  return (
    <fieldset id={field.id} className="space-y-2">
      <legend className="font-medium">{legend}</legend>
      {hint ? <p className="text-sm text-ink-soft">{hint}</p> : null}
      <FieldError field={field} />
      <div className={`grid gap-2 ${columns}`}>{children}</div>
    </fieldset>
  );
}

function Tile(props: {
  field: TileField;
  value: string;
  opensDeal?: boolean;
  children: ReactNode;
}) {
  const { field, value, opensDeal, children } = props;
  return (
    <label className={tile}>
      <input
        type="radio"
        name={field.name}
        value={value}
        data-goes-on={opensDeal || undefined}
        defaultChecked={field.initialValue === value}
        aria-invalid={(field.errors?.length ?? 0) > 0 || undefined}
        className="knows-has:sr-only"
      />
      {children}
    </label>
  );
}
