import type { TFunction } from "i18next";
import type { SynonymRowProblem } from "#app/synonyms/exchange.server.ts";
import { synonymLimits } from "#search/text/synonym-rules.ts";
import { WrongFields } from "#app/forms/steps.server.ts";
import { groupText } from "#app/synonyms/parts/group-text.ts";

/** Why a group is not kept, in the person's language. */
export function problemText(t: TFunction, problem: SynonymRowProblem): string {
  switch (problem.rule) {
    case "tooFew":
    case "alreadyProposed":
      return t(`synonyms:problem.${problem.rule}`);
    case "tooMany":
      return t("synonyms:problem.tooMany", { most: synonymLimits.mostWords });
    case "tooLong":
      return t("synonyms:problem.tooLong", {
        word: problem.word,
        most: synonymLimits.mostCharacters,
      });
    case "characters":
    case "stopWord":
    case "ambiguous":
      return t(`synonyms:problem.${problem.rule}`, { word: problem.word });
    case "taken":
      return t("synonyms:problem.taken", { word: problem.word, group: groupText(problem.group) });
    case "known":
      return t("synonyms:problem.known", { group: groupText(problem.group) });
    case "cell":
      return t(`office:problem.${problem.reason}`, { value: problem.value });
    case "tooManyOpen":
    case "noteTooLong":
      return t(`synonyms:problem.${problem.rule}`, { most: problem.most });
  }
}

/** Why a group is not kept, beside the field of its words; over the form where it has none. */
export const wrongGroup = (
  t: TFunction,
  problems: SynonymRowProblem[],
  field: "words" | "" = "words",
): WrongFields => new WrongFields({ [field]: problems.map((problem) => problemText(t, problem)) });
