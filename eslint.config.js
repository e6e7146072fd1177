import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";
import { browserFloor } from "./lint/browser-floor.js";

/** Forbids imports that leave the direction pages → rules → {db, search, realtime}. */
function mayNotImport(files, patterns, message, ignores = []) {
  return {
    files,
    ignores: ["**/*.test.ts", "**/*.test.tsx", ...ignores],
    rules: {
      "no-restricted-imports": ["error", { patterns: [{ group: patterns, message }] }],
    },
  };
}

export default tseslint.config(
  { ignores: ["build", "node_modules", ".duijie", "test-results", "db/migrations"] },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    rules: {
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      eqeqeq: "error",
      "no-warning-comments": ["error", { terms: ["todo", "fixme", "xxx"] }],
    },
  },
  {
    files: ["db/demonstration/*.ts", "app/i18n/*/codes.ts"],
    rules: { "max-lines": "off" },
  },
  {
    files: ["app/**/*.{ts,tsx}"],
    ignores: ["app/forms/form.server.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression[callee.property.name='formData']",
          message: "formOf of app/forms/form.server.ts refuses what is no form.",
        },
      ],
    },
  },
  {
    files: ["**/*.tsx"],
    plugins: { "react-hooks": reactHooks, "jsx-a11y": jsxA11y },
    rules: {
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      ...jsxA11y.flatConfigs.recommended.rules,
    },
  },
  {
    files: [
      "app/**/*.{ts,tsx}",
      "realtime/**/*.{ts,tsx}",
      "search/engine.ts",
      "search/text/**",
      "public/*.js",
    ],
    ignores: ["**/*.server.{ts,tsx}", "**/*.test.{ts,tsx}", "app/server/**", "realtime/server.ts"],
    ...browserFloor,
  },
  mayNotImport(
    ["search/**/*.ts"],
    ["#app/*", "#db/*", "#realtime/*", "react", "@remix-run/*"],
    "search/ knows nothing of routes, React, db/ or realtime/.",
    ["search/bench/**"],
  ),
  mayNotImport(
    ["realtime/**/*.{ts,tsx}"],
    ["#app/*", "#db/*", "#search/*", "@remix-run/*"],
    "realtime/ knows nothing of routes, db/ or search/.",
  ),
  mayNotImport(
    ["db/**/*.ts"],
    [
      "#search/*",
      "#realtime/*",
      "react",
      "@remix-run/*",
      "#app/**/pages/*",
      "#app/server/*",
      "#app/ui/*",
    ],
    "db/ knows nothing of routes, React, search/ or realtime/.",
  ),
  mayNotImport(
    ["app/*/**/*.ts"],
    ["#app/**/pages/*", "#app/**/parts/*", "#app/server/*", "#app/ui/*", "react", "@remix-run/*"],
    "The rules of a room know no pages, no interface parts and no React.",
    ["app/**/{pages,parts,words}/**", "app/{forms,http,i18n,server,shell,ui}/**"],
  ),
  mayNotImport(
    ["app/ui/**/*.tsx"],
    ["#app/**/pages/*", "#app/server/*", "#db/*", "**/*.server.ts"],
    "ui/ holds shared interface parts: no pages, nothing of the server.",
  ),
);
