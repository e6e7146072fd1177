import type { Indicator, SearchDocument } from "../documents.ts";
import type { FeatureName } from "./weights.ts";

/** Words that stand in both posts, with the passage of each where they were found. */
export interface SharedTerm {
  term: string;
  /** The words of the other side when they differ in writing (graphene / 石墨烯). */
  counterpart: string;
  /** How much of what all shared terms tell this one tells, 0 to 1. */
  weight: number;
  needField: string;
  resultField: string;
}

/** One wanted indicator beside the reached one, in the unit of the need. */
export interface IndicatorComparison {
  wanted: Indicator;
  reached: Indicator | null;
  /** The reached value converted to the wanted unit, as a decimal string. */
  reachedInWantedUnit: string | null;
  verdict: "met" | "missed" | "unknown";
}

/** Why two posts fit, or do not, as data that the page words in the reader's language. */
export interface MatchReasons {
  terms: SharedTerm[];
  /** Topics of the thesaurus that both names speak of, the strongest first. */
  topics: string[];
  indicators: IndicatorComparison[];
  clusters: { shared: string[] };
  /** reached minus wanted; null when one side did not say. */
  trl: { wanted: number; reached: number; distance: number } | null;
  cooperationModes: { shared: string[]; needOnly: string[]; resultOnly: string[] };
  region: { need: string | null; result: string | null; same: boolean };
  /** Yuan. */
  money: {
    verdict: "within" | "above" | "unknown";
    budgetMax: number | null;
    priceMin: number | null;
  };
  /** How alike the whole texts are by an embedding server, 0 to 1; null without one. */
  embedding: number | null;
}

/** What the fields of both posts say, without their texts. */
export type StatedReasons = Omit<MatchReasons, "terms" | "topics" | "embedding">;

/** Each feature's value; a feature that one side leaves open is absent. */
export type Features = Partial<Record<FeatureName, number>>;

/** A post of the other side with how well it fits. */
export interface Match {
  document: SearchDocument;
  /** The chance, 0 to 1, that technology-transfer staff would call the pair fairly strong or strong. */
  score: number;
  reasons: MatchReasons;
  features: Features;
}
