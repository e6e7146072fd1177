import type { Sheet } from "#app/contracts/pages/sheet.server.ts";

/** One language's pages of a contract, as they lie on paper. */
export function ContractPaper({ sheet }: { sheet: Sheet }) {
  const { milestones } = sheet;
  return (
    <article lang={sheet.language} className="contract-paper" data-testid="sheet">
      <p className="contract-title">{sheet.title}</p>
      <h2 className="contract-project">{sheet.project}</h2>
      <dl className="contract-facts">
        {sheet.facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p>{sheet.preamble}</p>
      {sheet.articles.map(({ heading, name, paragraphs }) => (
        <section key={heading}>
          <h3>
            {heading} {name}
          </h3>
          {paragraphs.map((text, index) => (
            <p key={index} className="whitespace-pre-line">
              {text}
            </p>
          ))}
        </section>
      ))}
      <section>
        <h3>{milestones.heading}</h3>
        <table>
          <thead>
            <tr>
              {milestones.head.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {milestones.rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) => (
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
            <tr>
              {milestones.sum.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          </tbody>
        </table>
      </section>
      <div className="contract-signatures">
        {sheet.sides.map((side) => (
          <div key={side.seal}>
            <p>{side.seal}</p>
            <p>{side.name}</p>
            <p className="contract-line">{sheet.signatoryLabel}</p>
            <p>{side.signatory}</p>
            <p>{side.signed}</p>
          </div>
        ))}
      </div>
      <div className="contract-notes">
        {sheet.notes.map((note) => (
          <p key={note}>{note}</p>
        ))}
      </div>
    </article>
  );
}
