import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";
import { browserFloor } from "./lint/browser-floor.js";

const formData = {
  selector: "CallExpression[callee.property.name='formData']",
  message: "formOf of app/forms/form.server.ts refuses what is no form.",
};

const oneClock = "services.now() is the clock of the product, which tests set.";
const clock = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: oneClock },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: oneClock,
  },
];

const oneGate =
  "text and addresses pass the gate: app/kernel/texts.ts, numbers.ts, mail-address.ts";
const gate = [
  {
    selector:
      "CallExpression[callee.property.name='trim'][callee.object.callee.property.name='string']",
    message: oneGate,
  },
  {
    selector: "CallExpression[callee.object.name='z'][callee.property.name='email']",
    message: oneGate,
  },
];

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
    files: ["{app,db,search,realtime,tests}/**/*.{ts,tsx}"],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      "@typescript-eslint/no-unnecessary-type-assertion": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ["db/demonstration/*.ts", "app/i18n/*/codes.ts"],
    rules: { "max-lines": "off" },
  },
  {
    files: ["app/**/*.{ts,tsx}"],
    ignores: ["app/forms/form.server.ts", "app/text/**"],
    rules: { "no-restricted-syntax": ["error", formData, ...gate, ...clock] },
  },
  {
    /** Browsers have their own clock; processes and their start have no services yet. */
    files: [
      "app/**/*.tsx",
      "app/*/parts/**/*.ts",
      "app/*/*/parts/**/*.ts",
      "app/i18n/format.ts",
      "app/server/**/*.ts",
      /** The links of mails are counted by the library of accounts, on the clock of the process. */
      "app/accounts/{auth,passwords}.server.ts",
      /** When mail is due is reckoned where a notification is written, by rules of every room. */
      "app/notifications/notify.server.ts",
      /** Orders the writes of the index, as no clock does that a test may hold. */
      "app/organisations/document.ts",
    ],
    ignores: ["app/text/**"],
    rules: { "no-restricted-syntax": ["error", formData, ...gate] },
  },
  {
    /** The environment is an operator's, and schemas of tests are nobody's: not what people type into forms. */
    files: ["app/server/**/*.ts", "app/**/*.test.ts"],
    rules: { "no-restricted-syntax": ["error", formData] },
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
  {
    files: ["{app,db,search,realtime}/**/*.{ts,tsx}"],
    ignores: [
      "**/*.test.{ts,tsx}",
      "app/**/{pages,parts}/**",
      "app/{forms,http,i18n,server,shell,text,ui}/**",
      "app/*",
      "realtime/**/*.tsx",
    ],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: ["react", "react-dom", "@remix-run/*"],
              message:
                "Rules know no React and no Remix; which folder may import which stands in .dependency-cruiser.cjs.",
            },
          ],
        },
      ],
    },
  },
);
