/** A field of technology with its topics: each a line of terms, the one that names it first. */
export interface Field {
  name: string;
  topics: string[];
}
