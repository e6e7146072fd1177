import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { StepForm } from "#app/ui/step-form.tsx";

interface Side {
  id: string;
  name: string;
  organisation: string;
}

/** Says which side of a meeting did not come: a side of the other, an organizer of either. */
export function NoShowForm(props: {
  meeting: { id: string; version: number };
  /** Who can be said not to have come. */
  sides: Side[];
  /** Where it is sent to. */
  action: string;
  /** Not by the other side. */
  byOrganizer?: boolean;
}) {
  const { t } = useTranslation();
  const { meeting, sides, action, byOrganizer = false } = props;
  return (
    <ConfirmDialog
      look="quiet"
      action={t(byOrganizer ? "sessionDay:markSide" : "sessionDay:markPartner")}
      title={t(byOrganizer ? "sessionDay:markSideTitle" : "sessionDay:markPartnerTitle")}
    >
      <StepForm
        step="absent"
        row={{ meetingId: meeting.id }}
        version={meeting.version}
        action={action}
        className="flex flex-wrap gap-2"
      >
        {sides.map(({ id, name, organisation }) => (
          <Button
            key={id}
            look="danger"
            name="absentParticipantId"
            value={id}
            className="whitespace-normal"
          >
            {t("sessionDay:markPartnerNamed", { name: `${organisation} · ${name}` })}
          </Button>
        ))}
      </StepForm>
    </ConfirmDialog>
  );
}
